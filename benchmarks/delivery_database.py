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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.delivery_database_ways import OURS, WAYS, ours
from benchmarks.delivery_records import Making, batches
from benchmarks.machine import Company, describe
from benchmarks.measure import RunFailed, measure, round_robin

ROWS: Final = 200_000
ROUNDS: Final = 5
LONGER: Final = 5
"""How many times as many records tell whether memory grows."""


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
