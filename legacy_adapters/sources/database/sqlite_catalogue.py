"""What SQLAlchemy's inspector knows of a database, and what only SQLite tells: declared types and row numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from legacy_adapters.sources.database.catalogue import Catalogue
from legacy_adapters.sources.database.sqlite_columns import CellColumn, affinity, is_short
from legacy_adapters.sources.database.sqlite_errors import sqlite_errors
from legacy_adapters.sources.database.sqlite_inspector import AdbcSqliteDialect, inspector_of
from legacy_adapters.sources.database.sqlite_session import SqliteSession

_COLLATIONS: Final = frozenset({"BINARY", "NOCASE", "RTRIM"})
_ROW_NUMBERS: Final = ("rowid", "_rowid_", "oid")
_VIEW: Final = "legacy_adapters query"


@dataclass(frozen=True, slots=True)
class SqliteTable:
    """What a stream reads from: ``name`` in the catalogue, None for a query; its columns in order; and its own key,
    empty where it has none that reading could go on by. A key of the row's number is not among the columns."""

    name: str | None
    columns: tuple[CellColumn, ...]
    key: tuple[CellColumn, ...] = ()


class SqliteDialect:
    """SQLite's way of writing SQL."""

    name: Final = "sqlite"

    def __init__(self) -> None:
        self._preparer = AdbcSqliteDialect().identifier_preparer

    def quote(self, name: str) -> str:
        """Always in quotes: a name may be a keyword of a version to come."""
        return str(self._preparer.quote_identifier(name))


class SqliteCatalogue:
    """The names in a database, and what is to be known of each table to read it."""

    def __init__(self, session: SqliteSession) -> None:
        self._session = session
        self._inspector = inspector_of(session)
        self.names = Catalogue(self._inspector)
        self.dialect = SqliteDialect()

    def table(self, wanted: str, where: str) -> SqliteTable:
        """The table or view of this name. Raises ``ConfigError`` with the nearest names."""
        with sqlite_errors(where):
            table = self.names.table(wanted, where)
        columns = self._columns(table.name, trusted=table.kind == "table")
        if table.kind != "table":
            return SqliteTable(table.name, columns)
        nullable = frozenset(column.name for column in table.columns if column.nullable)
        return self._with_key(SqliteTable(table.name, columns), table.key, nullable)

    def query(self, sql: str) -> SqliteTable:
        """The columns of a query. For a moment it is a view in our own memory: so SQLite tells what is declared."""
        view = self.dialect.quote(_VIEW)
        self._session.table("PRAGMA temp_store = MEMORY")
        self._session.table(f"CREATE TEMP VIEW {view} AS SELECT * FROM {sql}")
        try:
            return SqliteTable(None, self._columns(_VIEW, trusted=False))
        finally:
            self._session.table(f"DROP VIEW temp.{view}")

    def _columns(self, table: str, *, trusted: bool) -> tuple[CellColumn, ...]:
        """``trusted``: what is declared TEXT is stored as text; a view may deliver anything."""
        found = self._session.table(f"SELECT name, type FROM pragma_table_xinfo({_text(table)}) WHERE hidden <> 1")
        cells = []
        for row in found.to_pylist():
            storage, number = affinity(row["type"])
            if storage == "text" and not trusted:
                storage = "mixed"
            quoted, short = self.dialect.quote(row["name"]), is_short(row["type"])
            cells.append(CellColumn(row["name"], quoted, storage, number, short))
        return tuple(cells)

    def _with_key(self, table: SqliteTable, primary: Sequence[str], nullable: frozenset[str]) -> SqliteTable:
        """Its primary key where that is one: SQLite lets nulls into most, and may not know how one is sorted; else the
        number of the row."""
        assert table.name is not None
        columns = {column.name: column for column in table.columns}
        key = tuple(columns[name] for name in primary)
        has_row_number = self._inspector.get_table_options(table.name).get("sqlite_with_rowid", True)
        collations = self._key_collations(table.name)
        if len(key) == 1 and has_row_number and not collations:
            number = replace(key[0], storage="integer")
            cells = tuple(number if column == key[0] else column for column in table.columns)
            return replace(table, columns=cells, key=(number,))
        sound = collations <= _COLLATIONS and all(column.storage != "blob" for column in key)
        if key and sound and not self._any_null(table.name, [column for column in key if column.name in nullable]):
            return replace(table, key=key)
        taken = {name.casefold() for name in columns}
        free = next((name for name in _ROW_NUMBERS if name not in taken), None)
        if not has_row_number or free is None:
            return table
        return replace(table, key=(CellColumn(free, free, "integer"),))

    def _any_null(self, table: str, columns: Sequence[CellColumn]) -> bool:
        """Whether a row lacks a part of its key. The index of the key has such rows at its beginning."""
        if not columns:
            return False
        lacking = " OR ".join(f"{column.sql} IS NULL" for column in columns)
        return bool(self._session.table(f"SELECT 1 FROM {self.dialect.quote(table)} WHERE {lacking} LIMIT 1").num_rows)

    def _key_collations(self, table: str) -> frozenset[str]:
        """How the primary key is sorted; empty where it is the row's own number, which needs no index."""
        found = self._session.table(
            f"SELECT x.coll FROM pragma_index_list({_text(table)}) l, pragma_index_xinfo(l.name) x "
            "WHERE l.origin = 'pk' AND x.key = 1"
        )
        return frozenset(str(row["coll"]).upper() for row in found.to_pylist())


def _text(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
