"""PostgreSQL is read exactly, in order, from one moment, and only read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import psycopg
import pyarrow as pa
import pytest

from legacy_adapters.core.batch import MIXED, Batch, is_allowed
from legacy_adapters.core.errors import AccessDenied, ConfigError, SourceChanged, StatementRefused, Unavailable
from legacy_adapters.sources.database import postgresql_lane
from legacy_adapters.sources.database.postgresql import PostgresqlConnection
from legacy_adapters.sources.database.settings import DatabaseSource, DatabaseStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.service.postgres import AUDITOR, PostgresServer
from tests.service.postgresql_books import ODD_TEXTS, make_books


@pytest.fixture(scope="module")
def database(postgres: PostgresServer) -> str:
    """The URL of a superuser at a database with a table of each kind."""
    return make_books(postgres, "Bücher")


@pytest.fixture
def connection(database: str) -> Iterator[PostgresqlConnection]:
    """An open source on that database."""
    with DatabaseSource(url=database).connect() as opened:
        assert isinstance(opened, PostgresqlConnection)
        yield opened


def _stream(**settings: object) -> DatabaseStream:
    return DatabaseStream.model_validate(settings)


def _batches(connection: PostgresqlConnection, columns: Sequence[str] | None = None, **stream: Any) -> list[Batch]:
    return list(connection.reader("s", _stream(**stream), columns).read({}))


def _rows(batches: Sequence[Batch]) -> list[dict[str, Any]]:
    return [row for batch in batches for row in batch.rows.to_pylist()]


def test_every_type_is_exact(connection: PostgresqlConnection) -> None:
    """Numbers, dates and times arrive in types of their own, everything else as the server's text."""
    batches = _batches(connection, table="kinds")
    assert all(is_allowed(field.type) for field in batches[0].rows.schema)
    assert batches[0].rows.schema == connection.schema("s", DatabaseStream(table="kinds"))
    full, empty = _rows(batches)
    assert full == {
        "i2": -32768,
        "i4": 1,
        "i8": 9223372036854775807,
        "money_like": Decimal("12.50"),
        "wide": Decimal("1234567890123456789012345678.0123456789"),
        "free": {"text": "1000000000000000000000000000000", "number": True},
        "huge": {"text": "1.50000", "number": True},
        "hundreds": Decimal(12300),
        "dom": Decimal("0.10"),
        "f4": 0.1,
        "f8": 0.1,
        "yes": True,
        "d": date(2024, 2, 29),
        "ts": datetime(2024, 2, 29, 23, 59, 59, 123456),
        "tz": datetime(2024, 2, 29, 21, 59, 59, tzinfo=UTC),
        "t": time(12, 30, 0, 500000),
        "padded": "ab   ",
        "v": "x ",
        "u": "00000000-0000-0000-0000-00000000000a",
        "j": '{"a": 1}',
        "a": "{1,NULL}",
        "iv": "1 day 02:00:00",
        "b": "\\x00ff",
        "m": "so lala",
        "cash": "$1,234.50",
    }
    assert {name: value for name, value in empty.items() if value is not None} == {"i4": 2}
    assert str(batches[0].rows.schema.field("money_like").type) == "decimal128(18, 2)"


def test_what_does_not_fit_is_a_fault_with_its_text(connection: PostgresqlConnection) -> None:
    """No date beyond the calendar and no number that is none is taken for a null."""
    batch = _batches(connection, table="misfits")[0]
    assert batch.faults is not None
    faults = {(f["row"], f["column"]): (f["code"], f["text"]) for f in batch.faults.to_pylist()}
    assert faults == {
        (1, "d"): ("date_out_of_range", "infinity"),
        (2, "d"): ("date_out_of_range", "0044-03-15 BC"),
        (1, "ts"): ("date_out_of_range", "-infinity"),
        (2, "ts"): ("date_out_of_range", "10000-01-01 00:00:00"),
        (1, "tz"): ("date_out_of_range", "infinity"),
        (2, "tz"): ("date_out_of_range", "0001-01-01 00:00:00+00 BC"),
        (1, "n"): ("not_a_number", "NaN"),
        (1, "t"): ("date_out_of_range", "24:00:00"),
    }
    rows = _rows([batch])
    assert [row["d"] for row in rows] == [date(2024, 1, 31), None, None]
    assert [row["n"] for row in rows] == [Decimal("1.25"), None, Decimal("2.50")]
    assert [row["t"] for row in rows] == [time(23, 59, 59), None, None]
    assert batch.rows.schema.field("free").type == MIXED
    assert [row["free"]["number"] for row in rows] == [True, False, False]
    assert [str(row["f"]) for row in rows] == ["0.5", "nan", "inf"]


