"""What an error of psycopg means for a run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from legacy_adapters.core.errors import DriverMissing, LegacyAdaptersError
from legacy_adapters.sources.database.driver_errors import (
    DOWN,
    LOGIN,
    MISUSE,
    NO_DATABASE,
    NO_SEAT,
    SETTING,
    VALUE,
    Verdict,
    as_error,
    verdict_on,
)

if TYPE_CHECKING:
    import psycopg

INSTALL: Final = "pip install 'legacy-adapters[postgresql]'"

_BY_TEXT: Final[tuple[tuple[re.Pattern[str], Verdict], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), verdict)
    for pattern, verdict in (
        (r"password authentication failed|pg_hba\.conf|no password supplied|authentication failed", LOGIN),
        (r"database .* (does not exist|existiert nicht|n'existe pas|no existe)", NO_DATABASE),
        (r"too many (clients|connections)|remaining connection slots", NO_SEAT),
        (r"SSL|certificate|invalid (URI|connection option|port|integer value)|missing .*=. after", SETTING),
    )
)
"""While a connection is being made psycopg knows no SQLSTATE, only the server's text, in the server's language."""


def missing_psycopg() -> DriverMissing:
    """The error for a system without psycopg."""
    return DriverMissing("PostgreSQL is read with the package psycopg, which is not installed", hint=INSTALL)


def postgresql_error(error: psycopg.Error, *, where: str = "", secrets: Collection[str] = ()) -> LegacyAdaptersError:
    """The error for a person, as a value; ``where`` names server or table, ``secrets`` appear nowhere in it."""
    import psycopg

    if error.sqlstate:
        verdict = verdict_on(error.sqlstate)
    elif isinstance(error, psycopg.errors.ConnectionTimeout):
        verdict = DOWN
    elif isinstance(error, psycopg.OperationalError | psycopg.ProgrammingError):
        verdict = _by_text(error)
    else:
        verdict = VALUE if isinstance(error, psycopg.DataError) else MISUSE
    message = error.diag.message_primary or str(error)
    return as_error(verdict or MISUSE, message, where=where, secrets=secrets)


def _by_text(error: psycopg.Error) -> Verdict:
    """A server that took the password and then refused, in words not known here, has refused the login."""
    import psycopg

    found = next((verdict for pattern, verdict in _BY_TEXT if pattern.search(str(error))), None)
    if found is not None:
        return found
    if isinstance(error, psycopg.ProgrammingError):
        return MISUSE
    asked = error.pgconn is not None and error.pgconn.used_password and "FATAL" in str(error).upper()
    return LOGIN if asked else DOWN


@contextmanager
def postgresql_errors(*, where: str = "", secrets: Collection[str] = ()) -> Iterator[None]:
    """Raises what psycopg raises within as an error of ours."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise postgresql_error(error, where=where, secrets=secrets) from None
