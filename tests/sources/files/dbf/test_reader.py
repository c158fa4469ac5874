"""Whole tables, in pieces."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import WHOLE_ROW
from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.dbf.reader import Position
from legacy_adapters.sources.files.dbf.settings import DbfFormat
from legacy_adapters.sources.files.format import FIELD_BYTES, Piece
from tests.sources.files.dbf.memo_bytes import fpt
from tests.sources.files.dbf.tables import F, faults_of, pieces, rows_of, table, write

FIELDS = [F("NR", "N", 4), F("TEXT", "C", 3)]


def rows(count: int) -> list[tuple[bytes, ...]]:
    """Every seventh is deleted."""
    return [(b" " if n % 7 else b"*", f"{n:4d}".encode(), b"abc") for n in range(1, count + 1)]


def numbers(found: list[Piece]) -> list[int]:
    return [int(row["NR"]) for row in rows_of(found)]


def stated(found: list[Piece]) -> dict[str, str]:
    return {name: text for piece in found for name, text in piece.stated.items()}


LIVE = [n for n in range(1, 101) if n % 7]


def test_deleted_records_are_not_read(tmp_path: Path) -> None:
    """The others keep their numbers, and the table states how many they are."""
    found = pieces(write(tmp_path, table(FIELDS, rows(100))))
    assert numbers(found) == LIVE
    assert [text for piece in found for text in piece.origin.to_pylist()] == [f"record {n}" for n in LIVE]
    assert stated(found) == {"count": str(len(LIVE))}


def test_deleted_records_are_kept_where_asked_for(tmp_path: Path) -> None:
    """With a column that says which they are."""
    found = pieces(write(tmp_path, table(FIELDS, rows(100))), deleted="keep")
    assert numbers(found) == list(range(1, 101))
    assert [row["_deleted"] for row in rows_of(found)] == [n % 7 == 0 for n in range(1, 101)]
    assert stated(found) == {"count": "100"}


@pytest.mark.parametrize("most_rows", [1, 7, 33, 1000])
@pytest.mark.parametrize("deleted", ["skip", "keep"])
def test_reading_goes_on_from_every_position(tmp_path: Path, most_rows: int, deleted: str) -> None:
    """The same pieces come, with the same origins and the same statement."""
    path = write(tmp_path, table(FIELDS, rows(36)))
    whole = pieces(path, most_rows=most_rows, deleted=deleted)
    assert all(piece.rows.num_rows <= most_rows for piece in whole)
    for number, piece in enumerate(whole):
        rest = pieces(path, after=piece.position, most_rows=most_rows, deleted=deleted)
        assert [(p.rows, p.origin, p.position, p.stated) for p in rest] == [
            (p.rows, p.origin, p.position, p.stated) for p in whole[number + 1 :]
        ]


def test_columns_are_chosen_and_ordered(tmp_path: Path) -> None:
    """Also the mark, and none at all but one."""
    path = write(tmp_path, table(FIELDS, rows(3)))
    assert rows_of(pieces(path, columns=["TEXT", "NR"]))[0] == {"TEXT": "abc", "NR": Decimal(1)}
    assert [(piece.rows.num_rows, len(piece.origin)) for piece in pieces(path, columns=[])] == [(3, 3)]
    assert pieces(path, columns=["_deleted", "TEXT"], deleted="keep")[0].rows.column_names == ["_deleted", "TEXT"]


def test_the_batches_have_the_schema(tmp_path: Path) -> None:
    """To the type, with and without rows."""
    for count in (0, 5):
        path = write(tmp_path, table(FIELDS, rows(count)))
        for deleted in ("skip", "keep"):
            settings = DbfFormat.model_validate({"deleted": deleted})
            assert {piece.rows.schema for piece in settings.read(path, None, None, None, 10)} == {
                settings.schema(path, None)
            }


@pytest.mark.parametrize("made", [[], rows(0), [(b"*", b"   1", b"abc")] * 3])
def test_a_table_without_rows_states_so(tmp_path: Path, made: list[tuple[bytes, ...]]) -> None:
    """Empty, or with nothing but deleted records."""
    (piece,) = pieces(write(tmp_path, table(FIELDS, made)))
    assert (piece.rows.num_rows, piece.stated) == (0, {"count": "0"})


def test_more_records_than_the_header_counts_are_read(tmp_path: Path) -> None:
    """And the header's number is stated, so that nobody takes them unseen."""
    path = write(tmp_path, table(FIELDS, rows(10), records=4))
    assert (numbers(pieces(path)), stated(pieces(path))) == ([1, 2, 3, 4, 5, 6, 8, 9, 10], {"count": "3"})
    header = pieces(path, record_count="header")
    assert (numbers(header), stated(header)) == ([1, 2, 3, 4], {"count": "4"})
    file = pieces(path, record_count="file")
    assert (len(numbers(file)), stated(file)) == (9, {})


