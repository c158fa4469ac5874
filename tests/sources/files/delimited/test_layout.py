"""What is known of a file before its rows are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.delimited.layout import Layout, layout_of
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat


def _layout(folder: Path, data: bytes, **settings: Any) -> Layout:
    path = folder / "drop.csv"
    path.write_bytes(data)
    with path.open("rb") as file:
        return layout_of(DelimitedFormat(**settings), path, file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_no_mark_is_glued_to_the_first_column(tmp_path: Path, encoding: str) -> None:
    """Whether there is a byte order mark or not, and whatever is declared."""
    data = "Nr;Größe\n1;2\n".encode(encoding)
    if encoding == "gb18030":
        data = "\ufeff".encode(encoding) + data
    declared = encoding if encoding == "gb18030" else "cp1252" if data[:1] in b"\xef\xff" else "utf-8"
    layout = _layout(tmp_path, data, delimiter=";", encoding=declared)
    assert layout.columns == ("Nr", "Größe")
    assert layout.first.line == 2


def test_excels_first_line(tmp_path: Path) -> None:
    """``sep=`` is no row, and goes before the delimiter that is stated; the lines to skip come behind it."""
    layout = _layout(tmp_path, b"sep=;\r\nList\r\na;b\r\n", delimiter=",", skip=1)
    assert (layout.columns, layout.first.line, layout.signs.delimiter) == (("a", "b"), 4, b";")
    assert _layout(tmp_path, b'"sep=\t"\na\tb\n').columns == ("a", "b")


def test_preamble_comments_and_empty_lines_before_the_header(tmp_path: Path) -> None:
    """Lines are skipped whatever is in them."""
    layout = _layout(tmp_path, b'Bank "x\n"y\n\n# c\na,b\n1,2\n', skip=2, comment=("#",))
    assert (layout.columns, layout.header, layout.first.line, layout.first.offset) == (("a", "b"), b"a,b", 6, 20)


def test_a_header_over_several_lines(tmp_path: Path) -> None:
    """Its quoted names may have line ends; the first row is behind it."""
    layout = _layout(tmp_path, b'"a\nb",c\n1,2\n')
    assert (layout.columns, layout.first.line) == (("a\nb", "c"), 3)


def test_columns_instead_of_the_header(tmp_path: Path) -> None:
    """They have to be as many."""
    assert _layout(tmp_path, b"a,b\n", columns=("x", "y")).columns == ("x", "y")
    with pytest.raises(BadPart, match="has 2 columns, but 3 are stated") as error:
        _layout(tmp_path, b"#\na,b\n", columns=("x", "y", "z"), skip=1)
    assert error.value.where == "drop.csv: line 2"


def test_without_a_header(tmp_path: Path) -> None:
    """Columns are numbered as the first row that can be read has them, and it stays a row."""
    layout = _layout(tmp_path, b'\n"x"y\n1,2,3\n', header=False)
    assert layout.columns == ("column_1", "column_2", "column_3")
    assert layout.first.offset == 0
    assert _layout(tmp_path, b"", header=False, columns=("a",)).columns == ("a",)


@pytest.mark.parametrize(
    ("data", "settings", "message"),
    [
        (b"", {}, "has no header: it is empty"),
        (b"\n\n", {}, "has no header: it is empty"),
        (b"", {"header": False}, "no row to tell its columns from"),
        (b"a\n", {"skip": 3}, "has 1 lines where 3 are to be skipped"),
        (b"a\n", {"footer": 3}, "has 1 lines where 3 are to be left out"),
        (b"W\xe4hrung,x\n1,2\n", {}, r"no text in utf-8: W\\xe4hrung"),
        (b'"a"b,c\n1,2\n', {}, r"header cannot be read \(malformed\)"),
        (b'"a,c\n1,2\n', {}, r"header cannot be read \(unclosed_quote\)"),
        (b",".join([b"c"] * 100_000) + b"\n", {}, "more than 10,000 columns"),
        (b",".join([b"c"] * 100_000) + b"\n", {"header": False}, "more than 10,000 columns"),
        (b"PK\x03\x04\x14\0\0\0", {}, "is no text but a zip archive"),
    ],
)
def test_what_cannot_be_a_table(tmp_path: Path, data: bytes, settings: dict[str, Any], message: str) -> None:
    """The file is set aside whole, with what is wrong, where, and what to do."""
    with pytest.raises(BadPart, match=message) as error:
        _layout(tmp_path, data, **settings)
    assert error.value.where.startswith("drop.csv")
    assert error.value.hint


def test_a_sign_that_the_code_page_lacks(tmp_path: Path) -> None:
    """The settings are wrong, not the file."""
    with pytest.raises(ConfigError, match="cannot be written in cp1252"):
        _layout(tmp_path, b"a\n", delimiter="→", encoding="cp1252")


def test_a_footer_is_not_read(tmp_path: Path) -> None:
    """The rows end where it begins."""
    assert _layout(tmp_path, b"a\n1\nSum 1\n\n", footer=1).end == 4


def test_an_empty_file_with_stated_columns(tmp_path: Path) -> None:
    """Nothing to report is no error where the columns are known."""
    assert _layout(tmp_path, b"", columns=("a", "b")).columns == ("a", "b")