def test_faults_are_those_of_the_columns_wanted(connection: PostgresqlConnection) -> None:
    """A column that is not read has no faults."""
    (batch, _) = _batches(connection, ["n", "id"], table="misfits")
    assert batch.rows.schema.names == ["n", "id"]
    assert batch.faults is not None
    assert set(batch.faults.column("column").to_pylist()) == {"n"}
    assert _batches(connection, ["id"], table="misfits")[0].faults is None


@pytest.mark.parametrize("columns", [["v"], ["id", "v"], ["v", "id"]])
def test_texts_are_exact(connection: PostgresqlConnection, columns: list[str]) -> None:
    """Empty is not null, and no sign of COPY's own is taken for one, wherever the column stands."""
    rows = _rows(_batches(connection, columns, table="odd_texts"))
    assert [row["v"] for row in rows] == ODD_TEXTS


def test_no_columns_are_still_rows(connection: PostgresqlConnection) -> None:
    """Where a mapping needs no column at all, the rows are counted all the same."""
    batches = _batches(connection, [], table="odd_texts")
    assert sum(batch.rows.num_rows for batch in batches) == len(ODD_TEXTS)


def test_odd_names_are_read(connection: PostgresqlConnection) -> None:
    """Blanks, dots, quotes, umlauts, dollar signs and keywords are names like others."""
    batch = _batches(connection, table='größe "X" $a.b')[0]
    assert _rows([batch]) == [{"select": 1, "a b": "eins", "a.b": "zwei", 'ä"$': "drei"}]
    assert batch.origin.to_pylist() == ['Größe "x" $a.b[select=1]']


@pytest.mark.parametrize("stream", [{"table": "sales.gl"}, {"table": "GL", "schema": "Sales"}])
def test_tables_are_found_in_their_schema(connection: PostgresqlConnection, stream: dict[str, str]) -> None:
    """The schema may stand in front of the name, or by itself."""
    batch = _batches(connection, **stream)[0]
    assert batch.rows.num_rows == 10
    assert batch.origin[0].as_py() == "sales.gl[id=1]"


def test_unknown_names_are_answered_with_the_nearest(connection: PostgresqlConnection) -> None:
    """Table, schema and column: each error offers what could have been meant."""
    cases: list[tuple[dict[str, object], list[str] | None, str]] = [
        ({"table": "odd_text"}, None, "odd_texts"),
        ({"table": "gl", "schema": "sale"}, None, "sales"),
        ({"table": "sales.gl"}, ["amonut"], "amount"),
        ({"table": "sales.gl", "key": "idd"}, None, "id"),
        ({"table": "sales.gl", "incremental": {"column": "amout"}}, None, "amount"),
    ]
    for stream, columns, near in cases:
        with pytest.raises(ConfigError) as error:
            _batches(connection, columns, **stream)
        assert near in error.value.hint
    with pytest.raises(ConfigError, match='relation "nope" does not exist'):
        _batches(connection, query="SELECT * FROM nope")


def test_streams_are_listed_with_their_counts(connection: PostgresqlConnection) -> None:
    """Tables and views of every schema, partitions within their table."""
    found = {info.name: (info.kind, info.rows) for info in connection.streams(count=True)}
    assert found["sales.gl"] == ("table", 10)
    assert found["sales.totals"] == ("view", 1)
    assert found["stored"] == ("materialized view", 1)
    assert found["parted"] == ("table", 6)
    assert "parted_2023" not in found
    assert list(found) == sorted(found)
    assert {info.rows for info in connection.streams(count=False)} == {None}


def test_partitioned_tables_and_a_single_partition_are_read(connection: PostgresqlConnection) -> None:
    """A partitioned table is read whole by its own key, a partition by its name."""
    assert [tuple(row.values()) for row in _rows(_batches(connection, table="parted"))] == [
        (2023, 2), (2023, 4), (2023, 6), (2024, 1), (2024, 3), (2024, 5)
    ]  # fmt: skip
    assert len(_rows(_batches(connection, table="parted_2024"))) == 3


def test_key_of_a_table_that_others_inherit_from_is_not_relied_on(connection: PostgresqlConnection) -> None:
    """Rows of the heirs may repeat it: such a table is read without positions."""
    batches = _batches(connection, table="parent")
    assert [batch.position for batch in batches[:-1]] == [None]
    assert batches[0].rows.num_rows == 2


