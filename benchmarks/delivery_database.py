"""Delivering to a database, by us and by hand: ``python -m benchmarks.delivery_database [ROWS] [DATABASE…]``.

PostgreSQL and MariaDB are private servers that keep what they were told to (fsync); SQLite is a file. Before each
delivery the table has half of the records already, with older values. Every way is a process of its own, in turn with
the others; its seconds are those of the delivery alone, from connecting to the end of the last transaction, without
the making of the records. Prints ratios within each round, medians, the processor's time of client and server together
(which other programs on the machine hardly change), and peak memory; ours again with five times as
many records, whose memory must be the same.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.machine import Company, describe
from benchmarks.measure import RunFailed, measure, round_robin

ROWS: Final = 200_000
ROUNDS: Final = 5
BATCH: Final = 32_768
LONGER: Final = 5
"""How many times as many records tell whether memory grows."""

_STARTED: Final = datetime(2026, 1, 31, tzinfo=UTC)
OURS: Final = "legacy-adapters"


def batches(rows: int, *, old: bool = False) -> Iterator[Any]:
    """Records of ten fields and their envelope; ``old``: every second one, as it was before."""
    import polars as pl
    import pyarrow as pa

    from legacy_adapters.core.records import Records, Stamp

    stamp = Stamp("books", "run-0" if old else "run-1", _STARTED, "1.0")
    for begin in range(0, rows, BATCH):
        n = pl.int_range(begin, min(begin + BATCH, rows), eager=True)
        if old:
            n = n.filter(n % 2 == 0)
        number = pl.col("n")
        key = pl.format("RE{}", number.cast(pl.String).str.pad_start(8, "0"))
        cents = ((number * 104_729) % 90_000_000 - 45_000_000).cast(pl.Decimal(28, 4))
        frame = pl.DataFrame({"n": n}).select(
            company_id=pl.lit("CRONUS"),
            document_no=key,
            account_id=((number * 7919) % 90_000).cast(pl.String).str.pad_start(8, "0"),
            posting_date=pl.date(2025, 1, 1) + pl.duration(days=number % 365),
            description=pl.lit("old") if old else pl.format("Büromaterial {}, Lieferung", number % 977),
            amount=cents / pl.lit(100).cast(pl.Decimal(28, 4)),
            currency_code=pl.lit("EUR"),
            is_open=number % 2 == 0,
            changed=pl.datetime(2025, 1, 1) + pl.duration(seconds=number),
            customer_id=pl.when(number % 3 != 0).then(pl.format("D{}", number % 5000)),
        )
        cells = frame.with_columns(pl.col("amount").cast(pl.Decimal(28, 4)), pl.col("changed").dt.cast_time_unit("us"))
        table = cells.to_arrow(compat_level=pl.CompatLevel.oldest()).combine_chunks()
        schema = pa.schema([pa.field(f.name, _plain(f.type)) for f in table.schema])
        batch = table.cast(schema).to_batches()[0]
        ids = pl.select(pl.format("books/CRONUS:entry:{}", cells["document_no"])).to_series().to_list()
        yield Records(
            entity="entry",
            rows=batch,
            source_rows=pa.array(range(len(ids)), pa.int32()),
            origin=pa.array(ids, pa.string()),
            record_id=pa.array(ids, pa.string()),
            stamp=stamp,
            first_sequence=begin + (0 if old else rows),
        )


def _plain(kind: Any) -> Any:
    import pyarrow as pa

    return pa.string() if pa.types.is_large_string(kind) else kind


class Making:
    """Makes the records, and counts the seconds that it takes."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self.seconds = 0.0
        self.cpu = 0.0

    def __iter__(self) -> Iterator[Any]:
        made = batches(self._rows)
        while True:
            began, cpu = time.perf_counter(), time.process_time()
            found = next(made, None)
            self.seconds += time.perf_counter() - began
            self.cpu += time.process_time() - cpu
            if found is None:
                return
            yield found


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
    to = Delivery({"entry": first.rows.schema}, {}, run, _STARTED, Path("/"))
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

