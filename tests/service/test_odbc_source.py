"""What is behind an ODBC driver is read as exactly as by an adapter of its own."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyodbc
import pytest
from sqlalchemy import make_url

from legacy_adapters.core.batch import MIXED, Batch
from legacy_adapters.core.errors import AccessDenied, ConfigError, DriverMissing, StatementRefused, Unavailable
from legacy_adapters.core.protocols import Connection
from legacy_adapters.sources.database.odbc import OdbcConnection
from legacy_adapters.sources.database.odbc_session import OdbcSession
from legacy_adapters.sources.database.odbc_sqlite import OdbcSqliteSession
from legacy_adapters.sources.database.settings import DatabaseSource, DatabaseStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.service.postgres import AUDITOR, PostgresServer
from tests.service.postgresql_books import ODD_TEXTS, make_books
from tests.service.require import require

QUIRKS = '''
CREATE TABLE "T x $ ""q"" Ä" (id INTEGER PRIMARY KEY, n NUMERIC(18,2), "Ä ""q""" TEXT, d DATE, b BLOB,
    v VARCHAR(5), i BIGINT, untyped, r REAL);
CREATE TABLE keyed (a TEXT NOT NULL, b INTEGER NOT NULL, c REAL, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE changes (id INTEGER PRIMARY KEY, changed TIMESTAMP, amount DECIMAL(18,2));
CREATE VIEW sums AS SELECT a, sum(b) AS s FROM keyed GROUP BY a;
'''
ODD_CELLS: list[Any] = [
    None,
    "",
    " ",
    0,
    -1,
    12.1,
    0.1 + 0.2,
    1e22,
    5e-324,
    1.7976931348623157e308,
    -123456789.12,
    9007199254740993,
    -(2**63),
    float("inf"),
    "12,50-",
    "007",
    "ÆØÅ æøå äöüß€ 🂡\n\r\t",
    "x" * 70_000,
    "a\0b",
    "\0",
    b"",
    b"\x00\xff",
    'it\'s \\ "quoted" [x] {y}',
    "2024-01-31 12:00:00.123456",
]


def _make_quirks(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(QUIRKS)
        table = '"T x $ ""q"" Ä"'
        for i, cell in enumerate(ODD_CELLS * 3):
            turned = [ODD_CELLS[(i + k) % len(ODD_CELLS)] for k in range(7)]
            turned[2] = turned[2] if not isinstance(turned[2], float) else 0.1 + 0.2
            database.execute(
                f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [i * 3_000_000_000, cell, *turned]
            )
        database.execute(f"INSERT INTO {table} (id, v) VALUES (-5, CAST(? AS TEXT))", [b"gr\xfcn"])
        database.execute(
            f"INSERT INTO {table} (id, v, d) VALUES (-4, CAST(? AS TEXT), CAST(? AS TEXT))", [b"\xc0\x81", b"\xc0\x810"]
        )
        rows = [(f"a'{i % 7}\\ä", i, i / 7) for i in range(50)]
        database.executemany("INSERT INTO keyed VALUES (?, ?, ?)", rows)
        dates = [(i, None if i % 5 == 0 else f"2024-01-31 12:00:00.{i:06d}", i / 100) for i in range(1, 21)]
        database.executemany("INSERT INTO changes VALUES (?, ?, ?)", dates)
    return path


@pytest.fixture(scope="module")
def quirks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite, with an odd name, whose tables hold every kind of cell in every kind of column."""
    return _make_quirks(tmp_path_factory.mktemp("odbc") / "Bücher; {a}%.db")


def _sqlite(driver: str, path: Path, **settings: Any) -> DatabaseSource:
    database = str(path).replace("}", "}}")
    return DatabaseSource(url=f"odbc:Driver={{{driver}}};Database={{{database}}}", **settings)


def _stream(**settings: object) -> DatabaseStream:
    return DatabaseStream.model_validate(settings)


def _read(source: DatabaseSource, stream: DatabaseStream, since: str | None = None) -> list[Batch]:
    with source.connect() as connection:
        return list(connection.reader("s", stream).read({} if since is None else {"": since}))


def _assert_same(found: Sequence[Batch], expected: Sequence[Batch]) -> None:
    assert [(b.id, b.position) for b in found] == [(b.id, b.position) for b in expected]
    for one, other in zip(found, expected, strict=True):
        assert one.rows.schema == other.rows.schema
        assert one.origin == other.origin
        assert one.source_modified_at == other.source_modified_at
        for name in one.rows.schema.names:
            assert one.rows.column(name).to_pylist() == other.rows.column(name).to_pylist(), name
        assert _faults(one) == _faults(other)


def _faults(batch: Batch) -> set[tuple[object, ...]]:
    return set() if batch.faults is None else {tuple(fault.values()) for fault in batch.faults.to_pylist()}


@pytest.mark.parametrize(
    "stream",
    [
        {"table": 't X $ "Q" ä'},
        {"table": "keyed"},
        {"table": "sums"},
        {"table": "changes", "incremental": {"column": "changed"}},
        {"table": "changes", "incremental": {"column": "amount"}},
        {"query": "SELECT a AS \"ä ö\", b FROM keyed WHERE a LIKE '%ä' -- ü", "key": ["ä ö", "b"]},
    ],
)
def test_both_lanes_of_sqlite_give_the_same_batches(
    sqlite_odbc_driver: str, quirks: Path, stream: dict[str, object]
) -> None:
    """Mixed types, umlauts, nulls, long texts, blobs, zero bytes, reals of 17 digits, odd names: nothing differs."""
    own = DatabaseSource(url="sqlite:///" + str(quirks).replace("%", "%25"), max_rows_per_second=9)
    found = _read(_sqlite(sqlite_odbc_driver, quirks, max_rows_per_second=9), _stream(**stream))
    assert len(found) > 1
    _assert_same(found, _read(own, _stream(**stream)))


def test_sqlite_money_is_no_double(sqlite_odbc_driver: str, quirks: Path) -> None:
    """The driver hands over numbers as doubles and text in them as 0: both arrive as they are stored."""
    (batch, *_) = _read(_sqlite(sqlite_odbc_driver, quirks), _stream(table='T x $ "q" Ä', where="id >= 0"))
    assert batch.rows.schema.field("n").type == MIXED
    cells = batch.rows.column("n").to_pylist()[: len(ODD_CELLS)]
    assert cells[ODD_CELLS.index(12.1)] == {"text": "12.1", "number": True}
    assert cells[ODD_CELLS.index(9007199254740993)] == {"text": "9007199254740993", "number": True}
    assert cells[ODD_CELLS.index("12,50-")] == {"text": "12,50-", "number": False}
    assert cells[ODD_CELLS.index("a\0b")] == {"text": "a\0b", "number": False}


def test_sqlite_database_is_relative_to_the_folder(sqlite_odbc_driver: str, quirks: Path) -> None:
    """A path without a root starts where the pipeline file lies."""
    values = {"url": f"odbc:Driver={{{sqlite_odbc_driver}}};Database={{{quirks.name.replace('}', '}}')}}}"}
    source = DatabaseSource.model_validate(values, context={"folder": quirks.parent})
    assert sum(batch.rows.num_rows for batch in _read(source, _stream(table="keyed"))) == 50


def test_missing_sqlite_file_is_not_made(sqlite_odbc_driver: str, tmp_path: Path) -> None:
    """The driver would make a file; instead the error names the nearest one."""
    (tmp_path / "company.db").touch()
    with pytest.raises(ConfigError, match="there is no file") as error:
        _read(_sqlite(sqlite_odbc_driver, tmp_path / "compny.db"), _stream(table="t"))
    assert "company.db" in error.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["company.db"]


def test_sqlite_session_cannot_write(sqlite_odbc_driver: str, quirks: Path) -> None:
    """Neither the file nor, by a statement that is not our own, anything in memory can be changed."""
    with OdbcSession.open(_sqlite(sqlite_odbc_driver, quirks)) as session:
        opened = OdbcSqliteSession(session)
        for statement in ("DELETE FROM keyed", "CREATE TABLE t (a)"):
            with pytest.raises(StatementRefused, match="readonly"):
                opened.table(statement)
        assert opened.path == quirks


def _resident() -> int:
    """Bytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_memory_does_not_grow_with_the_rows(sqlite_odbc_driver: str, quirks: Path) -> None:
    """The driver hands over row by row: a result of 200 MB is begun in a part of that."""
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)"
    rows = f"{numbers} SELECT i, hex(zeroblob(100)) FROM n"
    with _sqlite(sqlite_odbc_driver, quirks).connect() as connection:
        before = _resident()
        batches = connection.reader("s", _stream(query=rows)).read({})
        with closing(batches):  # type: ignore[type-var]
            assert next(iter(batches)).rows.num_rows > 1000
            assert _resident() - before < 120_000_000


def test_sqlite_is_read_as_it_is_at_one_moment(sqlite_odbc_driver: str, tmp_path: Path) -> None:
    """What is written to a database in WAL mode while it is read belongs to the next run."""
    path = _make_quirks(tmp_path / "moment.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        with _sqlite(sqlite_odbc_driver, path, max_rows_per_second=10).connect() as connection:
            batches = iter(connection.reader("s", _stream(table="keyed")).read({}))
            first = next(batches)
            writer.execute("UPDATE keyed SET b = b + 1000")
            assert first.rows.num_rows + sum(batch.rows.num_rows for batch in batches) == 50


def test_locked_sqlite_file_is_unavailable(sqlite_odbc_driver: str, tmp_path: Path) -> None:
    """A writer's lock is waited for as long as stated, then the run may try again later."""
    path = _make_quirks(tmp_path / "locked.db")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable, match="locked"):
            _read(_sqlite(sqlite_odbc_driver, path, timeout=1), _stream(table="keyed"))


def test_file_that_is_no_database_is_refused(sqlite_odbc_driver: str, tmp_path: Path) -> None:
    """What is no database is called so when it is opened."""
    (tmp_path / "text.db").write_text("no database at all\n" * 200)
    with pytest.raises(ConfigError, match="not a database"):
        _read(_sqlite(sqlite_odbc_driver, tmp_path / "text.db"), _stream(table="t"))


def test_missing_driver_names_the_installed_ones(sqlite_odbc_driver: str) -> None:
    """One sees what there is, and which package holds what was wanted."""
    with pytest.raises(DriverMissing) as error, DatabaseSource(url="odbc:Driver={SQLite4};Database=x.db").connect():
        pass
    assert sqlite_odbc_driver in error.value.hint
    assert "libsqliteodbc" in error.value.hint


def test_missing_data_source_is_named(sqlite_odbc_driver: str) -> None:
    """A DSN that is not set up is a matter of configuration."""
    source = DatabaseSource(url="odbc:DSN=books")
    with pytest.raises(ConfigError, match="no ODBC data source 'books'"), source.connect():
        pass


def test_data_source_of_sqlite_is_read(
    sqlite_odbc_driver: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A DSN leads to the same driver, and its session cannot write either."""
    path = _make_quirks(tmp_path / "books.db")
    (tmp_path / "odbc.ini").write_text(f"[books]\nDriver={sqlite_odbc_driver}\nDatabase={path}\n")
    monkeypatch.setenv("ODBCINI", str(tmp_path / "odbc.ini"))
    source = DatabaseSource(url="odbc:DSN=Books")
    assert sum(batch.rows.num_rows for batch in _read(source, _stream(table="keyed"))) == 50
    with OdbcSession.open(source) as session, pytest.raises(StatementRefused):
        OdbcSqliteSession(session).table("DELETE FROM keyed")


@pytest.fixture(params=["PostgreSQL Unicode", "PostgreSQL ANSI"])
def psqlodbc(request: pytest.FixtureRequest) -> str:
    """The names under which PostgreSQL's ODBC drivers are registered."""
    found = request.param if request.param in pyodbc.drivers() else None
    return str(require(found, "psqlODBC", "`make setup`, or: apt-get install odbc-postgresql"))


@pytest.fixture(scope="module")
def books(postgres: PostgresServer) -> str:
    """The URL of a database with a table of each kind."""
    return make_books(postgres, "books by odbc")


def _postgresql(driver: str, url: str, password: str | None = None, **settings: Any) -> DatabaseSource:
    parsed = make_url(url)
    secret = (password or parsed.password or "").replace("}", "}}")
    text = f"odbc:Driver={{{driver}}};Server={parsed.host};Port={parsed.port};Database={parsed.database};"
    return DatabaseSource(url=f"{text}Uid={parsed.username};Pwd={{{secret}}}", **settings)


@pytest.mark.parametrize(
    "stream",
    [
        {"table": "keyed"},
        {"table": "odd_texts", "where": "id < 11 OR id > 11"},
        {"table": 'Größe "x" $a.b'},
        {"table": "changes", "incremental": {"column": "changed"}},
        {"table": "changes", "incremental": {"column": "stamp"}},
        {"table": "changes", "incremental": {"column": "version"}},
        {"query": "SELECT id, amount FROM sales.gl", "where": "amount > 3", "key": "id"},
    ],
)
def test_both_lanes_of_postgresql_give_the_same_batches(psqlodbc: str, books: str, stream: dict[str, object]) -> None:
    """Keys, positions, umlauts, dates, padded text, names: by psqlODBC nothing differs from PostgreSQL's own lane."""
    found = _read(_postgresql(psqlodbc, books, max_rows_per_second=7), _stream(**stream))
    assert len(found) > 1
    _assert_same(found, _read(DatabaseSource(url=books, max_rows_per_second=7), _stream(**stream)))


def _of_columns_but(source: DatabaseSource, table: str, left_out: str) -> Batch:
    with source.connect() as connection:
        columns = [name for name in connection.schema("s", _stream(table=table)).names if name != left_out]
        return next(iter(connection.reader("s", _stream(table=table), columns).read({})))


@pytest.mark.parametrize("table", ["kinds", "misfits"])
def test_both_lanes_of_postgresql_type_alike(psqlodbc: str, books: str, table: str) -> None:
    """Every type, and every cell that has no place in its own: the driver's wrong dates and doubles are not seen."""
    found, expected = (
        _of_columns_but(source, table, "hundreds")
        for source in (_postgresql(psqlodbc, books), DatabaseSource(url=books))
    )
    assert found.rows.schema.to_string() == expected.rows.schema.to_string()
    assert str(found.rows.to_pylist()) == str(expected.rows.to_pylist())
    assert _faults(found) == _faults(expected)


def test_umlauts_of_every_plane_arrive(psqlodbc: str, books: str) -> None:
    """Neither the wide nor the narrow driver spoils a letter, on the way there or back."""
    text = "ÆØÅ æøå äöüß€ 🂡"
    found = _read(_postgresql(psqlodbc, books), _stream(query=f"SELECT '{text}' AS \"{text}\" WHERE 'ß€' <> 'ss'"))
    assert found[0].rows.to_pylist() == [{text: text}]
    assert ODD_TEXTS[14] is not None
    assert text[:7] in ODD_TEXTS[14]


def test_postgresql_by_odbc_is_only_read(psqlodbc: str, books: str) -> None:
    """The driver takes no notice of `readonly`; the session does."""
    with OdbcSession.open(_postgresql(psqlodbc, books)) as session:
        with pytest.raises(StatementRefused, match="read-only"):
            session.result("CREATE TABLE t (a int)")
        with session.snapshot(), pytest.raises(StatementRefused, match="read-only"):
            session.result("DELETE FROM sales.gl")
        assert OdbcConnection(session, DatabaseSource(url="odbc:Driver=x")).privileges() == [
            "ODBC does not tell what this login may change; the sessions opened here cannot write"
        ]


def test_streams_of_postgresql_are_listed(psqlodbc: str, books: str) -> None:
    """The driver's own catalogue is asked, without the system's tables."""
    with _postgresql(psqlodbc, books).connect() as connection:
        found = {info.name: (info.kind, info.rows) for info in connection.streams(count=True)}
    assert found["gl"] == ("table", 10)
    assert found["totals"] == ("view", 1)
    assert found["kinds"] == ("table", 2)
    assert not any(name.startswith("pg_") for name in found)
    assert list(found) == sorted(found)


def test_unknown_names_are_answered_with_the_nearest(psqlodbc: str, books: str) -> None:
    """Table, schema and column: each error offers what could have been meant."""
    cases: list[tuple[dict[str, object], list[str] | None, str]] = [
        ({"table": "kind"}, None, "kinds"),
        ({"table": "gl", "schema": "sale"}, None, "sales"),
        ({"table": "sales.gl"}, ["amonut"], "amount"),
    ]
    with _postgresql(psqlodbc, books).connect() as connection:
        for stream, columns, near in cases:
            with pytest.raises(ConfigError) as error:
                connection.reader("s", _stream(**stream), columns)
            assert near in error.value.hint
        with pytest.raises(ConfigError, match="does not exist"):
            connection.schema("s", _stream(query="SELECT * FROM nope"))
        with pytest.raises(StatementRefused):
            connection.schema("s", _stream(query="DELETE FROM kinds"))


def test_wrong_password_is_denied(psqlodbc: str, postgres: PostgresServer) -> None:
    """Exit code 77, and no password in the message."""
    source = _postgresql(psqlodbc, postgres.url(AUDITOR), password="hunter2")
    with pytest.raises(AccessDenied) as error, source.connect():
        pass
    assert "hunter2" not in str(error.value)


@pytest.fixture
def running(postgres: PostgresServer) -> Iterator[PostgresServer]:
    """The server, running again after the test whatever the test did to it."""
    yield postgres
    postgres.start()


def test_server_killed_in_the_middle_of_a_read_loses_nothing(psqlodbc: str, running: PostgresServer) -> None:
    """The read ends as unavailable, and a later one goes on exactly where the last batch ended."""
    url = running.create_database("killed by odbc")
    with psycopg.connect(url) as writer:
        writer.execute("CREATE TABLE t (id int PRIMARY KEY, v text)")
        writer.execute("INSERT INTO t SELECT i, repeat('x', 20) FROM generate_series(1, 100000) i")
        writer.commit()
        writer.execute("CHECKPOINT")
    source, stream = _postgresql(psqlodbc, url, max_rows_per_second=5_000), _stream(table="t")
    taken: list[Batch] = []
    with pytest.raises(Unavailable), source.connect() as connection:  # noqa: PT012
        for batch in connection.reader("s", stream).read({}):
            taken.append(batch)
            if len(taken) == 2:
                running.kill()
    running.start()
    with pytest.raises(Unavailable), _postgresql(psqlodbc, url.replace(str(running.port), "1")).connect():
        pass
    assert taken[-1].position is not None
    taken += _read(source, stream, taken[-1].position)
    assert [n for batch in taken for n in batch.rows.column("id").to_pylist()] == list(range(1, 100_001))


class TestSqliteByOdbc(ReaderConformance):
    """A table of SQLite with every kind of cell."""

    expected_rows = len(ODD_CELLS) * 3 + 2

    @pytest.fixture
    def source(self, sqlite_odbc_driver: str, quirks: Path) -> DatabaseSource:
        return _sqlite(sqlite_odbc_driver, quirks, max_rows_per_second=20)

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return _stream(table='T x $ "q" Ä')


class TestSqliteChangesByOdbc(ReaderConformance):
    """A table of SQLite that is read by its time of change."""

    expected_rows = 20
    incremental = True

    @pytest.fixture
    def source(self, sqlite_odbc_driver: str, quirks: Path) -> DatabaseSource:
        return _sqlite(sqlite_odbc_driver, quirks, max_rows_per_second=3)

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return _stream(table="changes", incremental={"column": "changed"})


class TestPostgresqlByOdbc(ReaderConformance):
    """A table of PostgreSQL with a key of five columns."""

    expected_rows = 96

    @pytest.fixture
    def source(self, psqlodbc: str, books: str) -> DatabaseSource:
        return _postgresql(psqlodbc, books, max_rows_per_second=20)

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return _stream(table="keyed")


def test_connections_keep_the_contract(sqlite_odbc_driver: str, quirks: Path) -> None:
    """What is opened has the methods that the engine calls, and the types that mappings can work with."""
    with _sqlite(sqlite_odbc_driver, quirks).connect() as connection:
        opened: Connection[DatabaseStream] = connection
        assert isinstance(opened.schema("s", _stream(table="keyed")), pa.Schema)
        assert any("could be written" in sentence for sentence in opened.privileges())
