"""An open session at a PostgreSQL server: read-only, with settings under which every value has one exact text."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import islice
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.database.postgresql_errors import missing_psycopg, postgresql_errors
from legacy_adapters.sources.database.postgresql_types import SETTINGS
from legacy_adapters.sources.database.settings import DatabaseSource

try:
    import psycopg
except ImportError as error:
    # Also where the package is there, but no libpq.
    raise missing_psycopg() from error

WHERE: Final = "source.url"

ROWS_AT_ONCE: Final = 64
"""Rows between two looks at the size of a block: a row may be wide."""

_BEGIN: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


def parsed_url(url: str) -> URL:
    """The URL in its parts. Raises ``ConfigError`` for one that is none, or names another driver."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        hint = "Write postgresql://user@host:5432/database; signs like @ / : in a password as %40 %2F %3A."
        raise ConfigError("this is no database URL", where=WHERE, hint=hint) from None
    if parsed.drivername not in ("postgresql", "postgresql+psycopg"):
        raise ConfigError(
            f"the driver of {parsed.drivername!r} is not supported", where=WHERE, hint="Write postgresql://…"
        )
    return parsed


def connection_parameters(url: URL, timeout: int) -> dict[str, str | int]:
    """What libpq is told; whatever the URL states behind its ``?`` goes before our own."""
    stated = {name: value if isinstance(value, str) else ",".join(value) for name, value in url.query.items()}
    parts = {"host": url.host, "port": url.port, "user": url.username, "password": url.password, "dbname": url.database}
    return {
        "connect_timeout": timeout,
        "keepalives_idle": timeout,
        "tcp_user_timeout": timeout * 1000,
        "fallback_application_name": "legacy-adapters",
        **{name: value for name, value in parts.items() if value is not None},
        **stated,
        "client_encoding": "UTF8",
    }


class PostgresqlSession:
    """One connection. ``where`` names its server and database in errors, without the password."""

    def __init__(self, connection: psycopg.Connection, where: str, secrets: Sequence[str]) -> None:
        self._connection = connection
        self.where = where
        self._secrets = secrets
        self._snapshots = 0

    @classmethod
    @contextmanager
    def open(cls, source: DatabaseSource) -> Iterator[PostgresqlSession]:
        """Connects. Raises ``Unavailable``, ``AccessDenied`` or ``ConfigError``."""
        url = parsed_url(source.url)
        secrets = [url.password] if url.password else []
        where = url.set(query={}).render_as_string()
        # One second more, so that a lock is called a lock.
        settings = SETTINGS | {"lock_timeout": f"{source.timeout}s", "statement_timeout": f"{source.timeout + 1}s"}
        with postgresql_errors(where=where, secrets=secrets):
            parameters = connection_parameters(url, source.timeout)
            connection = psycopg.connect("", autocommit=True, **parameters)  # type: ignore[arg-type]
        with closing(connection):
            session = cls(connection, where, secrets)
            session.rows("SELECT " + ", ".join("set_config(%s, %s, false)" for _ in settings), _flat(settings))
            yield session

    def rows(self, sql: str, values: Sequence[object] | None = None, *, where: str = "") -> list[tuple[object, ...]]:
        """The result of a short statement. ``where`` names the stream in errors."""
        with self._errors(where):
            return self._connection.execute(sql.encode(), values).fetchall()

    def described(self, sql: str, *, where: str = "") -> list[tuple[str, int, int]]:
        """The columns of a query without rows: name, type's number, and its modifier."""
        with self._errors(where), self._connection.execute(sql.encode()) as cursor:
            result = cursor.pgresult
            assert result is not None
            names = [result.fname(i) or b"" for i in range(result.nfields)]
            return [(name.decode(), result.ftype(i), result.fmod(i)) for i, name in enumerate(names)]

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within it, everything is of one moment, and may take as long as it takes; locks are waited for as stated."""
        if not self._snapshots:
            with self._errors(""):
                self._connection.execute(_BEGIN)
                self._connection.execute("SET LOCAL statement_timeout = 0")
        self._snapshots += 1
        try:
            yield
        finally:
            self._snapshots -= 1
            if not self._snapshots and not self._connection.closed:
                self._end()

    def copied(self, sql: str, most_rows: int, most_bytes: int, *, where: str = "") -> Generator[bytearray, None, None]:
        """The rows of a query in COPY's text format, whole rows in each block: UTF-8, or the bytes as they are where
        the database has no encoding of its own."""
        encoding = "SQL_ASCII" if self._connection.info.parameter_status("server_encoding") == "SQL_ASCII" else "UTF8"
        statement = f"COPY (\n{sql}\n) TO STDOUT (FORMAT text, ENCODING '{encoding}')"
        with self._errors(where), self._connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            rows = iter(copy)
            while block := _block(rows, most_rows, most_bytes):
                yield block

    def _end(self) -> None:
        # A server that is gone has ended the transaction by itself.
        if self._connection.pgconn.status == psycopg.pq.ConnStatus.OK:
            with self._errors(""):
                self._connection.execute("ROLLBACK")

    def _errors(self, where: str) -> AbstractContextManager[None]:
        return postgresql_errors(where=where or self.where, secrets=self._secrets)


def _block(rows: Iterator[bytes | bytearray | memoryview], most_rows: int, most_bytes: int) -> bytearray:
    """The next rows, glued together without a step of Python for each."""
    block = bytearray()
    left = most_rows
    while left > 0 and len(block) < most_bytes:
        before = len(block)
        deque(map(block.extend, islice(rows, min(left, ROWS_AT_ONCE))), maxlen=0)
        if len(block) == before:
            break
        left -= ROWS_AT_ONCE
    return block


def _flat(settings: dict[str, str]) -> list[str]:
    return [part for setting in settings.items() for part in setting]