def test_fewer_records_than_the_header_counts_are_told(tmp_path: Path) -> None:
    """The number that should be there is stated."""
    path = write(tmp_path, table(FIELDS, rows(4), records=10))
    assert (numbers(pieces(path)), stated(pieces(path))) == ([1, 2, 3, 4], {"count": "10"})
    assert not DbfFormat().is_complete(path)
    assert DbfFormat().is_complete(write(tmp_path, table(FIELDS, rows(4))))


def test_a_record_cut_off_is_a_fault(tmp_path: Path) -> None:
    """It is a row, and its text is kept."""
    path = write(tmp_path, table(FIELDS, rows(3), tail=b"")[:-2])
    found = pieces(path)
    assert rows_of(found)[-1] == {"NR": None, "TEXT": None}
    assert faults_of(found) == [("record 3", WHOLE_ROW, "wrong_length", "    3a")]
    assert stated(found) == {"count": "3"}
    assert pieces(path, after=found[0].position)[0].origin.to_pylist() == ["record 3"]


def test_a_deleted_record_cut_off_is_passed_over(tmp_path: Path) -> None:
    """As any other deleted one."""
    path = write(tmp_path, table(FIELDS, [*rows(2), (b"*", b"   3", b"abc")], tail=b"")[:-2])
    assert (numbers(pieces(path)), stated(pieces(path))) == ([1, 2], {"count": "2"})


def test_a_record_without_a_mark_is_a_fault(tmp_path: Path) -> None:
    """Its cells are null, and none of them is a fault of its own."""
    made = [*rows(1), (b"X", b"abcd", b"abc"), (b"\0", bytes(4), bytes(3)), (b"\0", b"   4", b"abc")]
    found = pieces(write(tmp_path, table(FIELDS, made)))
    assert [row["NR"] for row in rows_of(found)] == [1, None, None, 4]
    assert [fault[:3] for fault in faults_of(found)] == [
        ("record 2", WHOLE_ROW, "malformed"),
        ("record 3", WHOLE_ROW, "malformed"),
    ]


def test_large_memos_make_pieces_that_can_be_resumed(tmp_path: Path) -> None:
    """Where the texts are too many, the piece ends before it has all rows."""
    (tmp_path / "t.fpt").write_bytes(fpt({8: b"x" * (FIELD_BYTES - 8)}))
    fields = [F("NR", "N", 4), F("M", "M", 10)]
    made = [(b" " if n % 2 else b"*", f"{n:4d}".encode(), b"         8") for n in range(1, 17)]
    path = write(tmp_path, table(fields, made, version=0xF5))
    whole = pieces(path)
    assert [piece.rows.num_rows for piece in whole] == [5, 3]
    assert [piece.origin.to_pylist()[0] for piece in whole] == ["record 1", "record 11"]
    (rest,) = pieces(path, after=whole[0].position)
    assert (rest.rows, rest.stated) == (whole[1].rows, {"count": "8"})


def test_a_file_that_shrinks_is_refused(tmp_path: Path) -> None:
    """Somebody packs it while it is read."""
    path = write(tmp_path, table(FIELDS, rows(5000)))
    reading = DbfFormat().read(path, None, None, None, 10)
    next(reading)
    with path.open("r+b") as file:
        file.truncate(40_000)
    with pytest.raises(BadPart, match="record 4988: became shorter while it was read"):
        list(reading)


def test_a_code_page_that_there_is_not_is_refused(tmp_path: Path) -> None:
    """Before anything is read."""
    with pytest.raises(ConfigError):
        pieces(write(tmp_path, table(FIELDS, rows(1))), encoding="nonsense")


def test_positions_come_back() -> None:
    """As text."""
    assert Position.of(Position(12, 3).dump()) == Position(12, 3)
    assert Position.of(None) == Position(0, 0)


@given(st.data())
def test_no_damage_loses_a_row_or_crashes(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Bytes changed and cut anywhere: refused in words, or every row is there, good or a fault, and counted so."""
    fields = [*FIELDS, F("D", "D", 8), F("M", "M", 4), F("V", "V", 4), F("T", "T", 8), F("_NullFlags", "0", 1, flags=5)]
    made = [(b"   1", b"abc", b"20240229", b"\x08\0\0\0", b"ab\0\x02", bytes(8), b"\x01")] * 4
    damaged = bytearray(table(fields, made, version=data.draw(st.sampled_from([0x30, 0x03, 0x8B, 0x8C, 0xF5, 0x02]))))
    for _ in range(data.draw(st.integers(0, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    folder = tmp_path_factory.mktemp("dbf")
    (folder / "t.fpt").write_bytes(data.draw(st.binary(max_size=600)))
    path = write(folder, bytes(damaged[: data.draw(st.integers(0, len(damaged)))]))
    try:
        found = pieces(path, most_rows=data.draw(st.integers(1, 5)), deleted="keep", record_count="file")
        (info,) = DbfFormat(deleted="keep", record_count="file").tables(path, count=True)
    except BadPart:
        return
    for piece in found:
        piece.rows.validate(full=True)
        assert len(piece.origin) == piece.rows.num_rows
    origins = [text for piece in found for text in piece.origin.to_pylist()]
    assert origins == [f"record {number}" for number in range(1, len(origins) + 1)]
    assert info.rows == len(origins)
