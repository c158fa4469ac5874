"""What an error of pyodbc means for a run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from legacy_adapters.core.errors import DriverMissing, LegacyAdaptersError
from legacy_adapters.sources.database.driver_errors import (
    BROKEN,
    BUSY,
    CHANGE,
    DOWN,
    FORBIDDEN,
    LOGIN,
    MISUSE,
    NO_DATABASE,
    NO_DRIVER,
    NO_SEAT,
    QUERY,
    SETTING,
    Verdict,
    as_error,
    verdict_on,
)

INSTALL: Final = "pip install 'legacy-adapters[odbc]'"

_BY_TEXT: Final[tuple[tuple[re.Pattern[str], Verdict], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), verdict)
    for pattern, verdict in (
        (r"can't open lib|data source name .* not found|driver .* (not found|could not be loaded)", NO_DRIVER),
        (r"password authentication failed|pg_hba\.conf|no password supplied|login failed|access denied", LOGIN),
        (r"permission (was )?denied|\((229|230)\)|not authorized", FORBIDDEN),
        (r"database .* does not exist|cannot open database", NO_DATABASE),
        (r"too many (clients|connections)|remaining connection slots", NO_SEAT),
        (r"readonly database|read-only", CHANGE),
        (r"no such (table|column|function)|syntax error|ambiguous column|misuse of aggregate|incomplete input", QUERY),
        (r"database (table )?is locked|\(5\)|\(6\)", BUSY),
        (r"connect failed|unable to open database|file is not a database", SETTING),
        (r"disk i/o error|malformed", BROKEN),
    )
)
"""Drivers report much under a general SQLSTATE; then the server's own words decide."""

_GENERAL: Final = frozenset({"", "HY000", "01000", "08001", "42000", "37000", "S1000"})

_PACKAGES: Final[tuple[tuple[str, str], ...]] = (
    ("sqlite", "Debian: apt-get install libsqliteodbc; Windows: the SQLite ODBC driver of ch-werner.de"),
    ("postgres|psqlodbc", "Debian: apt-get install odbc-postgresql; Windows: psqlODBC of postgresql.org"),
    ("freetds|tds", "Debian: apt-get install tdsodbc"),
    ("sql server", "Microsoft's ODBC Driver for SQL Server (package msodbcsql18), or FreeTDS (Debian: tdsodbc)"),
    ("mariadb|mysql", "Debian: apt-get install odbc-mariadb; Windows: MariaDB Connector/ODBC"),
    ("access|mdb", "Debian: apt-get install odbc-mdbtools; Windows: the Access Database Engine of Microsoft"),
    ("firebird|interbase", "the Firebird ODBC driver of firebirdsql.org"),
    ("db2|ibm|iseries|as400", "IBM's Access Client Solutions or Data Server Driver"),
    ("oracle", "Oracle's Instant Client ODBC"),
    ("informix", "IBM's Informix Client SDK"),
)
"""By what is in the driver's name: the package that holds it."""


def missing_pyodbc(said: str = "") -> DriverMissing:
    """The error for a system without pyodbc, or without the driver manager that it needs; ``said`` by the import."""
    if "odbc.so" in said:
        hint = "Install it. Debian: apt-get install unixodbc"
        return DriverMissing(f"ODBC sources need a driver manager, which is not installed ({said})", hint=hint)
    return DriverMissing("ODBC sources are read with the package pyodbc, which is not installed", hint=INSTALL)


def missing_driver(wanted: str, installed: Sequence[str]) -> DriverMissing:
    """The error for an ODBC driver that is not there: what is, and which package holds the one wanted."""
    package = next((how for part, how in _PACKAGES if re.search(part, wanted, re.IGNORECASE)), "")
    there = ", ".join(sorted(installed)) or "none"
    hint = f"Installed drivers: {there}." + (f" {package[0].upper()}{package[1:]}." if package else "")
    return DriverMissing(f"the ODBC driver {wanted!r} is not installed", hint=hint)


def odbc_error(
    error: Exception, *, where: str = "", secrets: Collection[str] = (), wanted: str = ""
) -> LegacyAdaptersError:
    """The error for a person, as a value, of a ``pyodbc.Error``; ``wanted`` is the driver or data source asked for."""
    first, text = (str(error.args[0]) if error.args else "", str(error.args[-1]) if error.args else "")
    state = first if re.fullmatch("[0-9A-Z]{5}", first) else ""
    by_text = next((verdict for pattern, verdict in _BY_TEXT if pattern.search(text)), None)
    # A message without a state is pyodbc's own, of a wrong call.
    verdict = by_text if state in _GENERAL and by_text is not None else verdict_on(state) if state else MISUSE
    if verdict is NO_DRIVER:
        import pyodbc

        return missing_driver(wanted, pyodbc.drivers())
    return as_error(verdict or DOWN, _words(text), where=where, secrets=secrets)


def _words(text: str) -> str:
    """The driver's message without its state in front and the ODBC function behind."""
    return re.sub(r"^\[[0-9A-Z]{5}\]\s*|\s*\(SQL\w+\)$", "", text)


@contextmanager
def odbc_errors(*, where: str = "", secrets: Collection[str] = (), wanted: str = "") -> Iterator[None]:
    """Raises what pyodbc raises within as an error of ours."""
    import pyodbc

    try:
        yield
    except pyodbc.Error as error:
        raise odbc_error(error, where=where, secrets=secrets, wanted=wanted) from None
