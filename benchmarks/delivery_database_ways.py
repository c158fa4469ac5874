"""The ways to deliver records to a database: ours, and by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, Final

from benchmarks.delivery_records import STARTED, batches

OURS: Final = "legacy-adapters"


def _frames(records: Iterable[Any]) -> Iterator[Any]:
    """The same columns that we deliver, for those who do it by hand."""
    import polars as pl

    from legacy_adapters.sinks.rows import table_of

    for each in records:
        yield pl.DataFrame(table_of(each, envelope=True))


def ours(url: str, records: Iterable[Any], run: str = "run-1") -> None:
    """The sink, with a commit for each batch."""
    from legacy_adapters.core.protocols import Delivery
    from legacy_adapters.sinks.database.settings import DatabaseSink

    made = iter(records)
    first = next(made)
    to = Delivery({"entry": first.rows.schema}, {}, run, STARTED, Path("/"))
    with closing(DatabaseSink(url=url).open(to, None)) as sink:
        for each in chain([first], made):
            sink.write(each)
            sink.commit()
        sink.publish()


def copy_and_merge(url: str, records: Iterable[Any]) -> None:
    """COPY of Polars' CSV into a temporary table, and INSERT … ON CONFLICT."""
    import psycopg

    def copied(cursor: Any, columns: str) -> None:
        with cursor.copy(f"COPY s ({columns}) FROM STDIN (FORMAT csv)") as copy:
            for frame in _frames(records):
                out = BytesIO()
                frame.write_csv(out, include_header=False)
                copy.write(out.getvalue())

    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        _merged(cursor, copied)


def rows_and_merge(url: str, records: Iterable[Any]) -> None:
    """The same with psycopg's write_row."""
    import psycopg

    def copied(cursor: Any, columns: str) -> None:
        with cursor.copy(f"COPY s ({columns}) FROM STDIN") as copy:
            for frame in _frames(records):
                for row in frame.iter_rows():
                    copy.write_row(row)

    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        _merged(cursor, copied)


def _merged(cursor: Any, copied: Callable[[Any, str], None]) -> None:
    names = _columns()
    cursor.execute("CREATE TEMP TABLE s (LIKE entry) ON COMMIT DROP")
    copied(cursor, ", ".join(names))
    changed = ", ".join(f"{name} = excluded.{name}" for name in names if name != "record_id")
    columns = ", ".join(names)
    cursor.execute(
        f"INSERT INTO entry ({columns}) SELECT {columns} FROM s ON CONFLICT (record_id) DO UPDATE SET {changed}"
        " WHERE excluded.sequence > entry.sequence"
    )


def executemany(url: str, records: Iterable[Any]) -> None:
    """psycopg's executemany of INSERT … ON CONFLICT."""
    import psycopg

    names = _columns()
    changed = ", ".join(f"{name} = excluded.{name}" for name in names if name != "record_id")
    statement = (
        f"INSERT INTO entry ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
        f" ON CONFLICT (record_id) DO UPDATE SET {changed} WHERE excluded.sequence > entry.sequence"
    )
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for frame in _frames(records):
            cursor.executemany(statement.encode(), frame.rows())


def pandas(url: str, records: Iterable[Any]) -> None:
    """to_sql into the same table, emptied: it can only insert."""
    import sqlalchemy

    engine = sqlalchemy.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    types = {"amount": sqlalchemy.Numeric(28, 4)}
    for frame in _frames(records):
        frame.to_pandas().to_sql("entry", engine, if_exists="append", index=False, chunksize=5_000, dtype=types)


def mysql_many(url: str, records: Iterable[Any]) -> None:
    """pymysql's executemany of INSERT … ON DUPLICATE KEY UPDATE, which it sends as many rows at once."""
    names = _columns()
    changed = ", ".join(f"{name} = VALUES({name})" for name in names if name != "record_id")
    statement = f"INSERT INTO entry ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
    with _pymysql(url) as connection, connection.cursor() as cursor:
        for frame in _frames(records):
            cursor.executemany(f"{statement} ON DUPLICATE KEY UPDATE {changed}", frame.rows())
        connection.commit()


def mysql_load(url: str, records: Iterable[Any]) -> None:
    """LOAD DATA LOCAL of Polars' CSV into a temporary table, and INSERT … ON DUPLICATE KEY UPDATE."""
    names = _columns()
    columns = ", ".join(names)
    places = ", ".join(f"@{name}" for name in names)
    nulls = ", ".join(f"{name} = NULLIF(@{name}, '')" for name in names)
    changed = ", ".join(f"{name} = VALUES({name})" for name in names if name != "record_id")
    with _pymysql(url) as connection, connection.cursor() as cursor, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        cursor.execute("CREATE TEMPORARY TABLE s LIKE entry")
        for frame in _frames(records):
            plain = frame.with_columns(is_open=frame["is_open"].cast(int))
            plain.write_csv(path, include_header=False, datetime_format="%Y-%m-%d %H:%M:%S%.6f")
            cursor.execute(
                f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE s CHARACTER SET utf8mb4 FIELDS TERMINATED BY ','"
                f" OPTIONALLY ENCLOSED BY '\"' ({places}) SET {nulls}"
            )
        cursor.execute(f"INSERT INTO entry ({columns}) SELECT {columns} FROM s ON DUPLICATE KEY UPDATE {changed}")
        connection.commit()


def _pymysql(url: str) -> Any:
    import pymysql
    from sqlalchemy import make_url

    parts = make_url(url)
    return pymysql.connect(
        host=parts.host,
        port=parts.port or 3306,
        user=parts.username,
        password=parts.password or "",
        database=parts.database,
        local_infile=True,
    )


def sqlite_many(url: str, records: Iterable[Any]) -> None:
    """sqlite3's executemany of INSERT … ON CONFLICT, with what it cannot hold exactly as text."""
    import sqlite3

    import polars as pl

    names = _columns()
    changed = ", ".join(f"{name} = excluded.{name}" for name in names if name != "record_id")
    statement = (
        f"INSERT INTO entry ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT (record_id) DO UPDATE SET {changed} WHERE excluded.sequence > entry.sequence"
    )
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        for frame in _frames(records):
            texts = [pl.col(pl.Decimal, pl.Date, pl.Datetime).cast(pl.String)]
            connection.executemany(statement, frame.with_columns(texts).rows())
        connection.commit()


def _columns() -> list[str]:
    from legacy_adapters.core.records import ENVELOPE

    return [*next(batches(1)).rows.schema.names, *ENVELOPE.names]


Way = Callable[[str, Iterable[Any]], None]

WAYS: Final[Mapping[str, Mapping[str, Way]]] = {
    "postgresql": {
        OURS: ours,
        "COPY and merge": copy_and_merge,
        "write_row and merge": rows_and_merge,
        "executemany": executemany,
        "pandas to_sql": pandas,
    },
    "mariadb": {OURS: ours, "LOAD and merge": mysql_load, "executemany": mysql_many},
    "sqlite": {OURS: ours, "executemany": sqlite_many},
}
"""For each database what is compared. The second one is the way to beat."""
