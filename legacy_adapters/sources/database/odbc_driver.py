"""What is to be known of an ODBC driver before it is loaded: is it there, and which settings make it safe to read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.database.odbc_errors import missing_driver
from legacy_adapters.sources.database.odbc_string import WHERE, ConnectionString
from legacy_adapters.sources.database.sqlite_path import database_path

_SQLITE: Final = {"NoCreat": "1", "NoWCHAR": "1", "StepAPI": "1"}
"""SQLite's driver: no new file where there is none, the bytes of a text as they are, a row at a time in memory."""

_POSTGRESQL: Final = {"UseDeclareFetch": "1", "Fetch": "4096"}
"""psqlODBC: a part of the rows at a time in memory; by itself it takes in the whole result."""

_PATH: Final = re.compile(r"[/\\]|\.(so|dll|dylib)\b", re.IGNORECASE)


def driver_of(stated: ConnectionString, drivers: Sequence[str], sources: Mapping[str, str]) -> str:
    """The name of the driver that a connection string leads to, by itself or through a data source.

    ``drivers`` are the installed ones, ``sources`` the data sources with their drivers. Raises ``DriverMissing``, or
    ``ConfigError`` for a data source that is not set up.
    """
    wanted = stated.get("Driver")
    if wanted is not None:
        known = {name.casefold(): name for name in drivers}
        if wanted.casefold() in known:
            return known[wanted.casefold()]
        if _PATH.search(wanted) and Path(wanted).exists():
            return wanted
        raise missing_driver(wanted, drivers)
    source = stated.get("DSN")
    known = {name.casefold(): driver for name, driver in sources.items()}
    if source is not None and source.casefold() not in known:
        there = ", ".join(sorted(sources)) or "none"
        raise ConfigError(
            f"there is no ODBC data source {source!r}", where=WHERE, hint=f"Data sources that are set up: {there}."
        )
    return "" if source is None else known[source.casefold()]


def is_sqlite(driver: str) -> bool:
    """Whether this is a driver for SQLite, by its name."""
    return "sqlite" in driver.casefold()


def is_postgresql(driver: str) -> bool:
    """Whether this is psqlODBC, by its name."""
    return "postgresql" in driver.casefold() or "psqlodbc" in driver.casefold()


def suited(stated: ConnectionString, driver: str, folder: Path, timeout: int) -> ConnectionString:
    """The settings with those that this driver needs, unless they are stated.

    Raises ``ConfigError`` for a file of SQLite that is not there: its driver would make one.
    """
    if is_sqlite(driver):
        if stated.get("DSN") is None:
            path = sqlite_path(stated, folder)
            # A URI, as the driver spoils a name with umlauts, and because it can say that nothing is written.
            stated = stated.with_value("Database", f"{path.absolute().as_uri()}?mode=ro")
        return _with_defaults(stated, _SQLITE | {"Timeout": str(timeout * 1000)})
    return _with_defaults(stated, _POSTGRESQL) if is_postgresql(driver) else stated


def sqlite_path(stated: ConnectionString, folder: Path) -> Path:
    """The file that a connection string for SQLite names, relative to ``folder``."""
    database = stated.get("Database")
    if not database:
        raise ConfigError("the connection string names no file", where=WHERE, hint="Add Database=old.db")
    return database_path("sqlite:///" + database.replace("?", "%3F"), folder)


def _with_defaults(stated: ConnectionString, defaults: Mapping[str, str]) -> ConnectionString:
    for name, value in defaults.items():
        stated = stated.with_default(name, value)
    return stated
