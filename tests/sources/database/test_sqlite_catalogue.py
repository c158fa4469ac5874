"""What is to be known of a table of SQLite to read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from legacy_adapters.sources.database.sqlite_catalogue import SqliteCatalogue, SqliteTable
from legacy_adapters.sources.database.sqlite_session import SqliteSession
from tests.sources.database.sqlite_files import make

TABLES = (
    "CREATE TABLE PLAIN (ID INTEGER PRIMARY KEY, A TEXT, B BLOB, C DATE)",
    "CREATE TABLE DESCENDING (ID INTEGER PRIMARY KEY DESC, A)",
    "CREATE TABLE SMALL (ID INT PRIMARY KEY, A)",
    "CREATE TABLE SOUND (A TEXT NOT NULL, B INT NOT NULL, C, PRIMARY KEY (B, A))",
    "CREATE TABLE NULLABLE (A TEXT PRIMARY KEY, B)",
    "CREATE TABLE LACKING (A TEXT, B INT NOT NULL, PRIMARY KEY (A, B))",
    "INSERT INTO LACKING VALUES ('x', 1), (NULL, 1), (NULL, 1)",
    "CREATE TABLE BINARY_KEY (A BLOB PRIMARY KEY NOT NULL)",
    "CREATE TABLE BINARY_ONLY (A BLOB PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE ONLY_KEY (A TEXT PRIMARY KEY, B) WITHOUT ROWID",
    "CREATE TABLE NO_CASE (A TEXT COLLATE NOCASE PRIMARY KEY NOT NULL)",
    "CREATE TABLE TAKEN (rowid TEXT, OID TEXT)",
    "CREATE TABLE ALL_TAKEN (rowid TEXT, oid TEXT, _rowid_ TEXT)",
    'CREATE TABLE "it\'s"" odd" ("a.b" TEXT, "select" INT, GENERATED AS ("select" * 2))',
    "CREATE VIEW SHOWN AS SELECT ID, A, B, A || 'x' AS D FROM PLAIN",
)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteCatalogue]:
    path = make(tmp_path_factory.mktemp("catalogue") / "old.db", *TABLES)
    with SqliteSession.open(path, 1) as session:
        yield SqliteCatalogue(session)


def key(table: SqliteTable) -> list[tuple[str, str]]:
    return [(column.sql, column.storage) for column in table.key]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PLAIN", [('"ID"', "integer")]),
        ("DESCENDING", [('"ID"', "mixed")]),
        ("SMALL", [('"ID"', "mixed")]),
        ("SOUND", [('"B"', "mixed"), ('"A"', "text")]),
        ("NULLABLE", [('"A"', "text")]),
        ("LACKING", [("rowid", "integer")]),
        ("BINARY_KEY", [("rowid", "integer")]),
        ("BINARY_ONLY", []),
        ("ONLY_KEY", [('"A"', "text")]),
        ("NO_CASE", [('"A"', "text")]),
        ("TAKEN", [("_rowid_", "integer")]),
        ("ALL_TAKEN", []),
        ("SHOWN", []),
    ],
)
def test_a_table_is_ordered_by_a_key_that_is_one(
    catalogue: SqliteCatalogue, name: str, expected: list[tuple[str, str]]
) -> None:
    """Its primary key where no row lacks it, else the number of the row; a view has none."""
    assert key(catalogue.table(name, "")) == expected


def test_a_collation_of_another_program_is_not_relied_on(tmp_path: Path) -> None:
    """It is not known here: the number of the row is used, or nothing."""
    path = make(tmp_path / "old.db", "CREATE TABLE T (A TEXT PRIMARY KEY NOT NULL)")
    make(
        path,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, 'TEXT', 'TEXT COLLATE GERMAN') WHERE type = 'table'",
    )
    with SqliteSession.open(path, 1) as session:
        assert key(SqliteCatalogue(session).table("T", "")) == [("rowid", "integer")]


def test_columns_are_read_by_their_declared_types(catalogue: SqliteCatalogue) -> None:
    """Only the row's own number is sure to be one."""
    assert [(c.name, c.storage) for c in catalogue.table("PLAIN", "").columns] == [
        ("ID", "integer"),
        ("A", "text"),
        ("B", "blob"),
        ("C", "mixed"),
    ]


def test_a_view_may_deliver_anything(catalogue: SqliteCatalogue) -> None:
    """Its text is read as cells of any kind; blobs stay hexadecimal."""
    assert [(c.name, c.storage) for c in catalogue.table("SHOWN", "").columns] == [
        ("ID", "mixed"),
        ("A", "mixed"),
        ("B", "blob"),
        ("D", "mixed"),
    ]


def test_a_query_is_known_like_a_view(catalogue: SqliteCatalogue) -> None:
    """Without anything left behind: not even a view of our own."""
    found = catalogue.query("(\nSELECT B, ID, ID FROM PLAIN\n) q")
    assert found.name is None
    assert [(c.name, c.storage) for c in found.columns] == [("B", "blob"), ("ID", "mixed"), ("ID:1", "mixed")]
    assert "legacy_adapters query" not in catalogue.names.kinds()
    assert catalogue.query("(\nSELECT 1 AS X\n) q").columns[0].name == "X"


def test_odd_names_and_generated_columns_are_there(catalogue: SqliteCatalogue) -> None:
    """Quoted so that each stands for itself."""
    table = catalogue.table("IT'S\" ODD", "")
    assert table.name == "it's\" odd"
    assert [(c.name, c.sql) for c in table.columns] == [
        ("a.b", '"a.b"'),
        ("select", '"select"'),
        ("GENERATED", '"GENERATED"'),
    ]
    assert catalogue.dialect.quote('a"b') == '"a""b"'
