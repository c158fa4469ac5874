"""The tables of a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.access import jet
from legacy_adapters.sources.files.access.catalog import Entry, entries, table_definition
from legacy_adapters.sources.files.access.jet import Jet
from legacy_adapters.sources.files.access.pages import open_pages
from tests.sources.files.access.databases import LAYOUTS, Col, Database

COLUMNS = (Col("n", jet.LONG, 0),)


@pytest.mark.parametrize(("layout", "version"), LAYOUTS)
def test_tables(tmp_path: Path, layout: Jet, version: int) -> None:
    """In the order of names; those of the system, deleted ones and queries are left out; linked ones are named."""
    database = Database(layout, version)
    second = database.table("Zahlungen", COLUMNS, [], count=5)
    first = database.table("Adreßen", COLUMNS, [])
    database.table("MSysObjects", COLUMNS, [], flags=0x80000000)
    database.table("MSysACEs", COLUMNS, [])
    database.table("USysHidden", COLUMNS, [], flags=2)
    database.table("~TMPCLP1", COLUMNS, [])
    database.entry("A query", 5)
    database.entry("Kunden", 6, Database=r"\\server\alt.mdb")
    database.entry("Artikel", 4, Connect="ODBC;DSN=old;UID=sa;PWD=secret;DATABASE=x")
    with open_pages(database.write(tmp_path / "a.mdb")) as pages:
        found = entries(pages)
        assert found == [
            Entry("Adreßen", first),
            Entry("Artikel", None, "ODBC;DSN=old;UID=sa;"),
            Entry("Kunden", None, r"\\server\alt.mdb"),
            Entry("Zahlungen", second),
        ]
        assert table_definition(pages, found[3]).rows == 5


@pytest.mark.parametrize("word", ["PWD=", "pwd =", "Password=", "PASSWORD = "])
def test_no_password_is_shown(tmp_path: Path, word: str) -> None:
    """Whatever it is called in the text that says where a linked table is."""
    database = Database()
    database.entry("T", 6, Connect=f"MS Access;{word}secret;DATABASE=x")
    with open_pages(database.write(tmp_path / "a.mdb")) as pages:
        assert entries(pages) == [Entry("T", None, "MS Access;")]


def test_an_empty_database(tmp_path: Path) -> None:
    """It has no tables."""
    with open_pages(Database().write(tmp_path / "a.mdb")) as pages:
        assert entries(pages) == []
