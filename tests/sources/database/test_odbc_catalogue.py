"""Tables and keys by a driver's own catalogue functions, as far as it has them."""

from __future__ import annotations

from typing import Any

import pyodbc
import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.database.odbc_catalogue import OdbcCatalogue, OdbcDialect, OdbcTable, dialect_of
from legacy_adapters.sources.database.odbc_session import OdbcSession
from legacy_adapters.sources.database.odbc_string import ConnectionString
from tests.sources.database.fake_odbc import LEDGER, FakeConnection, fill_ledger

TABLE = OdbcTable("acme", "", "GLTRAN", "TABLE")


@pytest.fixture
def fake() -> FakeConnection:
    """A ledger with a primary key, and a table that is not there any more."""
    return fill_ledger(FakeConnection(GLTRAN=LEDGER, OLD=(("A", int, 10, 0),)))


def _catalogue(connection: Any) -> OdbcCatalogue:
    session = OdbcSession(connection, ConnectionString.of("odbc:Driver=Acme"), "Acme")
    return OdbcCatalogue(session, dialect_of(session, None))


def test_streams_are_listed_without_the_systems_own(fake: FakeConnection) -> None:
    """In the order of names; what fails has no count."""
    assert _catalogue(fake).streams(count=True) == [StreamInfo("GLTRAN", "table", 100), StreamInfo("OLD", "table")]
    assert _catalogue(fake).streams(count=False)[0].rows is None


def test_tables_of_other_databases_are_not_listed(fake: FakeConnection) -> None:
    """Only those of the current one."""
    fake.infos[pyodbc.SQL_DATABASE_NAME] = "other"
    assert _catalogue(fake).tables() == []


def test_schema_stands_in_front_where_the_name_is_not_enough() -> None:
    """Two tables of one name are told apart; a schema by itself finds its own."""

    class TwoSchemas(FakeConnection):
        def cursor(self) -> Any:
            cursor: Any = super().cursor()
            cursor.tables = lambda: [
                ("acme", "a", "gl", "TABLE"), ("acme", "b", "GL", "VIEW"), ("acme", "b", "gl", "SYNONYM")
            ]  # fmt: skip
            return cursor

    catalogue = _catalogue(TwoSchemas())
    assert [info.name for info in catalogue.streams(count=False)] == ["GL", "a.gl", "b.gl"]
    assert catalogue.find("a.gl", None, "stream s")[1].schema == "a"
    assert catalogue.find("gl", "B", "stream s") == ("b.gl", OdbcTable("acme", "b", "gl", "SYNONYM"))
    with pytest.raises(ConfigError) as error:
        catalogue.find("gl", "c", "stream s")
    assert error.value.where == "stream s, schema"


def test_unknown_table_is_answered_with_the_nearest(fake: FakeConnection) -> None:
    """The error offers what could have been meant."""
    with pytest.raises(ConfigError) as error:
        _catalogue(fake).find("GLTRN", None, "stream s")
    assert "GLTRAN" in error.value.hint
    assert _catalogue(fake).find("gltran", None, "stream s")[0] == "GLTRAN"


def test_driver_that_cannot_list_tables_is_asked_for_the_one_wanted(fake: FakeConnection) -> None:
    """Whether it is there, the database itself says."""
    fake.knows_catalogue = False
    assert _catalogue(fake).find("GLTRAN", "x", "s") == ("GLTRAN", OdbcTable("", "x", "GLTRAN", "TABLE"))
    assert _catalogue(fake).key(TABLE) == ()
    assert _catalogue(fake).streams(count=True) == []


def test_primary_key_is_in_its_own_order(fake: FakeConnection) -> None:
    """Whatever the order of the driver's answer."""
    fake.primary = ("Konto", "LFD NR")
    assert _catalogue(fake).key(TABLE) == ("Konto", "LFD NR")


@pytest.mark.parametrize(("never_null", "key"), [(("Konto", "Datum"), ("Konto", "Datum")), (("Konto",), ())])
def test_unique_index_without_nulls_stands_in(
    fake: FakeConnection, never_null: tuple[str, ...], key: tuple[str, ...]
) -> None:
    """An index over a column that may be null is no key."""
    fake.primary, fake.unique, fake.never_null = (), ("Konto", "Datum"), never_null
    assert _catalogue(fake).key(TABLE) == key


def test_names_are_quoted_as_the_driver_says() -> None:
    """Its own sign, doubled within; where it has none, only plain names can be written."""
    assert OdbcDialect(None, "`").quote("a`b") == "`a``b`"
    assert OdbcDialect("tsql", '"').name == "tsql"
    assert OdbcDialect(None, "").quote("GLTRAN") == "GLTRAN"
    with pytest.raises(ConfigError, match="no quotes"):
        OdbcDialect(None, "").quote("GL TRAN")
