"""Lines as they stood on paper."""

from __future__ import annotations

from legacy_adapters.sources.files.report.printed import PrintedLine, printed


def texts(*lines: str, asa: bool = False) -> list[str | None]:
    given = [(number, line, "") for number, line in enumerate(lines, 1)]
    return [line.text for line in printed(given, asa=asa)]


def test_overprinting() -> None:
    """Bold and underlined text is read once; blanks let the other one through; a clash is a fault."""
    assert texts("Summe\rSumme", "Konto\r_____", "A\r  B", "1\r2") == ["Summe", "Konto", "A B", None]


def test_pages() -> None:
    """A form feed begins one, and is no text."""
    lines = list(printed([(1, "\fTitel", ""), (2, "x", "")], asa=False))
    assert lines == [PrintedLine(1, "Titel", new_page=True), PrintedLine(2, "x")]


def test_control_signs() -> None:
    """The first column is none of the text; + is printed over the line before."""
    assert texts("1T", " A", "+ B", "0C", asa=True) == ["T", "AB", "C"]
    assert texts("+A", asa=True) == ["A"]


def test_what_cannot_be_decoded() -> None:
    """It stays a line of its own."""
    (line,) = printed([(1, None, "FF")], asa=True)
    assert (line.fault, line.raw) == ("undecodable", "FF")