def test_unique_index_without_nulls_stands_in_for_a_primary_key(connection: PostgresqlConnection) -> None:
    """A table without a primary key can be resumed all the same."""
    assert _batches(connection, table="secondary")[0].position is not None


def test_table_without_columns_is_refused(connection: PostgresqlConnection) -> None:
    """There is nothing to be read in it, and the error says so."""
    with pytest.raises(ConfigError, match="no columns"):
        connection.schema("s", DatabaseStream(table="nothing"))


def test_query_with_two_columns_of_a_name_is_refused(connection: PostgresqlConnection) -> None:
    """Neither of the two could be meant."""
    with pytest.raises(ConfigError, match="two columns are called id"):
        connection.schema("s", DatabaseStream(query="SELECT id, id FROM sales.gl"))


def test_query_is_read_with_its_condition(connection: PostgresqlConnection) -> None:
    """A query, its comment at the end, and a condition go together."""
    batches = _batches(connection, query="SELECT id AS n, amount FROM sales.gl; -- all", where="n > 8 -- few", key="n")
    assert _rows(batches) == [{"n": 9, "amount": Decimal("9.00")}, {"n": 10, "amount": Decimal("10.00")}]
    assert batches[0].origin.to_pylist() == ["query[n=9]", "query[n=10]"]


@pytest.mark.parametrize(
    "query", ["DELETE FROM sales.gl", "SELECT 1; SELECT 2", "SELECT nextval('x')", "SELECT * FROM sales.gl FOR UPDATE"]
)
def test_what_is_no_query_is_refused(connection: PostgresqlConnection, query: str) -> None:
    """Nothing but one query is sent."""
    with pytest.raises(StatementRefused):
        _batches(connection, query=query)


def _assert_resumes_everywhere(connection: PostgresqlConnection, **stream: Any) -> None:
    """From the position of each batch the rest is the same, batch by batch."""
    batches = _batches(connection, **stream)
    assert len(batches) > 3
    for i, batch in enumerate(batches[:-1]):
        assert batch.position is not None
        reader = connection.reader("s", _stream(**stream))
        rest = list(reader.read({"": batch.position}))
        assert [(b.id, b.position) for b in rest] == [(b.id, b.position) for b in batches[i + 1 :]]
        assert _rows(rest) == _rows(batches[i + 1 :])
        assert [b.origin for b in rest] == [b.origin for b in batches[i + 1 :]]


def test_reading_goes_on_behind_any_row(database: str) -> None:
    """Keys of text with quotes and backslashes, of microseconds, infinity, padded text, and numbers of any size."""
    with DatabaseSource(url=database, max_rows_per_second=5).connect() as connection:
        assert isinstance(connection, PostgresqlConnection)
        _assert_resumes_everywhere(connection, table="keyed")
        assert len(_rows(_batches(connection, table="keyed"))) == 4 * 3 * 2 * 2 * 2


@pytest.mark.parametrize("column", ["changed", "stamp", "version"])
def test_incremental_reading_goes_on_behind_any_row(database: str, column: str) -> None:
    """Rows without a watermark come first; bounds and microseconds are exact."""
    with DatabaseSource(url=database, max_rows_per_second=3).connect() as connection:
        assert isinstance(connection, PostgresqlConnection)
        _assert_resumes_everywhere(connection, table="changes", incremental={"column": column})


def test_next_run_reads_what_changed_since(postgres: PostgresServer) -> None:
    """Only rows from the last watermark on, and those without one, are read again; lookback goes further back."""
    url = postgres.create_database("incremental")
    stream = _stream(table="c", incremental={"column": "t"})
    with psycopg.connect(url, autocommit=True) as writer, DatabaseSource(url=url).connect() as connection:
        writer.execute("CREATE TABLE c (id int PRIMARY KEY, t timestamp)")
        writer.execute("INSERT INTO c VALUES (1, '2024-01-30'), (2, '2024-01-31 12:00:00.123456'), (3, NULL)")
        end = list(connection.reader("s", stream).read({}))[-1].position
        assert end is not None
        writer.execute("INSERT INTO c VALUES (4, '2024-01-31 12:00:00.123457')")
        assert [row["id"] for row in _rows(list(connection.reader("s", stream).read({"": end})))] == [3, 2, 4]
        wide = _stream(table="c", incremental={"column": "t", "lookback": "2 days"})
        assert [row["id"] for row in _rows(list(connection.reader("s", wide).read({"": end})))] == [3, 1, 2, 4]
        writer.execute("DELETE FROM c WHERE id IN (2, 4)")
        with pytest.raises(SourceChanged, match="went backwards"):
            list(connection.reader("s", stream).read({"": end}))


