"""Reports, whole."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart, ConfigError, TotalsDiffer
from tests.sources.files.report.pages import REPORT, faults_of, pieces_of, rows_of, settings, write

ROWS = [
    ("1200", "100001", "01.02.2024", "1.234,50"),
    ("1200", "100002", "02.02.2024", "100,00-"),
    ("1400", "100003", "03.02.2024", "10,00"),
    (None, None, None, None),
    ("1400", "100004", "03.02.2024", "1,00"),
]


@pytest.mark.parametrize("most", [1, 2, 3, 1000])
def test_rows_have_the_values_of_their_groups(tmp_path: Path, most: int) -> None:
    """Headers are skipped, sums agree, bold print vanishes, and a line that is nothing known is a fault."""
    pieces = pieces_of(settings(), write(tmp_path, REPORT), most)
    assert rows_of(pieces) == ROWS
    assert faults_of(pieces) == [("", "malformed", "was ist das")]
    origins = [origin for piece in pieces for origin in piece.origin.to_pylist()]
    assert origins == ["line 5", "line 6", "line 10", "line 11", "line 15"]
    assert [piece.stated for piece in pieces if piece.stated] == [{"BETRAG": "1.145,50"}]


def test_it_goes_on_from_every_position(tmp_path: Path) -> None:
    """With the group, the page and the sums that hold there."""
    path = write(tmp_path, REPORT)
    pieces = pieces_of(settings(), path, 2)
    for i, piece in enumerate(pieces):
        rest = list(settings().read(path, None, None, piece.position, 2))
        assert rows_of(rest) == rows_of(pieces[i + 1 :])
        assert [one.position for one in rest] == [one.position for one in pieces[i + 1 :]]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Summe Konto               11,01", r"line 16: .*11,01 as the sum of BETRAG, and its rows give 11"),
        ("Summe Konto               ??", r"line 16"),
    ],
)
def test_subtotals_that_differ(tmp_path: Path, line: str, message: str) -> None:
    """The file is refused, and the line named."""
    path = write(tmp_path, REPORT.replace("Summe Konto               11,00", line))
    with pytest.raises(TotalsDiffer, match=message):
        pieces_of(settings(), path)


def test_a_count_that_differs(tmp_path: Path) -> None:
    """Lines that cannot be read are not counted."""
    with pytest.raises(TotalsDiffer, match="5 as the number of rows, and its rows give 4"):
        pieces_of(settings(), write(tmp_path, REPORT.replace("4 Zeilen", "5 Zeilen")))


def test_fields_at_positions(tmp_path: Path) -> None:
    """What a line looks like at its fields says whether it is a row."""
    fields = [
        {"name": "B", "at": 1, "width": 7, "like": "digits"},
        {"name": "D", "at": 8, "width": 11, "like": "date"},
        {"name": "X", "at": 19, "like": "number"},
    ]
    format_ = settings(detail={"fields": fields}, groups={}, sums=[], skip=["^Konto", "^Summe", "^Gesamt"])
    pieces = pieces_of(format_, write(tmp_path, REPORT))
    assert rows_of(pieces)[0] == ("100001 ", "01.02.2024 ", "     1.234,50")
    assert len(rows_of(pieces)) == 5


def test_carriage_control(tmp_path: Path) -> None:
    """ASA signs in column 1: pages, and lines that are printed over the one before, also between two pieces."""
    text = "1TITEL\n-10,00 A\n 20,00 B\n+________\n030,00 C\n+XXXXX\n"
    format_ = settings(control="asa", page_header=1, detail=r"^(?<N>\S+) (?<T>\w)$", groups={}, sums=[])
    for most in (1, 2, 3, 100):
        pieces = pieces_of(format_, write(tmp_path, text), most)
        assert rows_of(pieces) == [("10,00", "A"), ("20,00", "B"), (None, None)]
        assert faults_of(pieces) == [("", "malformed", "30,00 C\rXXXXX")]


def test_lines_that_cannot_be_read(tmp_path: Path) -> None:
    """Bytes that are no text, and lines that no printer had."""
    path = tmp_path / "r"
    path.write_bytes(b"100001 01.02.2024 1,00\n\xff\xfe\n" + b"x" * 300 + b"\n")
    pieces = pieces_of(settings(page_header=0, line_bytes=200), path)
    assert [code for _, code, _ in faults_of(pieces)] == ["undecodable", "undecodable"]
    assert len(rows_of(pieces)) == 3


def test_tables_columns_and_end(tmp_path: Path) -> None:
    """One table; a report without its last total is not complete; unknown columns are named."""
    path = write(tmp_path, REPORT)
    format_ = settings()
    assert [(info.name, info.rows) for info in format_.tables(path, count=True)] == [("rows", 5)]
    assert format_.schema(path, None).names == ["konto", "BELEG", "DATUM", "BETRAG"]
    assert format_.totals(None) == ["BETRAG"]
    assert format_.is_complete(path)
    assert not format_.is_complete(write(tmp_path, REPORT.partition("Gesamt")[0]))
    with pytest.raises(ConfigError, match="no column X"):
        list(format_.read(path, None, ["X"], None, 10))
    with pytest.raises(ConfigError, match="no table X"):
        format_.schema(path, "X")


PARTS = st.sampled_from([*REPORT.splitlines(keepends=True), "\f", "\r", "+", "\xff", "Konto 9", "\n"])


@settings_of_hypothesis(max_examples=30, deadline=None)
@given(st.lists(PARTS, max_size=8).map("".join), st.sampled_from(["none", "asa"]), st.integers(2, 5))
def test_any_text_is_rows_or_faults(text: str, control: str, most: int) -> None:
    """Nothing crashes, and the rows are the same however they are cut."""
    format_ = settings(control=control, encoding="latin-1", sums=[])
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), text, "latin-1")
        try:
            whole, pieces = pieces_of(format_, path), pieces_of(format_, path, most)
        except BadPart:
            return
        assert rows_of(pieces) == rows_of(whole)
        assert faults_of(pieces) == faults_of(whole)
