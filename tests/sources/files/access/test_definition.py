"""Definitions of tables."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.access import jet
from legacy_adapters.sources.files.access.definition import data_pages, definition_of
from legacy_adapters.sources.files.access.jet import JET3, JET4, Jet
from legacy_adapters.sources.files.access.pages import open_pages
from tests.sources.files.access.databases import Col, Database, row

COLUMNS = (
    Col("Nummer", jet.LONG, 0),
    Col("Betrag", jet.NUMERIC, 4, precision=18, scale=4),
    Col("Straße", jet.TEXT, 0, fixed=False, length=100),
    Col("Summe", jet.CURRENCY, 1, fixed=False, more_flags=0xC0),
)


def made(layout: Jet = JET4) -> Database:
    """An empty database."""
    return Database(layout, 1 if layout.wide else 0)


@pytest.mark.parametrize("layout", [JET3, JET4])
def test_columns(tmp_path: Path, layout: Jet) -> None:
    """Names, types, places, digits; the code page of Jet 3; calculated ones of Jet 4."""
    database = made(layout)
    number = database.table("T", COLUMNS, [row(COLUMNS, {}, layout)] * 3)
    with open_pages(database.write(tmp_path / "a.mdb")) as pages:
        found = definition_of(pages, number)
    assert (found.rows, found.has_variable) == (3, True)
    assert [column.name for column in found.columns] == ["Nummer", "Betrag", "Straße", "Summe"]
    amount, street, total = found.columns[1:]
    assert (amount.fixed, amount.place, amount.precision, amount.scale) == (True, 4, 18, 4)
    assert (street.fixed, street.place, street.length) == (False, 0, 100)
    assert street.codec == ("" if layout.wide else "cp1252")
    assert total.calculated == layout.wide


@pytest.mark.parametrize("layout", [JET3, JET4])
def test_definitions_over_several_pages(tmp_path: Path, layout: Jet) -> None:
    """A table with many columns has a definition on several pages."""
    columns = [Col(f"a rather long name of a column {i}", jet.LONG, 4 * i) for i in range(200)]
    database = made(layout)
    number = database.table("T", columns, [])
    with open_pages(database.write(tmp_path / "a.mdb")) as pages:
        assert len(definition_of(pages, number).columns) == 200


def test_pages_of_a_table(tmp_path: Path) -> None:
    """Those in its map; also where the map is a list of pages with bitmaps. Pages of others are left out."""
    database = made()
    number = database.table("T", COLUMNS, [row(COLUMNS, {})] * 6, per_page=2)
    database.table("U", COLUMNS, [row(COLUMNS, {})])
    with open_pages(database.write(tmp_path / "a.mdb")) as pages:
        usual = data_pages(pages, definition_of(pages, number))
    assert len(usual) == 3
    bitmap = bytearray(4092)
    for page in [*usual, 2, 9]:
        bitmap[page // 8] |= 1 << page % 8
    listing = database._page()
    database.pages[listing] = b"\x05\x01\0\0" + bytes(bitmap)
    database.maps[0] = b"\x01" + struct.pack("<2I", listing, 0)
    with open_pages(database.write(tmp_path / "b.mdb")) as pages:
        assert data_pages(pages, definition_of(pages, number)) == usual


def test_what_is_no_definition(tmp_path: Path) -> None:
    """Another kind of page, one that leads to itself, more columns than Access has, and maps that are none."""
    database = made()
    number = database.table("T", COLUMNS, [])
    good = database.pages[number]
    with open_pages(database.write(tmp_path / "a.mdb")) as pages, pytest.raises(BadPart, match="no definition"):
        definition_of(pages, 3)
    database.pages[number] = good[:4] + struct.pack("<I", number) + good[8:]
    with open_pages(database.write(tmp_path / "a.mdb")) as pages, pytest.raises(BadPart, match="no end"):
        definition_of(pages, number)
    database.pages[number] = good[: JET4.columns] + struct.pack("<H", 9999) + good[JET4.columns + 2 :]
    with open_pages(database.write(tmp_path / "a.mdb")) as pages, pytest.raises(BadPart, match="9999 columns"):
        definition_of(pages, number)
    database.pages[number] = good
    database.maps[0] = b"\x01" + struct.pack("<I", number)
    with open_pages(database.write(tmp_path / "a.mdb")) as pages, pytest.raises(BadPart, match="no map"):
        data_pages(pages, definition_of(pages, number))


def test_names_that_are_there_twice(tmp_path: Path) -> None:
    """In a damaged file they are told apart."""
    columns = (Col("a", jet.LONG, 0), Col("a", jet.LONG, 4), Col("", jet.LONG, 8))
    database = made()
    number = database.table("T", columns, [])
    with open_pages(database.write(tmp_path / "a.mdb")) as pages:
        assert [column.name for column in definition_of(pages, number).columns] == ["a", "a_2", "column"]
