"""A connection is opened read-only, tells what it knows, and gives back what it holds."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pyodbc
import pytest

from legacy_adapters.core.errors import ConfigError, DriverMissing, Unavailable
from legacy_adapters.sources.database.odbc_session import OdbcSession
from legacy_adapters.sources.database.odbc_string import ConnectionString
from legacy_adapters.sources.database.settings import DatabaseSource
from tests.sources.database.fake_odbc import LEDGER, FakeConnection, fill_ledger


def _session(connection: Any) -> OdbcSession:
    return OdbcSession(connection, ConnectionString.of("odbc:Driver=Acme;PWD=hunter2"), "Acme")


@pytest.fixture
def fake() -> FakeConnection:
    """A connection to a ledger of a hundred rows."""
    return fill_ledger(FakeConnection(GLTRAN=LEDGER))


def test_opening_is_read_only_and_closes(fake: FakeConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver is told, and the connection is closed also after an error."""
    told: dict[str, Any] = {}

    def connect(text: str, **options: Any) -> FakeConnection:
        told.update(options, text=text)
        return fake

    monkeypatch.setattr(pyodbc, "connect", connect)
    monkeypatch.setattr(pyodbc, "drivers", lambda: ["Acme"])
    source = DatabaseSource(url="odbc:Driver={acme};Server=x;PWD={a;b}", timeout=7)
    with pytest.raises(ZeroDivisionError), OdbcSession.open(source) as session:  # noqa: PT012
        assert session.where == "odbc:Driver=acme;Server=x;PWD=***"
        raise ZeroDivisionError
    assert told == {"text": "Driver={acme};Server=x;PWD={a;b}", "readonly": True, "autocommit": True, "timeout": 7}
    assert fake.closed == 1


def test_known_product_is_told_not_to_write(fake: FakeConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the database knows a read-only session, it is made one before anything else."""
    fake.infos[pyodbc.SQL_DBMS_NAME] = "MySQL"
    monkeypatch.setattr(pyodbc, "connect", lambda text, **options: fake)
    monkeypatch.setattr(pyodbc, "drivers", lambda: ["Acme"])
    with (
        pytest.raises(ConfigError, match="near"),
        OdbcSession.open(DatabaseSource(url="odbc:Driver=Acme")),
    ):
        pass
    assert fake.sent == ["SET SESSION TRANSACTION READ ONLY"]


def test_what_a_driver_does_not_know_of_itself_is_empty(fake: FakeConnection) -> None:
    """No error for a question that old drivers never heard."""
    assert _session(fake).info(pyodbc.SQL_DBMS_NAME) == "AcmeDB"
    assert _session(fake).info(pyodbc.SQL_DRIVER_NAME) == ""
    assert _session(fake).product.dialect is None


def test_catalogue_functions_that_are_missing_answer_none(fake: FakeConnection) -> None:
    """A driver without them is no error either."""
    assert _session(fake).catalogue(lambda cursor: cursor.tables())
    fake.knows_catalogue = False
    assert _session(fake).catalogue(lambda cursor: cursor.tables()) is None


def test_rows_come_in_pieces_and_the_cursor_is_closed(fake: FakeConnection) -> None:
    """Also where they are given up in the middle."""
    pieces = _session(fake).fetched('SELECT "LFD NR" FROM GLTRAN', 40)
    assert len(next(pieces)) == 40
    pieces.close()
    assert fake.closed_cursors == 1
    assert [len(piece) for piece in _session(fake).fetched('SELECT "LFD NR" FROM GLTRAN', 40)] == [40, 40, 20]


def test_columns_are_described(fake: FakeConnection) -> None:
    """Name, type, digits, decimals; a statement without a result has none."""
    assert _session(fake).described('SELECT "Betrag", "Konto" FROM GLTRAN WHERE 1 = 0')[0][2:] == (18, 2)
    assert _session(fake).result("CREATE TEMP TABLE t (a)") == ([], [])


def test_names_lose_what_lies_behind_them(fake: FakeConnection) -> None:
    """Some drivers count the characters of a name wrongly; a narrow one gives bytes for characters."""
    session = _session(fake)
    assert session._name("Ä\0x") == "Ä"
    session._narrow = True
    assert session._name("Gr\xc3\xb6\xc3\x9fe") == "Größe"
    assert session._name("Gr\xf6\xdfe") == "Größe"
    assert session._name("€") == "€"


def test_snapshot_is_one_transaction(fake: FakeConnection) -> None:
    """Within another one it is the same; at its end everything is given up."""
    session = _session(fake)
    with session.snapshot(), session.snapshot():
        assert fake.autocommit is False
        assert fake.rolled_back == 0
    assert fake.rolled_back == 1
    assert fake.autocommit is True


def test_server_that_is_gone_ends_as_unavailable(fake: FakeConnection) -> None:
    """What was read says so, not the transaction that could not be ended."""
    session = _session(fake)
    with pytest.raises(Unavailable, match="connection lost"), session.snapshot():  # noqa: PT012
        fake.broken = True
        list(session.fetched('SELECT "Konto" FROM GLTRAN', 10))


def test_errors_name_the_stream_and_no_secret(fake: FakeConnection) -> None:
    """Where it happened: the stream, or else the connection."""
    with pytest.raises(ConfigError, match="it exploded") as error:
        _session(fake).result("SELECT explode", where="stream gl")
    assert error.value.where == "stream gl"
    with pytest.raises(ConfigError) as error:
        _session(fake).result("SELECT explode")
    assert error.value.where == "odbc:Driver=Acme;PWD=***"


def test_values_that_are_none_are_errors_in_words(fake: FakeConnection) -> None:
    """A driver that hands over a 30th of February does not end in a crash."""
    fake.memory.execute("UPDATE GLTRAN SET Datum = '2024-02-30'")
    with pytest.raises(ConfigError, match="a value that is none") as error:
        list(_session(fake).fetched("SELECT Datum FROM GLTRAN", 10))
    assert "query" in error.value.hint


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("No module named 'pyodbc'", "legacy-adapters[odbc]"),
        ("libodbc.so.2: cannot open shared object file", "unixodbc"),
    ],
)
def test_without_pyodbc_the_install_command_is_named(monkeypatch: pytest.MonkeyPatch, said: str, what: str) -> None:
    """A missing package, or a missing driver manager: each with what installs it."""
    for name in [name for name in sys.modules if name.startswith("legacy_adapters.sources.database.odbc")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "pyodbc")
    monkeypatch.setattr(sys, "meta_path", [_Refusing(said), *sys.meta_path])
    with pytest.raises(DriverMissing) as error:
        importlib.import_module("legacy_adapters.sources.database.odbc")
    assert what in error.value.hint
    with pytest.raises(DriverMissing), DatabaseSource(url="odbc:Driver=x").connect():
        pass


class _Refusing:
    """Refuses to import pyodbc, in the words of the system."""

    def __init__(self, said: str) -> None:
        self._said = said

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name == "pyodbc":
            raise ImportError(self._said)


def test_relative_files_start_from_the_folder(tmp_path: Path) -> None:
    """A missing file is named with the folder that was looked in."""
    values = {"url": "odbc:Driver={SQLite3};Database=none.db"}
    source = DatabaseSource.model_validate(values, context={"folder": tmp_path})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pyodbc, "drivers", lambda: ["SQLite3"])
        with pytest.raises(ConfigError, match=str(tmp_path)), OdbcSession.open(source):
            pass
