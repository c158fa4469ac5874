"""PostgreSQL: psycopg, whose fast lane is COPY of CSV straight from the columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa
from sqlalchemy import Engine, NullPool, create_engine, make_url

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.sinks.database.errors import DOWN, LOGIN, NOT_THERE, Verdict, by_sqlstate
from legacy_adapters.sinks.database.session import on_connect
from legacy_adapters.sinks.database.settings import DatabaseSink
from legacy_adapters.sinks.text.csv import CsvLayout
from legacy_adapters.sinks.text.settings import TextOptions

INSTALL: Final = "pip install 'legacy-adapters[postgresql]'"

AT_ONCE: Final = 4096
"""Rows of one message: the server takes them in while the next ones are written."""

_OPTIONS: Final = TextOptions(header=False, line_end="lf")

DURABLE: Final = (
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
)
"""A commit that has returned is on the disk, whatever the server's default is."""

_ROOM: Final = (
    "SELECT set_config('work_mem', '128MB', false) WHERE pg_size_bytes(current_setting('work_mem')) < 134217728"
)
"""Bytes in which the server sorts a run before it is merged: with less it sorts on disk, which takes a tenth longer."""


class PostgresqlFamily:
    """A PostgreSQL server."""

    def __init__(self, settings: DatabaseSink) -> None:
        try:
            import psycopg
        except ImportError as error:
            # Also where the package is there, but no libpq.
            raise DriverMissing("delivering to PostgreSQL needs the package psycopg", hint=INSTALL) from error
        self.driver_error: type[Exception] = psycopg.Error
        seconds = settings.timeout
        self.engine: Engine = create_engine(
            make_url(settings.url).set(drivername="postgresql+psycopg"),
            poolclass=NullPool,
            hide_parameters=True,
            connect_args={
                "connect_timeout": seconds,
                "keepalives_idle": seconds,
                "tcp_user_timeout": seconds * 1000,
                "fallback_application_name": "legacy-adapters",
                "client_encoding": "UTF8",
            },
        )
        plain = ("SET datestyle = 'ISO'", "SET timezone = 'UTC'")
        on_connect(self.engine, f"SET lock_timeout = '{seconds}s'", *plain, DURABLE, _ROOM)

    def verdict(self, error: BaseException) -> Verdict | None:
        """What an error means, by its SQLSTATE; a login that fails has none."""
        state = getattr(error, "sqlstate", None)
        if state is not None:
            return by_sqlstate(state)
        said = str(error)
        if "does not exist" in said and "database" in said:
            return NOT_THERE
        if any(sign in said for sign in ("authentication failed", "no password supplied", "pg_hba.conf")):
            return LOGIN
        return DOWN if isinstance(error, self.driver_error) else None

    def unsafe(self, options: dict[str, Any]) -> str | None:
        """Every table takes part in transactions."""
        return None

    def load(self, connection: Any, table: str, rows: pa.RecordBatch, columns: Sequence[str]) -> None:
        """COPY as CSV: null is nothing at all, an empty text is ``""``, and decimals are their own digits."""
        layout = CsvLayout(rows.schema, None, _OPTIONS)
        text = layout.text(rows)
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv, ENCODING 'UTF8')"
        with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            for begin in range(0, rows.num_rows, AT_ONCE):
                copy.write(layout.render(text.slice(begin, AT_ONCE)))