def test_a_read_is_of_one_moment(postgres: PostgresServer) -> None:
    """What is written while a stream is read is not seen by it, and the writer does not wait."""
    url = postgres.create_database("moment")
    stream = _stream(table="m", incremental={"column": "id"})
    with psycopg.connect(url, autocommit=True) as writer, DatabaseSource(url=url).connect() as connection:
        writer.execute("CREATE TABLE m (id int PRIMARY KEY)")
        writer.execute("INSERT INTO m SELECT generate_series(1, 200000)")
        reading = iter(connection.reader("s", stream).read({}))
        first = next(reading)
        writer.execute("UPDATE m SET id = id + 1000000 WHERE id > 100000")
        assert sum(batch.rows.num_rows for batch in reading) + first.rows.num_rows == 200_000


def test_wide_rows_make_small_batches(connection: PostgresqlConnection) -> None:
    """A batch ends by its bytes, too, and never within a row."""
    with patch.object(postgresql_lane, "BLOCK_BYTES", 100_000):
        batches = _batches(connection, query="SELECT i, repeat('x', 1000) AS v FROM generate_series(1, 500) i")
    assert [batch.rows.num_rows for batch in batches] == [128, 128, 128, 116, 0]
    assert [row["i"] for row in _rows(batches)] == list(range(1, 501))


def test_reader_given_up_leaves_the_connection_usable(connection: PostgresqlConnection) -> None:
    """Closed in the middle of a long read, the next stream can be read at once."""
    reading = connection.reader("s", DatabaseStream(query="SELECT generate_series(1, 500000000) AS i")).read({})
    assert next(reading).rows.num_rows
    reading.close()
    assert len(_rows(_batches(connection, table="sales.gl"))) == 10


def test_session_cannot_write_and_says_who_it_is(connection: PostgresqlConnection) -> None:
    """The server itself refuses changes, whatever the login may do."""
    session = connection._session
    assert session.rows("SHOW application_name") == [("legacy-adapters",)]
    assert session.rows("SHOW statement_timeout") == [("31s",)]
    with pytest.raises(StatementRefused, match="read-only"):
        session.rows("CREATE TABLE t (a int)")
    with session.snapshot(), pytest.raises(StatementRefused, match="read-only"):
        session.rows("SELECT nextval('numbers')")


def test_privileges_are_told_in_words(postgres: PostgresServer, database: str) -> None:
    """A superuser is named as one, an auditor may change nothing, and rights are listed by table."""
    with DatabaseSource(url=database).connect() as connection:
        assert connection.privileges() == ["postgres is a superuser, and may change everything"]
    with DatabaseSource(url=postgres.url(AUDITOR, "Bücher")).connect() as connection:
        assert connection.privileges() == []
        assert len(_rows(list(connection.reader("s", DatabaseStream(table="sales.gl")).read({})))) == 10
    with psycopg.connect(database) as owner:
        owner.execute(f"GRANT INSERT, DELETE ON sales.gl TO {AUDITOR}")
        owner.execute(f"GRANT CREATE ON SCHEMA sales TO {AUDITOR}")
    try:
        with DatabaseSource(url=postgres.url(AUDITOR, "Bücher")).connect() as connection:
            assert connection.privileges() == [
                "auditor may create tables in the schema sales",
                "auditor may INSERT, DELETE in sales.gl",
            ]
    finally:
        with psycopg.connect(database) as owner:
            owner.execute(f"REVOKE INSERT, DELETE ON sales.gl FROM {AUDITOR}")
            owner.execute(f"REVOKE CREATE ON SCHEMA sales FROM {AUDITOR}")


