"""What an error of pyodbc means for a run."""

from __future__ import annotations

import re
from typing import Final

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.sinks.database.errors import (
    BUSY,
    DAMAGED,
    DOWN,
    FORBIDDEN,
    FULL,
    LOGIN,
    NOT_THERE,
    READ_ONLY,
    REFUSED,
    Verdict,
    by_sqlstate,
)

NO_DRIVER: Final = Verdict(
    DriverMissing, "Install it; on Debian: odbc-postgresql, libsqliteodbc, odbc-mariadb, tdsodbc."
)

_GENERAL: Final = frozenset({"", "HY000", "01000", "08001", "42000", "37000", "S1000", "IM002"})
"""Drivers report much under a general SQLSTATE; then the server's own words decide."""

_BY_TEXT: Final[tuple[tuple[re.Pattern[str], Verdict], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), verdict)
    for pattern, verdict in (
        (r"can't open lib|data source name .* not found|driver .* (not found|could not be loaded)", NO_DRIVER),
        (r"password authentication failed|pg_hba\.conf|no password supplied|login failed|access denied for", LOGIN),
        (r"permission (was )?denied|\((229|230)\)|not authorized|command denied", FORBIDDEN),
        (r"constraint failed|\(19\)|right truncation|numeric value out of range|data too long", REFUSED),
        (r"database .* does not exist|cannot open database|no such table|unknown database", NOT_THERE),
        (r"readonly database|read-only", READ_ONLY),
        (r"disk is full|\(13\)|no space", FULL),
        (r"database (table )?is locked|\(5\)|\(6\)", BUSY),
        (r"file is not a database|malformed", DAMAGED),
        (r"unable to open database|connect failed", NOT_THERE),
        (r"refused|could not connect|connection .* (lost|closed)|communication link", DOWN),
    )
)


def odbc_verdict(error: Exception) -> Verdict:
    """The verdict on a ``pyodbc.Error``. What nobody knows is taken for a server that is gone: it is tried again."""
    first, said = (str(error.args[0]), str(error.args[-1])) if error.args else ("", "")
    state = first if re.fullmatch("[0-9A-Z]{5}", first) else "HY000" if "HY000" in error.args else ""
    by_text = next((verdict for pattern, verdict in _BY_TEXT if pattern.search(f"{said} {first}")), None)
    if state in _GENERAL and by_text is not None:
        return by_text
    return by_sqlstate(state) or by_text or DOWN
