"""What an error of a database means for a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from legacy_adapters.core.errors import (
    AccessDenied,
    ConfigError,
    Defect,
    LegacyAdaptersError,
    OutputError,
    Unavailable,
)
from legacy_adapters.core.secrets import scrub


class RowRefused(OutputError):
    """The database does not take one of the rows; which one is found out by halving."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The error of ours, and what to do about it."""

    kind: type[LegacyAdaptersError]
    hint: str = ""


REFUSED: Final = Verdict(RowRefused, "Correct the value in the mapping or at the source, or widen the column.")
LOGIN: Final = Verdict(AccessDenied, "Check the user and the password; it is not tried again.")
FORBIDDEN: Final = Verdict(AccessDenied, "Have the database's administrator grant that right.")
NOT_THERE: Final = Verdict(ConfigError, "Check `url`, `schema` and `table` of the sink.")
DOWN: Final = Verdict(Unavailable, "Nothing is lost: start the run again when the database is up.")
BUSY: Final = Verdict(Unavailable, "Another program holds the table; nothing is lost.")
FULL: Final = Verdict(OutputError, "Nothing is lost: make room at the database, and start the run again.")
READ_ONLY: Final = Verdict(OutputError, "Deliver to a database, or a server, that may be written to.")
DAMAGED: Final = Verdict(OutputError, "The database is damaged, or is none: restore a backup of it.")
STATEMENT: Final = Verdict(Defect, "This is a defect of legacy-adapters: please report it with this message.")

BY_SQLSTATE: Final[Mapping[str, Verdict]] = {
    "08": DOWN,
    "0A": STATEMENT,
    "22": REFUSED,
    "23": REFUSED,
    "25006": READ_ONLY,
    "28": LOGIN,
    "3D": NOT_THERE,
    "3F": NOT_THERE,
    "40": BUSY,
    "42": STATEMENT,
    "42501": FORBIDDEN,
    "42P10": Verdict(ConfigError, "Give the table a primary key, or a unique index, on record_id alone."),
    "42P01": NOT_THERE,
    "42S02": NOT_THERE,
    "42S22": NOT_THERE,
    "42000": STATEMENT,
    "53": FULL,
    "53300": DOWN,
    "55": BUSY,
    "57": DOWN,
    "58": FULL,
    "HYT": DOWN,
    "XX": DAMAGED,
}
"""The longest beginning of a SQLSTATE counts."""


def by_sqlstate(state: str | None) -> Verdict | None:
    """What an error of this SQLSTATE means; None for one that the table does not know."""
    state = state or ""
    return next((BY_SQLSTATE[state[:n]] for n in range(len(state), 0, -1) if state[:n] in BY_SQLSTATE), None)


def as_error(verdict: Verdict, message: str, where: str) -> LegacyAdaptersError:
    """The error that a person meets, as a value: the server's own words on one line, without secrets."""
    return verdict.kind(scrub(" ".join(message.split())), where=scrub(where), hint=verdict.hint)