def test_text_that_is_no_utf8_is_a_fault(postgres: PostgresServer) -> None:
    """A database of no encoding holds whatever old programs wrote: what cannot be read is set aside, with its bytes."""
    url = postgres.create_database("unencoded")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS ascii")
        connection.execute("CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    url = postgres.url(database="ascii")
    with psycopg.connect(url, client_encoding="SQL_ASCII") as connection:
        connection.execute("CREATE TABLE t (id int PRIMARY KEY, v text)")
        connection.execute("INSERT INTO t VALUES (1, E'gr\\374n\\n'), (2, 'rot\\n'), (3, NULL)")
    with DatabaseSource(url=url).connect() as opened:
        batch = next(iter(opened.reader("s", DatabaseStream(table="t")).read({})))
    assert batch.rows.column("v").to_pylist() == [None, "rot\\n", None]
    assert batch.faults is not None
    assert batch.faults.to_pylist() == [{"row": 0, "column": "v", "code": "undecodable", "text": "gr\\xfcn\n"}]


def test_wrong_password_is_denied(postgres: PostgresServer) -> None:
    """Exit code 77, which is never retried, and no password in the message."""
    with pytest.raises(AccessDenied) as error, DatabaseSource(url=postgres.url(AUDITOR, password="hunter2")).connect():
        pass
    assert "hunter2" not in str(error.value)
    assert f"{AUDITOR}:***@" in error.value.where


def test_unknown_database_is_named(postgres: PostgresServer) -> None:
    """A wrong name in the URL is a matter of configuration."""
    with pytest.raises(ConfigError, match="nodb"), DatabaseSource(url=postgres.url(database="nodb")).connect():
        pass


def test_table_locked_by_another_program_is_waited_for(postgres: PostgresServer) -> None:
    """After the time stated the run may try again later; nothing hangs."""
    url = postgres.create_database("locked")
    with psycopg.connect(url) as other:
        other.execute("CREATE TABLE t (id int PRIMARY KEY)")
        other.commit()
        other.execute("LOCK TABLE t")
        with DatabaseSource(url=url, timeout=1).connect() as connection, pytest.raises(Unavailable, match="lock"):
            connection.schema("s", DatabaseStream(table="t"))


@pytest.fixture
def running(postgres: PostgresServer) -> Iterator[PostgresServer]:
    """The server, running again after the test whatever the test did to it."""
    yield postgres
    postgres.start()


def test_server_that_is_down_is_unavailable(running: PostgresServer) -> None:
    """Exit code 69: trying again may help."""
    url = running.create_database("down")
    running.stop("fast")
    with pytest.raises(Unavailable), DatabaseSource(url=url).connect():
        pass


def test_server_killed_in_the_middle_of_a_read_loses_nothing(running: PostgresServer) -> None:
    """The read ends as unavailable, and a later one goes on exactly where the last batch ended."""
    url = running.create_database("killed")
    with psycopg.connect(url) as writer:
        writer.execute("CREATE TABLE t (id int PRIMARY KEY, v text)")
        writer.execute("INSERT INTO t SELECT i, repeat('x', 100) FROM generate_series(1, 400000) i")
        writer.commit()
        writer.execute("CHECKPOINT")
    stream = DatabaseStream(table="t")
    taken: list[Batch] = []
    with pytest.raises(Unavailable), DatabaseSource(url=url).connect() as connection:  # noqa: PT012
        for batch in connection.reader("s", stream).read({}):
            taken.append(batch)
            if len(taken) == 2:
                running.kill()
    running.start()
    assert taken[-1].position is not None
    with DatabaseSource(url=url).connect() as connection:
        taken += connection.reader("s", stream).read({"": taken[-1].position})
    ids = [number for batch in taken for number in batch.rows.column("id").to_pylist()]
    assert ids == list(range(1, 400_001))
    assert all(a.id != b.id for a, b in pairwise(taken))


def test_types_of_arrow_are_as_announced(connection: PostgresqlConnection) -> None:
    """Every batch has the schema that was announced, also where cells do not fit."""
    for table in ("kinds", "misfits", "odd_texts", "keyed"):
        schema = connection.schema("s", DatabaseStream(table=table))
        assert {batch.rows.schema for batch in _batches(connection, table=table)} == {schema}
        assert isinstance(schema, pa.Schema)


class TestKeyed(ReaderConformance):
    """A table with a key of five columns."""

    expected_rows = 96

    @pytest.fixture
    def source(self, database: str) -> DatabaseSource:
        return DatabaseSource(url=database, max_rows_per_second=20)

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return DatabaseStream(table="keyed")


class TestChanges(ReaderConformance):
    """A table read by its time of change."""

    expected_rows = 20
    incremental = True

    @pytest.fixture
    def source(self, database: str) -> DatabaseSource:
        return DatabaseSource(url=database, max_rows_per_second=3)

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return _stream(table="changes", incremental={"column": "changed"})


class TestMisfits(ReaderConformance):
    """Cells that have no place in their column."""

    expected_rows = 2

    @pytest.fixture
    def source(self, database: str) -> DatabaseSource:
        return DatabaseSource(url=database, max_rows_per_second=1)

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return DatabaseStream(table="misfits", where="f <> 'NaN'")


class TestQuery(ReaderConformance):
    """A query without a key."""

    expected_rows = 10
    resumable = False

    @pytest.fixture
    def source(self, database: str) -> DatabaseSource:
        return DatabaseSource(url=database, max_rows_per_second=4)

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return DatabaseStream(query="SELECT id, amount FROM sales.gl")