TARGETS: Final = (("postgresql", "COPY and merge", 1.3), ("postgresql", "pandas to_sql", 0.5))
"""At most so many times as long as this way."""


def prepare(database: str, way: str, url: str, rows: int) -> None:
    """The table, made anew, with half of the records; empty for a way that can only insert."""
    from sqlalchemy import create_engine, text

    alchemy = url.replace("postgresql:", "postgresql+psycopg:").replace("mariadb:", "mysql+pymysql:")
    engine = create_engine(alchemy)
    with engine.begin() as connection:
        for table in ("entry", "legacy_adapters_state"):
            connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
    ours(url, batches(rows, old=True), "run-0")
    with engine.begin() as connection:
        if way.startswith("pandas"):
            connection.execute(text("DELETE FROM entry"))
        connection.execute(text("DELETE FROM legacy_adapters_state"))
    if database == "postgresql":
        with engine.connect() as connection:
            plain = connection.execution_options(isolation_level="AUTOCOMMIT")
            plain.execute(text("VACUUM ANALYZE entry"))
            plain.execute(text("CHECKPOINT"))
    engine.dispose()


def check(url: str, rows: int) -> None:
    """Raises ``ValueError`` where the table is not what was delivered."""
    from sqlalchemy import create_engine, text

    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:").replace("mariadb:", "mysql+pymysql:"))
    with engine.connect() as connection:
        query = "SELECT count(*), sum(CASE WHEN description = 'old' THEN 1 ELSE 0 END) FROM entry"
        found = tuple(connection.execute(text(query)).one())
    engine.dispose()
    if (int(found[0]), int(found[1])) != (rows, 0):
        raise ValueError(f"{found} instead of {rows} rows, none of them old")


def deliver_once(database: str, way: str, url: str, rows: int) -> tuple[float, float]:
    """The seconds of one delivery by the clock and of this processor; what it imports is imported before."""
    import pandas  # noqa: F401
    import polars  # noqa: F401
    import psycopg  # noqa: F401
    import pymysql  # noqa: F401
    import sqlalchemy.dialects.mysql
    import sqlalchemy.dialects.postgresql  # noqa: F401

    import legacy_adapters.sinks.database.sink  # noqa: F401

    making = Making(rows)
    began, cpu = time.perf_counter(), time.process_time()
    WAYS[database][way](url, making)
    taken = time.perf_counter() - began - making.seconds, time.process_time() - cpu - making.cpu
    check(url, rows)
    return taken


class Place(NamedTuple):
    """A database: its URL, and the process of its server where there is one."""

    url: str
    server: int | None


class Taken(NamedTuple):
    """One delivery: seconds by the clock, seconds of the processors of client and server, peak of the client in MB."""

    wall: float
    cpu: float
    peak: float


def _cpu_of(server: int | None) -> float:
    """The processor's time of a server with those of its processes that have ended; 0 where there is none."""
    if server is None or sys.platform != "linux":
        return 0.0
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def compare(database: str, place: Place, rows: int, log: Path) -> None:
    """All ways of one database, in turn; then ours with more records."""
    series: dict[str, list[Taken]] = {way: [] for way in WAYS[database]}
    for _, way in round_robin(list(series), ROUNDS):
        series[way].append(_measured(database, way, place, rows, log))
    base = list(series)[1]
    print(f"\n{database}, {rows:,} upserts, half of them new; {ROUNDS} rounds; ratios to {base}")
    for way, taken in sorted(series.items(), key=lambda item: _ratio(item[1], series[base], "cpu")):
        wall, cpu = (statistics.median(getattr(one, what) for one in taken) for what in ("wall", "cpu"))
        by_wall, by_cpu = (_ratio(taken, series[base], what) for what in ("wall", "cpu"))
        peak = max(one.peak for one in taken)
        figures = f"{by_wall:6.2f} × {wall:7.2f} s {by_cpu:6.2f} × {cpu:7.2f} s CPU {rows / wall:10,.0f} rows/s"
        print(f"  {way:20} {figures} {peak:6.0f} MB")
    for of, way, most in TARGETS:
        if of == database:
            by_wall, by_cpu = (_ratio(series[OURS], series[way], what) for what in ("wall", "cpu"))
            met = "met" if by_wall <= most else "NOT MET"
            print(f"  target: at most {most} × {way}: {by_wall:.2f} ({by_cpu:.2f} of CPU), {met}")
    longer = _measured(database, OURS, place, rows * LONGER, log)
    peak = max(one.peak for one in series[OURS])
    print(f"  {OURS}, {rows * LONGER:,} records: {longer.wall:.2f} s, {longer.peak:.0f} MB; {rows:,}: {peak:.0f} MB")


