"""Whole Paradox tables, in pieces."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.format import FIELD_BYTES, Piece
from legacy_adapters.sources.files.paradox.reader import Position
from legacy_adapters.sources.files.paradox.settings import ParadoxFormat
from tests.sources.files.paradox.tables import (
    ALPHA,
    BCD,
    BINARY,
    LONG,
    MEMO,
    P,
    blob,
    block,
    faults_of,
    header,
    integer,
    pieces,
    rows_of,
    table,
    write,
)

FIELDS = [P("Nr", LONG, 4), P("Text", ALPHA, 6)]


def rows(count: int) -> list[tuple[bytes, ...]]:
    return [(integer(number), f"t{number}".encode().ljust(6, b"\0")) for number in range(1, count + 1)]


def numbers(found: list[Piece]) -> list[int]:
    return [row["Nr"] for row in rows_of(found)]


def stated(found: list[Piece]) -> dict[str, str]:
    return {name: text for piece in found for name, text in piece.stated.items()}


@pytest.mark.parametrize("most_rows", [1, 2, 3, 4, 7, 1000])
@pytest.mark.parametrize("count", [0, 1, 3, 20])
def test_reading_goes_on_from_every_position(tmp_path: Path, most_rows: int, count: int) -> None:
    """The same pieces come, within a block and between two, and the last one states how many rows there are."""
    path = write(tmp_path, table(FIELDS, rows(count)))
    whole = pieces(path, most_rows=most_rows)
    assert numbers(whole) == list(range(1, count + 1))
    assert [text for piece in whole for text in piece.origin.to_pylist()] == [
        f"record {number}" for number in range(1, count + 1)
    ]
    assert [piece.stated for piece in whole] == [{}] * (len(whole) - 1) + [{"count": str(count)}]
    for number, piece in enumerate(whole):
        rest = pieces(path, after=piece.position, most_rows=most_rows)
        assert [(p.rows, p.origin, p.position, p.stated) for p in rest] == [
            (p.rows, p.origin, p.position, p.stated) for p in whole[number + 1 :]
        ]


def test_columns_are_chosen_and_ordered(tmp_path: Path) -> None:
    """As they are asked for; all have the schema's types."""
    path = write(tmp_path, table(FIELDS, rows(2)))
    assert rows_of(pieces(path, columns=["Text", "Nr"]))[0] == {"Text": "t1", "Nr": 1}
    assert [(piece.rows.num_rows, len(piece.origin)) for piece in pieces(path, columns=[])] == [(2, 2)]
    assert pieces(path)[0].rows.schema == ParadoxFormat().schema(path, None)


def test_empty_blocks_are_passed_over(tmp_path: Path) -> None:
    """In the middle of the chain, and at its end."""
    parts = [b"".join(row) for row in rows(2)]
    data = header(FIELDS, 2, 4) + block(parts[:1], 2) + block([], 3) + block(parts[1:], 4) + block([], 0)
    for most_rows in (1, 2, 10):
        found = pieces(write(tmp_path, data), most_rows=most_rows)
        assert (numbers(found), stated(found)) == ([1, 2], {"count": "2"})


def test_the_number_in_the_header_is_stated(tmp_path: Path) -> None:
    """So that a table which has lost blocks is not taken for whole."""
    path = write(tmp_path, table(FIELDS, rows(4), records=9))
    assert (numbers(pieces(path)), stated(pieces(path))) == ([1, 2, 3, 4], {"count": "9"})


def test_a_table_cut_off_is_refused(tmp_path: Path) -> None:
    """Behind the rows that are there."""
    data = table(FIELDS, rows(7))
    path = write(tmp_path, data[:-1100])
    reading = ParadoxFormat().read(path, None, None, None, 3)
    assert next(reading).rows.num_rows == 3
    with pytest.raises(BadPart, match=r"block 2: ends within one of its blocks|block 3: ends before"):
        list(reading)
    assert not ParadoxFormat().is_complete(path)
    assert ParadoxFormat().is_complete(write(tmp_path, data))


def test_long_texts_and_their_faults(tmp_path: Path) -> None:
    """A missing .MB file costs the texts that are in it, and no other cell."""
    fields = [P("Nr", LONG, 4), P("M", MEMO, 18), P("B", BINARY, 12)]
    made = [
        (integer(1), blob(b"kurz \x81", 8, 6), blob(b"\xff\x00", 2, 2)),
        (integer(2), blob(b"x" * 8, 8, 99, 0x1FF), blob(b"", 2, 0)),
    ]
    found = pieces(write(tmp_path, table(fields, made)))
    assert rows_of(found) == [{"Nr": 1, "M": "kurz ü", "B": "ff00"}, {"Nr": 2, "M": None, "B": None}]
    assert faults_of(found) == [("record 2", "M", "missing_memo", "block 1")]
    assert faults_of(pieces(write(tmp_path, table(fields, made)), columns=["Nr"])) == []


def test_large_texts_make_pieces_that_can_be_resumed(tmp_path: Path) -> None:
    """Where the texts are too many, the piece ends before it has all rows."""
    size = FIELD_BYTES - 100
    (tmp_path / "t.mb").write_bytes(bytes(256) + b"\x02\0\0" + bytes(6) + b"x" * size)
    fields = [P("Nr", LONG, 4), P("M", MEMO, 11)]
    path = write(tmp_path, table(fields, [(integer(n), blob(b"x", 1, size, 0x1FF)) for n in range(1, 9)]))
    whole = pieces(path)
    assert [piece.rows.num_rows for piece in whole] == [5, 3]
    (rest,) = pieces(path, after=whole[0].position)
    assert (rest.rows, rest.stated) == (whole[1].rows, {"count": "8"})


def test_positions_come_back() -> None:
    """As text."""
    assert Position.of(Position(12, 3, 4, 5).dump(), 1) == Position(12, 3, 4, 5)
    assert Position.of(None, 7) == Position(0, 7)


@given(st.data())
def test_no_damage_loses_a_row_or_crashes(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Bytes changed and cut anywhere: refused in words, or every row is there, good or a fault."""
    fields = [*FIELDS, P("M", MEMO, 12)]
    damaged = bytearray(table(fields, [(*row, blob(b"ab", 2, 2)) for row in rows(5)]))
    places = st.one_of(st.integers(0, 0x120), st.integers(2048, len(damaged) - 1))
    for _ in range(data.draw(st.integers(0, 5))):
        damaged[data.draw(places)] = data.draw(st.integers(0, 255))
    folder = tmp_path_factory.mktemp("paradox")
    (folder / "t.mb").write_bytes(data.draw(st.binary(max_size=600)))
    path = write(folder, bytes(damaged[: data.draw(st.one_of(st.just(len(damaged)), st.integers(0, len(damaged))))]))
    try:
        found = pieces(path, most_rows=data.draw(st.integers(1, 6)))
    except BadPart:
        return
    for piece in found:
        piece.rows.validate(full=True)
    origins = [text for piece in found for text in piece.origin.to_pylist()]
    assert origins == [f"record {number}" for number in range(1, len(origins) + 1)]
    assert "count" in stated(found)


def test_a_table_without_records_may_have_bcd_numbers(tmp_path: Path) -> None:
    """Their digits are unpacked, of none too."""
    (piece,) = pieces(write(tmp_path, table([P("Nr", LONG, 4), P("B", BCD, 2)], [])))
    assert piece.rows.num_rows == 0
    assert piece.rows.schema.names == ["Nr", "B"]
