"""What is in a database, by its ODBC driver's own catalogue functions; drivers know them to a different degree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from legacy_adapters.core.errors import ConfigError, LegacyAdaptersError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.database.odbc_session import OdbcSession
from legacy_adapters.sources.names import find_name

_SYSTEM_SCHEMAS: Final = frozenset({"information_schema", "pg_catalog", "pg_toast", "sys", "sysibm", "syscat"})
_KINDS: Final = ("TABLE", "VIEW", "ALIAS", "SYNONYM")


@dataclass(frozen=True, slots=True)
class OdbcTable:
    """A table or view; ``schema`` is empty where the database has none."""

    catalog: str
    schema: str
    name: str
    kind: str


class OdbcDialect:
    """How the database behind a driver writes SQL. ``name`` is sqlglot's for it, None where it has none."""

    def __init__(self, name: str | None, quote_sign: str) -> None:
        self._name = name
        self._sign = quote_sign

    @property
    def name(self) -> str | None:
        """The dialect by which statements are checked."""
        return self._name

    def quote(self, name: str) -> str:
        """An identifier in the driver's own quotes. Raises ``ConfigError`` where it has none and the name needs
        them."""
        if self._sign:
            return f"{self._sign}{name.replace(self._sign, self._sign * 2)}{self._sign}"
        if name.isidentifier():
            return name
        raise ConfigError(f"the driver has no quotes, so that {name!r} cannot be named", hint="Write a `query`.")


def dialect_of(session: OdbcSession, name: str | None) -> OdbcDialect:
    """The dialect of the open database, with the quotes that its driver names (a blank: none)."""
    return OdbcDialect(name, session.quote_sign)


class OdbcCatalogue:
    """The names in a database."""

    def __init__(self, session: OdbcSession, dialect: OdbcDialect) -> None:
        self._session = session
        self._dialect = dialect

    def tables(self) -> list[OdbcTable]:
        """Tables and views of the current database that are not the system's own."""
        rows = self._session.catalogue(lambda cursor: cursor.tables()) or []
        current = self._session.database
        found = [OdbcTable(*(str(part or "") for part in row[:4])) for row in rows]
        return [
            table
            for table in found
            if any(kind in table.kind.upper() for kind in _KINDS)
            and "SYSTEM" not in table.kind.upper()
            and table.schema.casefold() not in _SYSTEM_SCHEMAS
            and (not current or table.catalog in ("", current))
        ]

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """What can be read, in the order of names; what may not be read, or fails, has no count."""
        found = [
            StreamInfo(shown, table.kind.lower(), self._count(table) if count else None)
            for shown, table in _shown(self.tables()).items()
        ]
        return sorted(found, key=lambda info: info.name)

    def find(self, wanted: str, schema: str | None, where: str) -> tuple[str, OdbcTable]:
        """The table that is meant, as ``gl``, ``sales.gl``, or with ``schema``, and the name by which it is shown.

        Raises ``ConfigError`` with the nearest names. A driver that cannot list tables is asked for the one wanted.
        """
        tables = self.tables()
        shown = {table: name for name, table in _shown(tables).items()}
        if not tables:
            table = OdbcTable("", schema or "", wanted, "TABLE")
            return wanted, table
        if schema is not None:
            owner = find_name(schema, sorted({table.schema for table in tables}), "schema", f"{where}, schema")
            named = {table.name: table for table in tables if table.schema == owner}
        else:
            named = {f"{table.schema}.{table.name}": table for table in tables} | _shown(tables)
        table = named[find_name(wanted, sorted(named), "table or view", f"{where}, table")]
        return shown[table], table

    def key(self, table: OdbcTable) -> tuple[str, ...]:
        """The primary key, else the narrowest unique index without nulls; empty where the driver knows of none."""
        place = {"catalog": table.catalog or None, "schema": table.schema or None}
        rows = self._session.catalogue(lambda cursor: cursor.primaryKeys(table.name, **place)) or []
        primary = sorted((int(row[4] or 0), str(row[3])) for row in rows if row[3])
        if primary:
            return tuple(name for _, name in primary)
        nullable = self._nullable(table)
        indexes: dict[str, list[tuple[int, str]]] = {}
        # Columns of SQLStatistics: 3 may repeat, 5 name of the index, 7 place in it, 8 column, 12 condition.
        for row in self._session.catalogue(lambda cursor: cursor.statistics(table.name, unique=True, **place)) or []:
            if row[5] and row[8] and not row[3] and not row[12]:
                indexes.setdefault(str(row[5]), []).append((int(row[7] or 0), str(row[8])))
        sound = [
            tuple(name for _, name in sorted(columns))
            for columns in indexes.values()
            if nullable is not None and not nullable & {name for _, name in columns}
        ]
        return min(sound, key=lambda names: (len(names), names), default=())

    def _nullable(self, table: OdbcTable) -> set[str] | None:
        """The columns that may be null; None where the driver does not tell."""
        place = {"catalog": table.catalog or None, "schema": table.schema or None}
        rows = self._session.catalogue(lambda cursor: cursor.columns(table.name, **place))
        return {str(row[3]) for row in rows if row[10] != 0} if rows else None

    def _count(self, table: OdbcTable) -> int | None:
        owner = f"{self._dialect.quote(table.schema)}." if table.schema else ""
        try:
            _, ((rows,),) = self._session.result(f"SELECT COUNT(*) FROM {owner}{self._dialect.quote(table.name)}")
        except LegacyAdaptersError:
            return None
        return int(rows)


def _shown(tables: Sequence[OdbcTable]) -> dict[str, OdbcTable]:
    """Tables by the names that people use: with the schema only where the name alone is not enough."""
    names = [table.name for table in tables]
    return {(t.name if names.count(t.name) == 1 else f"{t.schema}.{t.name}"): t for t in tables}
