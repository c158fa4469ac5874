"""SQLAlchemy's inspector on an open session, through the smallest DBAPI that it can do with."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from adbc_driver_manager import Error
from sqlalchemy import Inspector, create_engine, inspect
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.pool import StaticPool

from legacy_adapters.sources.database.sqlite_session import SqliteSession

if TYPE_CHECKING:
    from sqlalchemy import Connection

_OLDEST_INSPECTED = (3, 7, 16)
"""What SQLAlchemy asks of the library before there is a connection; the true version is asked of that."""


class AdbcSqliteDialect(SQLiteDialect):
    """SQLAlchemy on the ADBC driver, as far as its inspector needs it."""

    driver = "adbc"
    supports_statement_cache = False

    @classmethod
    def import_dbapi(cls) -> Any:
        """What SQLAlchemy asks of a driver's module."""
        return SimpleNamespace(paramstyle="qmark", Error=Error, sqlite_version_info=_OLDEST_INSPECTED)

    def _get_server_version_info(self, connection: Connection) -> tuple[int, ...]:
        version = str(connection.exec_driver_sql("SELECT sqlite_version()").scalar())
        return tuple(int(part) for part in version.split("."))


class _Cursor:
    """A statement and its rows."""

    def __init__(self, session: SqliteSession) -> None:
        self._session = session
        self._rows: list[tuple[object, ...]] = []
        self.description: Sequence[tuple[str, None, None, None, None, None, None]] | None = None
        self.rowcount = -1

    def execute(self, sql: str, parameters: Sequence[str] = ()) -> None:
        found = self._session.table(sql, parameters)
        self.description = [(name, None, None, None, None, None, None) for name in found.column_names]
        self._rows = list(zip(*(column.to_pylist() for column in found.columns), strict=True))

    def fetchall(self) -> list[tuple[object, ...]]:
        rows, self._rows = self._rows, []
        return rows

    def fetchone(self) -> tuple[object, ...] | None:
        return self._rows.pop(0) if self._rows else None

    def close(self) -> None:
        self._rows = []


class _Connection:
    """The session's own connection, which stays open when SQLAlchemy is done."""

    def __init__(self, session: SqliteSession) -> None:
        self._session = session

    def cursor(self) -> _Cursor:
        return _Cursor(self._session)

    def commit(self) -> None:
        """Nothing: it only reads."""

    def rollback(self) -> None:
        """Nothing: it only reads."""

    def close(self) -> None:
        """Nothing: the session closes it."""


registry.register("sqlite.adbc", __name__, AdbcSqliteDialect.__name__)


def inspector_of(session: SqliteSession) -> Inspector:
    """SQLAlchemy's inspector over the session's own connection."""
    engine = create_engine("sqlite+adbc://", creator=lambda: _Connection(session), poolclass=StaticPool)
    return inspect(engine)
