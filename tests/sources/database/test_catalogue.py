"""What is in a database: tables, views, columns, keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import StaticPool

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.database.catalogue import Catalogue

TABLES = """
    CREATE TABLE KUNDEN (KDNR INTEGER PRIMARY KEY, NAME VARCHAR(40) NOT NULL, ODD "MONEY(1,2,x)");
    CREATE TABLE ARTIKEL (NR TEXT, LAGER TEXT, PRIMARY KEY (LAGER, NR));
    CREATE VIEW AKTIVE AS SELECT * FROM KUNDEN;
"""


@pytest.fixture
def catalogue() -> Iterator[Catalogue]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(TABLES)
        yield Catalogue(inspect(create_engine("sqlite://", creator=lambda: database, poolclass=StaticPool)))


def test_tables_and_views_are_listed_by_name(catalogue: Catalogue) -> None:
    """With the kind of each."""
    assert catalogue.streams() == [
        StreamInfo("AKTIVE", "view"),
        StreamInfo("ARTIKEL", "table"),
        StreamInfo("KUNDEN", "table"),
    ]


def test_a_table_has_columns_and_a_key(catalogue: Catalogue) -> None:
    """In the source's order; the key in the key's own order. A type of the database's own is no trouble."""
    table = catalogue.table("kunden", "stream s")
    assert (table.name, table.kind, table.key) == ("KUNDEN", "table", ("KDNR",))
    assert [(column.name, column.nullable) for column in table.columns[:2]] == [("KDNR", True), ("NAME", False)]
    assert catalogue.table("ARTIKEL", "").key == ("LAGER", "NR")


def test_a_view_has_no_key(catalogue: Catalogue) -> None:
    """Whatever it shows."""
    view = catalogue.table("AKTIVE", "")
    assert (view.kind, view.key) == ("view", ())
