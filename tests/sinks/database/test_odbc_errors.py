"""What an error of an ODBC driver means: by its SQLSTATE, and where that is a general one by its words."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import (
    AccessDenied,
    ConfigError,
    DriverMissing,
    LegacyAdaptersError,
    OutputError,
    Unavailable,
)
from legacy_adapters.sinks.database.errors import RowRefused
from legacy_adapters.sinks.database.odbc_errors import odbc_verdict


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (("22001", "value too long for type character varying(5)"), RowRefused),
        (("23505", "duplicate key"), RowRefused),
        (("HY000", "[SQLite]UNIQUE constraint failed: t.a (19)"), RowRefused),
        (("String data, right truncation: length 14 buffer 10", "HY000"), RowRefused),
        (("42501", "permission denied for table t"), AccessDenied),
        (("28P01", "password authentication failed"), AccessDenied),
        (("08001", 'FATAL: database "x" does not exist'), ConfigError),
        (("08001", "connection refused"), Unavailable),
        (("HY000", "database is locked (5)"), Unavailable),
        (("HY000", "database or disk is full (13)"), OutputError),
        (("01000", "[unixDriver Manager]Can't open lib 'x' : file not found"), DriverMissing),
        (("08S01", "terminating connection"), Unavailable),
        (("HYT00", "timeout"), Unavailable),
        ((), Unavailable),
    ],
)
def test_what_an_error_means(arguments: tuple[str, ...], kind: type[LegacyAdaptersError]) -> None:
    """As pyodbc hands it over."""
    assert odbc_verdict(Exception(*arguments)).kind is kind
