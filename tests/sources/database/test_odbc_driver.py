"""A driver is found before it is loaded, and gets the settings under which it reads safely."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.sources.database.odbc_driver import driver_of, is_postgresql, is_sqlite, suited
from legacy_adapters.sources.database.odbc_string import ConnectionString

DRIVERS = ["SQLite3", "PostgreSQL Unicode"]
SOURCES = {"Books": "SQLite3"}


def _of(text: str) -> ConnectionString:
    return ConnectionString.of(f"odbc:{text}")


def test_drivers_are_found_by_name_data_source_or_path(tmp_path: Path) -> None:
    """Case does not count; a library's file need not be registered."""
    library = tmp_path / "libsqlite3odbc.so"
    library.touch()
    assert driver_of(_of("Driver={sqlite3}"), DRIVERS, SOURCES) == "SQLite3"
    assert driver_of(_of("DSN=books"), DRIVERS, SOURCES) == "SQLite3"
    assert driver_of(_of(f"Driver={library}"), [], {}) == str(library)
    assert driver_of(_of("FileDSN=a.dsn"), DRIVERS, SOURCES) == ""


@pytest.mark.parametrize("wanted", ["SQLite4", "/nowhere/libsqliteodbc.so"])
def test_missing_driver_names_those_that_are_there(wanted: str) -> None:
    """One sees what could have been meant, and the package to install."""
    with pytest.raises(DriverMissing) as error:
        driver_of(_of(f"Driver={{{wanted}}}"), DRIVERS, SOURCES)
    assert "PostgreSQL Unicode, SQLite3" in error.value.hint
    assert "libsqliteodbc" in error.value.hint


def test_missing_data_source_names_those_that_are_set_up() -> None:
    """A DSN that nobody set up is a matter of configuration."""
    with pytest.raises(ConfigError, match="'Boks'") as error:
        driver_of(_of("DSN=Boks"), DRIVERS, SOURCES)
    assert "Books" in error.value.hint
    with pytest.raises(ConfigError) as error:
        driver_of(_of("DSN=Boks"), DRIVERS, {})
    assert "none" in error.value.hint


def test_sqlite_is_opened_by_a_uri_that_cannot_write(tmp_path: Path) -> None:
    """The path is relative to the folder, umlauts are escaped, and nothing is made where nothing is."""
    (tmp_path / "Bücher ;.db").touch()
    found = suited(_of("Driver={SQLite3};database={Bücher ;.db}"), "SQLite3", tmp_path, 5)
    assert found.get("Database") == f"{tmp_path.as_uri()}/B%C3%BCcher%20%3B.db?mode=ro"
    assert found.get("NoCreat") == "1"
    assert found.get("StepAPI") == "1"
    assert found.get("Timeout") == "5000"


def test_what_is_stated_is_kept(tmp_path: Path) -> None:
    """A person who states a driver's setting knows why."""
    (tmp_path / "a.db").touch()
    found = suited(_of("Driver={SQLite3};Database=a.db;timeout=1"), "SQLite3", tmp_path, 5)
    assert found.get("Timeout") == "1"
    found = suited(_of("Driver={PostgreSQL Unicode};UseDeclareFetch=0"), "PostgreSQL Unicode", tmp_path, 5)
    assert found.get("UseDeclareFetch") == "0"


def test_psqlodbc_takes_in_a_part_at_a_time(tmp_path: Path) -> None:
    """By itself it takes in the whole result."""
    found = suited(_of("Driver={PostgreSQL ANSI};Server=x"), "PostgreSQL ANSI", tmp_path, 5)
    assert found.get("UseDeclareFetch") == "1"
    assert found.get("Fetch") == "4096"


def test_other_drivers_get_what_is_stated(tmp_path: Path) -> None:
    """Nothing is added for a driver that is not known."""
    stated = _of("Driver={Acme};Database=x.db")
    assert suited(stated, "Acme", tmp_path, 5) == stated


@pytest.mark.parametrize(("settings", "match"), [("", "names no file"), (";Database=none.db", "there is no file")])
def test_file_of_sqlite_must_be_named_and_there(tmp_path: Path, settings: str, match: str) -> None:
    """The driver would make an empty one."""
    with pytest.raises(ConfigError, match=match):
        suited(_of(f"Driver={{SQLite3}}{settings}"), "SQLite3", tmp_path, 5)


def test_data_source_of_sqlite_keeps_its_own_file(tmp_path: Path) -> None:
    """Where it lies is written in the data source, not here."""
    assert suited(_of("DSN=Books"), "SQLite3", tmp_path, 5).get("Database") is None


def test_drivers_are_told_by_their_names() -> None:
    """Names as Linux and Windows have them."""
    assert [is_sqlite(name) for name in ("SQLite3", "SQLite3 ODBC Driver", "FreeTDS")] == [True, True, False]
    assert [is_postgresql(name) for name in ("PostgreSQL Unicode(x64)", "psqlodbcw.so", "SQLite3")] == [
        True,
        True,
        False,
    ]
