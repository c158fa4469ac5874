"""Tables of databases, piece by piece."""

from __future__ import annotations

import random
import struct
from contextlib import suppress
from pathlib import Path

import pytest

from legacy_adapters.core.batch import WHOLE_ROW
from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.access import jet
from legacy_adapters.sources.files.access.jet import Jet
from legacy_adapters.sources.files.access.settings import AccessSettings
from legacy_adapters.sources.files.access.table import Position, list_tables, open_table
from tests.sources.files.access.databases import LAYOUTS, Col, Database, faults, pieces, row, rows, text

COLUMNS = (Col("n", jet.LONG, 0), Col("t", jet.TEXT, 0, fixed=False))


def line(number: int, layout: Jet = jet.JET4) -> bytes:
    """A row with a number and a text."""
    return row(COLUMNS, {"n": struct.pack("<i", number), "t": text(f"text {number}", layout)}, layout)


def database(path: Path, count: int = 10, layout: Jet = jet.JET4, version: int = 1, stated: int | None = None) -> Path:
    """A database with one table of so many rows, three on a page."""
    made = Database(layout, version)
    made.table("T", COLUMNS, [line(i, layout) for i in range(count)], per_page=3, count=stated)
    return made.write(path / "a.mdb")


@pytest.mark.parametrize(("layout", "version"), LAYOUTS)
@pytest.mark.parametrize("most", [1, 2, 3, 4, 100])
def test_it_goes_on_behind_every_piece(tmp_path: Path, layout: Jet, version: int, most: int) -> None:
    """Also in the middle of a page; origins are numbers of rows."""
    path = database(tmp_path, 10, layout, version)
    whole = pieces(path, most=most)
    assert [r["n"] for piece in whole for r in piece.rows.to_pylist()] == list(range(10))
    assert [o for piece in whole for o in piece.origin.to_pylist()] == [f"T row {i}" for i in range(1, 11)]
    for i, piece in enumerate(whole):
        if piece.rows.num_rows:
            assert pieces(path, after=piece.position, most=most) == whole[i + 1 :]


def test_the_table_states_its_rows(tmp_path: Path) -> None:
    """In a last piece without rows: lost ones are noticed by it."""
    last = pieces(database(tmp_path, 10, stated=11))[-1]
    assert (last.rows.num_rows, last.stated) == (0, {"count": "11"})
    assert pieces(database(tmp_path, 0))[0].stated == {"count": "0"}


def test_deleted_and_moved_rows(tmp_path: Path) -> None:
    """Deleted ones are gone, moved ones are there once."""
    made = Database()
    elsewhere = made.next_page + 2
    moved = (jet.ROW_ELSEWHERE, struct.pack("<I", elsewhere << 8))
    number = made.table("T", COLUMNS, [line(1), (jet.ROW_DELETED, line(2)), moved, line(4)], count=3)
    made.next_page = elsewhere + 1
    made.pages[elsewhere] = made.data_page(number, [(jet.ROW_DELETED, line(3))])
    path = made.write(tmp_path / "a.mdb")
    assert [r["n"] for r in rows(path)] == [1, 3, 4]


def test_wanted_columns(tmp_path: Path) -> None:
    """In the order that was asked for; none at all still has rows; an unknown one gets the nearest."""
    path = database(tmp_path, 2)
    assert rows(path, columns=["t", "n"]) == [{"t": "text 0", "n": 0}, {"t": "text 1", "n": 1}]
    assert sum(piece.rows.num_rows for piece in pieces(path, columns=[])) == 2
    with pytest.raises(ConfigError, match="no column 'm'"):
        rows(path, columns=["m"])


def test_which_table(tmp_path: Path) -> None:
    """One of several must be named, without regard to case; a linked one is somewhere else."""
    made = Database()
    made.table("Kunden", COLUMNS, [line(1)])
    made.table("Artikel", COLUMNS, [line(2), line(3)])
    made.entry("Alt", 6, Database=r"C:\alt.mdb")
    path = made.write(tmp_path / "a.mdb")
    assert list_tables(path, count=True) == [
        StreamInfo("Alt", r"linked table (C:\alt.mdb)"),
        StreamInfo("Artikel", "table", 2),
        StreamInfo("Kunden", "table", 1),
    ]
    assert list_tables(path, count=False)[1].rows is None
    assert [r["n"] for r in rows(path, "kunden")] == [1]
    with pytest.raises(ConfigError, match="several tables: Artikel, Kunden"):
        rows(path)
    with pytest.raises(ConfigError, match="Did you mean Kunden"):
        rows(path, "Kundn")
    with pytest.raises(ConfigError, match=r"linked: its rows are in C:\\alt.mdb"):
        rows(path, "Alt")
    with pytest.raises(BadPart, match="no tables"):
        rows(Database().write(tmp_path / "b.mdb"))


def test_a_broken_row_is_a_fault(tmp_path: Path) -> None:
    """It is shown, and those around it are read."""
    made = Database()
    made.table("T", COLUMNS, [line(1), b"\x02", line(3)[:-5] + b"\xff\xff\x01\0\x03", line(4)])
    path = made.write(tmp_path / "a.mdb")
    assert [r["n"] for r in rows(path)] == [1, None, None, 4]
    assert [fault[:3] for fault in faults(path)] == [(1, WHOLE_ROW, "malformed"), (2, WHOLE_ROW, "malformed")]


def test_a_broken_row_is_a_fault_whatever_is_read_of_it(tmp_path: Path) -> None:
    """A row whose text reaches beyond its end is a reject also for those who want its number only."""
    made = Database()
    made.table("T", COLUMNS, [line(1), line(3)[:-5] + b"\xff\xff\x01\0\x03", line(4)])
    (piece, _) = pieces(made.write(tmp_path / "a.mdb"), columns=["n"])
    assert piece.rows.column("n").to_pylist() == [1, None, 4]
    assert piece.faults is not None
    assert piece.faults.column("column").to_pylist() == [WHOLE_ROW]


@pytest.mark.parametrize(("layout", "version"), LAYOUTS)
def test_any_damage_is_told_in_words(tmp_path: Path, layout: Jet, version: int) -> None:
    """Whichever bytes are others and wherever the file ends: rows or words, and as many origins as rows."""
    content = database(tmp_path, 10, layout, version).read_bytes()
    places = [i for i in range(2 * layout.page_size, len(content)) if content[i]]
    chance = random.Random(version)
    path = tmp_path / "b.mdb"
    for _ in range(300):
        changed = bytearray(content)
        for _ in range(chance.randrange(1, 4)):
            changed[chance.choice(places)] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])
        path.write_bytes(bytes(changed[: chance.choice([len(content), chance.randrange(len(content))])]))
        with suppress(BadPart, ConfigError):
            for info in AccessSettings().tables(path, count=True):
                pieces(path, info.name)


def test_positions_and_schema(tmp_path: Path) -> None:
    """Positions are read as they are written; pieces have the schema."""
    assert Position.of(None) == Position()
    assert Position.of(str(Position(1, 2, 3))) == Position(1, 2, 3)
    path = database(tmp_path)
    with open_table(path, "T") as table:
        assert all(piece.rows.schema == table.schema() for piece in pieces(path))
