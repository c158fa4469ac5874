"""How rows are cut out of a window."""

from __future__ import annotations

from io import BytesIO

import pytest

from legacy_adapters.sources.files.delimited import cutting, exact, regular
from legacy_adapters.sources.files.delimited.charset import charset_of
from legacy_adapters.sources.files.delimited.cutting import Cut, Cutter
from legacy_adapters.sources.files.delimited.signs import Signs
from legacy_adapters.sources.files.delimited.window import Window


def _cutter(data: bytes, signs: Signs | None = None) -> Cutter:
    return Cutter(Window(BytesIO(data), charset_of("utf-8", b""), 0, len(data)), signs or Signs(b";"))


def _texts(cutter: Cutter, cut: Cut) -> list[bytes]:
    data = cutter.window.data
    return [data[a:b] for run in cut.runs for a, b in zip(run.starts.tolist(), run.ends.tolist(), strict=True)]


def _all(cutter: Cutter, most_rows: int) -> list[list[bytes]]:
    pieces: list[list[bytes]] = []
    while (cut := cutter.cut(most_rows)).runs:
        pieces.append(_texts(cutter, cut))
        cutter.move_on(cut)
    return pieces


def test_as_many_rows_as_were_asked_for() -> None:
    """Regular rows and odd ones count alike."""
    data = b'a\n"b"x\nc\n\nd'
    assert _all(_cutter(data), 2) == [[b"a", b'"b"x'], [b"c", b""], [b"d"]]


@pytest.mark.parametrize("first_read", [1, 2, 3, 7, 1000])
def test_the_same_however_much_is_in_the_window(first_read: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces depend on the file alone."""
    monkeypatch.setattr(cutting, "_FIRST_READ", first_read)
    monkeypatch.setattr(cutting, "PIECE_BYTES", 10)
    data = b'a;"b\nc"\nd\n"e"f\n"g;h\ni;j\n' + b"k" * 15 + b"\nl\n"
    pieces = [[b'a;"b\nc"', b"d"], [b'"e"f', b'"g;h'], [b"i;j"], [b"k" * 15], [b"l"]]
    assert _all(_cutter(data), 100) == pieces


def test_lines_and_bytes_of_a_piece() -> None:
    """Line breaks are counted through regular and odd rows, and before each of them."""
    cut = _cutter(b'a\n"b\nc"\n"d"e\nf\n').cut(100)
    assert (cut.size, cut.breaks) == (15, 5)
    assert [breaks for run in cut.runs for breaks in run.breaks.tolist()] == [0, 1, 3, 4]


def test_the_shadow_of_an_unclosed_quote_reaches_into_the_next_piece() -> None:
    """Rows that may be part of a field whose quote was not closed are read so, in whatever piece they are."""
    cutter = _cutter(b'1;"a\n2;x\n3;y "z" q\n4;x\n5;"v"\n6;x "y" z\n')
    codes: list[str] = []
    while (cut := cutter.cut(1)).runs:
        codes += [row.code for run in cut.runs for row in run.rows or ()] or ["regular"]
        cutter.move_on(cut)
    assert codes == ["unclosed_quote", "", "malformed", "regular", "regular", "regular"]


def test_many_odd_rows_are_read_one_by_one() -> None:
    """When regular rows are few, they are no longer looked for."""
    cut = _cutter(b'"a"b\nc\n' * 20).cut(100)
    assert sum(len(run.starts) for run in cut.runs) == 40
    assert len(cut.runs) < 20


def test_a_row_that_is_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends its piece, and reading goes on with the next line."""
    monkeypatch.setattr(exact, "FIELD_BYTES", 20)
    monkeypatch.setattr(cutting, "PIECE_BYTES", 20)
    monkeypatch.setattr(regular, "FIELD_BYTES", 20)
    cutter = _cutter(b"a\n" + b"x" * 50 + b"\nb\n")
    assert _all(cutter, 100) == [[b"a"], [b"x" * 20], [b"b"]]


@pytest.mark.parametrize("line_end", [b"", b"\n"])
def test_a_long_last_row(line_end: bytes) -> None:
    """It is a row however few are asked for at a time."""
    assert _all(_cutter(b"a\n" + b"x" * 100_000 + line_end), 1) == [[b"a"], [b"x" * 100_000]]


def test_signs_that_the_fast_lane_cannot_do() -> None:
    """Then every row is read by the exact parser."""
    cut = _cutter(b"a||b\nc\n", Signs(b"||")).cut(100)
    assert [row.fields for run in cut.runs for row in run.rows or ()] == [(b"a", b"b"), (b"c",)]