def _ratio(of: Sequence[Taken], to: Sequence[Taken], what: str) -> float:
    """The median of the ratios within each round."""
    ratios: list[float] = [getattr(a, what) / getattr(b, what) for a, b in zip(of, to, strict=True)]
    return statistics.median(ratios)


def _measured(database: str, way: str, place: Place, rows: int, log: Path) -> Taken:
    command = [sys.executable, "-m", "benchmarks.delivery_database", str(rows)]
    measure([*command, "prepare", database, way, place.url], log)
    before = _cpu_of(place.server)
    sample = measure([*command, "deliver", database, way, place.url], log)
    wall, cpu = map(float, log.read_text(encoding="utf-8").split()[-2:])
    return Taken(wall, cpu + _cpu_of(place.server) - before, sample.peak)


@contextmanager
def server(database: str, folder: Path) -> Iterator[Place]:
    """An empty database. Servers keep what they are told to, as in earnest."""
    from tests.service.mariadb import MariadbServer, mariadb_server
    from tests.service.postgres import PostgresServer, server_binaries

    if database == "sqlite":
        yield Place(f"sqlite:///{folder}/entries.db", None)
    elif database == "postgresql":
        binaries = server_binaries()
        if binaries is None:
            raise RunFailed("PostgreSQL's server is not installed")
        postgres = PostgresServer.create(folder, binaries)
        with (postgres.data_dir / "postgresql.conf").open("a") as settings:
            settings.write("fsync = on\nfull_page_writes = on\nsynchronous_commit = on\nwal_level = replica\n")
            settings.write("shared_buffers = 1GB\nmax_wal_size = 4GB\n")
        postgres.start()
        try:
            yield Place(postgres.url(), int((postgres.data_dir / "postmaster.pid").read_text().split()[0]))
        finally:
            postgres.stop()
    else:
        program = mariadb_server()
        if program is None:
            raise RunFailed("MariaDB's server is not installed")
        mariadb = MariadbServer.create(folder, program)
        mariadb.options = ("--innodb-buffer-pool-size=1G", "--innodb-flush-log-at-trx-commit=1")
        mariadb.start()
        try:
            mariadb.create_database("entries")
            yield Place(mariadb.url("entries"), int((Path(folder) / "pid").read_text()))
        finally:
            mariadb.stop()


def main(rows: int, databases: list[str]) -> None:
    """Measures every database, and says which is not installed."""
    print(describe())
    company = Company()
    for database in databases:
        with tempfile.TemporaryDirectory(prefix="legacy-adapters-bench-", ignore_cleanup_errors=True) as folder:
            try:
                with server(database, Path(folder)) as place, tempfile.NamedTemporaryFile() as log:
                    compare(database, place, rows, Path(log.name))
            except RunFailed as error:
                print(f"{database}: {error}")
    print(company.describe())


if __name__ == "__main__":
    stated = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    match sys.argv[2:]:
        case ["prepare", of, way_to, place]:
            prepare(of, way_to, place, stated)
        case ["deliver", of, way_to, place]:
            print(*deliver_once(of, way_to, place, stated))
        case chosen:
            main(stated, chosen or list(WAYS))
