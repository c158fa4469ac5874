"""A database that nobody has heard of is read by its ODBC driver, in order and resumable."""

from __future__ import annotations

from collections.abc import Iterator

import pyodbc
import pytest

from legacy_adapters.core.errors import ConfigError, StatementRefused
from legacy_adapters.core.protocols import Connection
from legacy_adapters.sources.database.settings import DatabaseSource, DatabaseStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.sources.database.fake_odbc import LEDGER, FakeConnection, fill_ledger


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeConnection:
    """The ledger that every connection of this test leads to."""
    connection = fill_ledger(FakeConnection(GLTRAN=LEDGER))
    monkeypatch.setattr(pyodbc, "connect", lambda text, **options: connection)
    monkeypatch.setattr(pyodbc, "drivers", lambda: ["Acme"])
    return connection


def _stream(**settings: object) -> DatabaseStream:
    return DatabaseStream.model_validate(settings)


@pytest.fixture
def opened(fake: FakeConnection) -> Iterator[Connection[DatabaseStream]]:
    """The source, open."""
    with DatabaseSource(url="odbc:Driver=Acme").connect() as connection:
        yield connection


class TestTable(ReaderConformance):
    """A table by its primary key."""

    expected_rows = 100

    @pytest.fixture
    def source(self, fake: FakeConnection) -> DatabaseSource:
        return DatabaseSource(url="odbc:Driver=Acme", max_rows_per_second=30)

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return _stream(table="GLTRAN")


class TestIncremental(TestTable):
    """The same by its time of change."""

    incremental = True

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return _stream(table="GLTRAN", incremental={"column": "Geändert"})


class TestQuery(TestTable):
    """A query without a key."""

    resumable = False

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return _stream(query='SELECT "Konto", "Betrag" FROM GLTRAN')


def test_unknown_names_say_where_they_stand(opened: Connection[DatabaseStream]) -> None:
    """Table, map, key and watermark."""
    cases: list[tuple[dict[str, object], list[str] | None, str]] = [
        ({"table": "GLTRN"}, None, "table"),
        ({"table": "GLTRAN"}, ["Kontoo"], "map"),
        ({"table": "GLTRAN", "key": "Kontoo"}, None, "key"),
        ({"table": "GLTRAN", "incremental": {"column": "Kontoo"}}, None, "incremental.column"),
    ]
    for settings, columns, place in cases:
        with pytest.raises(ConfigError) as error:
            opened.reader("s", _stream(**settings), columns)
        assert error.value.where == f"stream s, {place}"
        assert "Did you mean" in error.value.hint


def test_key_that_does_not_come_exactly_is_refused(opened: Connection[DatabaseStream]) -> None:
    """A picture orders nothing; of the table's own key it is left out in silence, as it only costs resumption."""
    with pytest.raises(ConfigError, match="cannot be ordered by Bild"):
        opened.reader("s", _stream(table="GLTRAN", key="Bild"))


def test_own_key_that_does_not_come_exactly_is_not_relied_on(
    fake: FakeConnection, opened: Connection[DatabaseStream]
) -> None:
    """The table is read without positions."""
    fake.primary = ("Bild",)
    (batch, _) = opened.reader("s", _stream(table="GLTRAN")).read({})
    assert batch.position is None
    with pytest.raises(ConfigError, match="needs a key"):
        opened.reader("s", _stream(table="GLTRAN", incremental={"column": "Geändert"}))


@pytest.mark.parametrize(
    ("query", "match"),
    [("SELECT Konto AS twice FROM GLTRAN", "two columns are called twice")],
)
def test_columns_must_be_told_apart(opened: Connection[DatabaseStream], query: str, match: str) -> None:
    """Neither of two columns of one name could be meant."""
    with pytest.raises(ConfigError, match=match):
        opened.schema("s", _stream(query=query))


@pytest.mark.parametrize("query", ["DELETE FROM GLTRAN", "SELECT 1 FROM GLTRAN DELETE FROM GLTRAN", "{call p}"])
def test_what_is_no_query_is_refused_before_it_is_sent(
    fake: FakeConnection, opened: Connection[DatabaseStream], query: str
) -> None:
    """Without a dialect the words decide."""
    with pytest.raises(StatementRefused):
        opened.schema("s", _stream(query=query))
    assert fake.sent == []


def test_privileges_are_not_known(opened: Connection[DatabaseStream]) -> None:
    """ODBC has no question for them: that is said, rather than nothing."""
    assert opened.privileges() == [
        "ODBC does not tell what this login may change, nor can a session be kept from writing"
    ]
