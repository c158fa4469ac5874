"""What a database's own error means for a run, by SQLSTATE; and no secret in any message.

The classes of SQLSTATE are those of ISO 9075; PostgreSQL's are listed in its appendix A, ODBC's in the reference of
``SQLGetDiagRec``. Whether a run may try again hangs on this table: a refused login must never be retried, as that
locks accounts, and a server that is down must be.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an error of the driver becomes, and what to do about it."""

    kind: type[LegacyAdaptersError]
    hint: str = ""


DOWN: Final = Verdict(Unavailable, "The server cannot be reached, or ended the connection; is it running?")
BUSY: Final = Verdict(Unavailable, "Others hold what is needed, or it took too long; it may work later.")
SHORT_OF: Final = Verdict(Unavailable, "The server is short of memory, disk space or another resource.")
BROKEN: Final = Verdict(Unavailable, "The server itself has a fault; its log says more.")
NO_SEAT: Final = Verdict(TryLater, "All seats of the server or of the licence are taken.")
LOGIN: Final = Verdict(AccessDenied, "Check user and password; it is not tried again, as that could lock the account.")
FORBIDDEN: Final = Verdict(AccessDenied, "The login may not read this; its owner can grant SELECT.")
CHANGE: Final = Verdict(StatementRefused, "The session is read-only: give a query that changes nothing.")
QUERY: Final = Verdict(
    ConfigError, "The database does not accept the statement; correct table, columns, `where` or query."
)
VALUE: Final = Verdict(
    ConfigError, "The query computes something that has no result for a row; correct `where` or query."
)
NO_DATABASE: Final = Verdict(ConfigError, "There is no such database; check its name in the URL.")
SETTING: Final = Verdict(ConfigError, "Check the URL or connection string.")
NO_DRIVER: Final = Verdict(DriverMissing, "Install the driver, or name one that is installed.")
MISUSE: Final = Verdict(Defect)

BY_SQLSTATE: Final[dict[str, Verdict]] = {
    "01": QUERY,
    "02": QUERY,
    "03": MISUSE,
    "07": MISUSE,
    "08": DOWN,
    "08004": LOGIN,
    "08P01": BROKEN,
    "09": QUERY,
    "0": QUERY,
    "1": QUERY,
    "2": QUERY,
    "22": VALUE,
    "24": MISUSE,
    "25": MISUSE,
    "25006": CHANGE,
    "25P02": QUERY,
    "25P03": BUSY,
    "25P04": BUSY,
    "28": LOGIN,
    "3D": NO_DATABASE,
    "3": QUERY,
    "37": QUERY,
    "40": BUSY,
    "42": QUERY,
    "42501": FORBIDDEN,
    "44": QUERY,
    "53": SHORT_OF,
    "53300": NO_SEAT,
    "54": QUERY,
    "55": BUSY,
    "57": BUSY,
    "57P01": DOWN,
    "57P02": DOWN,
    "57P03": DOWN,
    "57P04": NO_DATABASE,
    "58": BROKEN,
    "72": BUSY,
    "F0": BROKEN,
    "HV": BROKEN,
    "HY": MISUSE,
    "HY000": Verdict(Unavailable, "The driver gives no reason of its own; its message is all that is known."),
    "HY001": SHORT_OF,
    "HY008": BUSY,
    "HY013": SHORT_OF,
    "HY014": SHORT_OF,
    "HYC00": QUERY,
    "HYT00": BUSY,
    "HYT01": DOWN,
    "IM": SETTING,
    "IM002": NO_DRIVER,
    "IM003": NO_DRIVER,
    "IM004": NO_DRIVER,
    "IM005": NO_DRIVER,
    "P0": QUERY,
    "S0": QUERY,
    "S1": MISUSE,
    "S1000": BROKEN,
    "S1T00": BUSY,
    "XX": BROKEN,
}
"""The longest beginning of a SQLSTATE counts."""


def verdict_on(state: str) -> Verdict | None:
    """What an error of this SQLSTATE means; None for one that no table knows."""
    return next((BY_SQLSTATE[state[:n]] for n in range(len(state), 0, -1) if state[:n] in BY_SQLSTATE), None)


_URL_PASSWORD: Final = re.compile(r"(://[^\s:/@]*:)\S*@")
_KEYED_SECRET: Final = re.compile(
    r"""\b(pwd|passwd|password|passphrase|sslpassword|secret|token|accesstoken|apikey)(\s*=\s*)
        (?:\{(?:[^}]|}})*+}? | '(?:[^'\\]|\\.)*+'? | "[^"]*+"? | [^;&\n]*+)""",
    re.IGNORECASE | re.VERBOSE,
)
SCRUBBED: Final = "***"


def scrubbed(text: str, secrets: Collection[str] = ()) -> str:
    """``text`` without passwords: neither in a URL or connection string within it, nor any of ``secrets`` as such."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, SCRUBBED)
    return _KEYED_SECRET.sub(rf"\1\2{SCRUBBED}", _URL_PASSWORD.sub(rf"\1{SCRUBBED}@", text))


def as_error(verdict: Verdict, message: str, *, where: str = "", secrets: Collection[str] = ()) -> LegacyAdaptersError:
    """The error that a person meets, as a value: one line of the driver's message, without secrets."""
    return verdict.kind(" ".join(scrubbed(message, secrets).split()), where=scrubbed(where, secrets), hint=verdict.hint)
