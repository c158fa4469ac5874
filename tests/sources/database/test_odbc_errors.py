"""Every error that pyodbc and its drivers have becomes one of ours."""

from __future__ import annotations

import pyodbc
import pytest

from legacy_adapters.core.errors import (
    AccessDenied,
    ConfigError,
    Defect,
    DriverMissing,
    LegacyAdaptersError,
    StatementRefused,
    TryLater,
    Unavailable,
)
from legacy_adapters.sources.database.odbc_errors import missing_driver, missing_pyodbc, odbc_error, odbc_errors

_CLASSES = sorted(
    {kind for kind in vars(pyodbc).values() if isinstance(kind, type) and issubclass(kind, pyodbc.Error)},
    key=lambda kind: str(kind.__name__),
)


@pytest.mark.parametrize("kind", _CLASSES, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("state", ["08001", "HY000", "42S02", "ZZ123", ""])
def test_every_class_is_mapped(kind: type[Exception], state: str) -> None:
    """The SQLSTATE decides, in whatever class it comes; without one it was a wrong call."""
    error = odbc_error(
        kind(state, f"[{state}] [Driver] something (7) (SQLFetch)") if state else kind("text"), where="gl"
    )
    assert type(error) is not LegacyAdaptersError
    assert isinstance(error, Defect) == (not state)
    assert "SQLFetch" not in str(error)


def test_an_error_without_arguments_is_mapped_too() -> None:
    """An empty error of the driver becomes a defect with an empty message, and nothing crashes."""
    assert type(odbc_error(pyodbc.Error())) is Defect


@pytest.mark.parametrize(
    ("state", "text", "kind"),
    [
        ("28000", "[Microsoft][ODBC Driver 18 for SQL Server]Login failed for user 'sa'. (18456)", AccessDenied),
        ("08001", 'FATAL:  password authentication failed for user "auditor"', AccessDenied),
        ("42000", "[SQL Server]The SELECT permission was denied on the object 'gl' (229)", AccessDenied),
        ("08001", "connection to server failed: Connection refused", Unavailable),
        ("08S01", "server closed the connection unexpectedly", Unavailable),
        ("HYT00", "Login timeout expired", Unavailable),
        ("HY000", "[SQLite]database is locked (5) (5)", Unavailable),
        ("HY000", "[SQLite]disk I/O error (10)", Unavailable),
        ("HY000", "[Simba]General error", Unavailable),
        ("08001", "FATAL: sorry, too many clients already", TryLater),
        ("HY000", "[SQLite]file is not a database (26) (26)", ConfigError),
        ("HY000", "[SQLite]connect failed (14)", ConfigError),
        ("HY000", "[SQLite]no such table: nope (1) (1)", ConfigError),
        ("HY000", "[SQLite]attempt to write a readonly database (8)", StatementRefused),
        ("42S02", "Invalid object name 'nope'", ConfigError),
        ("42S22", "Invalid column name 'nope'", ConfigError),
        ("42000", "Incorrect syntax near 'x'", ConfigError),
        ("08001", 'FATAL:  database "nodb" does not exist', ConfigError),
        ("25006", "cannot execute INSERT in a read-only transaction", StatementRefused),
        ("IM002", "[unixODBC][Driver Manager]Data source name not found", DriverMissing),
        ("01000", "[unixODBC][Driver Manager]Can't open lib 'Nope' : file not found", DriverMissing),
    ],
)
def test_errors_say_what_happens_next(state: str, text: str, kind: type[LegacyAdaptersError]) -> None:
    """A general SQLSTATE leaves the decision to the words of the server."""
    assert type(odbc_error(pyodbc.Error(state, f"[{state}] {text} (SQLDriverConnect)"))) is kind


@pytest.mark.parametrize(
    ("wanted", "package"),
    [
        ("SQLite3", "libsqliteodbc"),
        ("PostgreSQL Unicode", "odbc-postgresql"),
        ("FreeTDS", "tdsodbc"),
        ("ODBC Driver 18 for SQL Server", "msodbcsql18"),
        ("MariaDB Unicode", "odbc-mariadb"),
        ("Microsoft Access Driver (*.mdb, *.accdb)", "odbc-mdbtools"),
    ],
)
def test_missing_driver_names_the_installed_ones_and_the_package(wanted: str, package: str) -> None:
    """One sees what could have been meant, and what to install."""
    error = missing_driver(wanted, ["B driver", "A driver"])
    assert wanted in error.message
    assert error.hint.startswith("Installed drivers: A driver, B driver.")
    assert package in error.hint


def test_missing_driver_without_a_known_package_or_any_driver() -> None:
    """An unknown name gets no advice that would be a guess."""
    assert missing_driver("Quux", []).hint == "Installed drivers: none."


def test_context_names_the_driver_that_was_wanted() -> None:
    """A driver that cannot be found is named in the error, though the driver manager does not name it."""
    with pytest.raises(DriverMissing, match="'Nope'"), odbc_errors(where="x", wanted="Nope"):
        raise pyodbc.InterfaceError("IM002", "[IM002] Data source name not found (0) (SQLDriverConnect)")


def test_context_hides_the_drivers_error_and_every_secret() -> None:
    """What the driver said may repeat the connection string."""
    with pytest.raises(AccessDenied) as caught, odbc_errors(where="DSN=a;PWD=hunter2", secrets=["hunter2"]):
        raise pyodbc.InterfaceError("28000", "[28000] Login failed: UID=anna;PWD=hunter2;")
    assert "hunter2" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_missing_package_names_the_command() -> None:
    """Without pyodbc the error says how to get it."""
    assert missing_pyodbc().hint == "pip install 'legacy-adapters[odbc]'"
