"""Every error a user can meet, named by what happens next, each with the exit code of ``sysexits.h``.

    LegacyAdaptersError                 70  a defect of ours
    ├── Defect                          70  something that must not happen did; a report is written
    │   └── OutOfBalance                70  rows or records of a run do not add up
    ├── ConfigError                     78  the pipeline file, a parameter or a setting is wrong
    │   ├── StatementRefused            78  a statement that is not one query without side effects
    │   ├── RecipeRefused               78  a screen does, or wants, what its recipe does not allow
    │   ├── DriverMissing               78  a package or an ODBC driver is not installed
    │   └── NothingWaiting              78  there is nothing from which to learn what the source's columns are
    ├── AccessDenied                    77  wrong credentials, logged out, not allowed
    ├── SourceChanged                   76  the source is not what it was
    │   ├── PartChanged                 76  a piece of it, such as a file, changed while it was read
    │   └── TakenOver                   76  what a run had taken of a queue went back there; it is begun anew at once
    ├── OutputError                     73  the output, or our own state, cannot be written or does not fit the other
    │   └── StateMismatch               73  ledger and output disagree, or the ledger is damaged
    ├── Unavailable                     69  source or sink cannot be reached; trying again may help
    ├── TryLater                        75  locked by another run, no free seat, outside the allowed hours
    ├── TooManyRejects                  65  a run that has gone wrong was ended; nothing was published
    └── BadPart                         65  a piece of the source, such as a file, cannot be taken; the others go on
        ├── TotalsDiffer                76  what a piece states of itself is not what was read of it
        └── LayoutDiffers               76  a piece has not the columns that earlier ones had

``Unavailable`` alone is retried. ``AccessDenied`` never is: repeated logins lock accounts.
"""

from __future__ import annotations

from typing import ClassVar


class LegacyAdaptersError(Exception):
    """An error with a message for a person: what happened, where, and what to do.

    ``where`` names file and line, table and key, or page and step; ``hint`` says what to do next.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n  {self.hint}" if self.hint else text


class Defect(LegacyAdaptersError):
    """Something that must not happen did."""


class OutOfBalance(Defect):
    """Rows or records of a run do not add up."""


class ConfigError(LegacyAdaptersError):
    """The pipeline file, a parameter, a secret or a setting is wrong."""

    exit_code = 78


class StatementRefused(ConfigError):
    """A statement that is not one query without side effects."""


class RecipeRefused(ConfigError):
    """A screen does, or wants, what its recipe does not allow: another host, a dialog that nobody expected."""


class DriverMissing(ConfigError):
    """A package or a driver is not installed; the hint holds the install command."""


class NothingWaiting(ConfigError):
    """The source has nothing now, so that its columns are not known; for a run that is no error."""


class AccessDenied(LegacyAdaptersError):
    """Wrong credentials, logged out, or not allowed. Never retried."""

    exit_code = 77


class SourceChanged(LegacyAdaptersError):
    """The source is not what it was: totals, layout or schema differ, or it went backwards."""

    exit_code = 76


class PartChanged(SourceChanged):
    """A piece of the source changed, grew or went away while it was read: it is left alone, the others go on."""


class TakenOver(SourceChanged):
    """What a run had taken of a queue and not published may be another runner's by now: the run is begun anew."""


class OutputError(LegacyAdaptersError):
    """The output cannot be written: no right, no space, held by another program."""

    exit_code = 73


class StateMismatch(OutputError):
    """Ledger and output do not fit each other, or the ledger cannot be used."""


class Unavailable(LegacyAdaptersError):
    """Source or sink cannot be reached, or a deadline passed; nothing is lost, trying again may help.

    ``retry_after``: the seconds that it asked to wait, where it did.
    """

    exit_code = 69

    def __init__(self, message: str, *, where: str = "", hint: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, where=where, hint=hint)
        self.retry_after = retry_after


class TryLater(LegacyAdaptersError):
    """Another run holds the lock, the source has no free seat, or it is outside the allowed hours."""

    exit_code = 75


class TooManyRejects(LegacyAdaptersError):
    """More rejects than ``max_rejects`` allows: the run was ended and nothing was published."""

    exit_code = 65


class BadPart(LegacyAdaptersError):
    """A piece of the source, such as a file, is not what it should be: it is set aside whole, the others go on."""

    exit_code = 65


class TotalsDiffer(BadPart):
    """The count or the sums that a piece states of itself are not those of the rows read."""

    exit_code = 76


class LayoutDiffers(BadPart):
    """The mapping fits the pieces taken before, and not this one."""

    exit_code = 76


GRAVEST_FIRST: tuple[int, ...] = (70, 78, 77, 76, 73, 69, 75, 65, 0)
"""Of several pipelines the gravest exit code wins."""


def gravest(codes: list[int]) -> int:
    """The exit code that several runs end with together; 0 for none."""
    return min(codes, key=lambda code: GRAVEST_FIRST.index(code) if code in GRAVEST_FIRST else -1, default=0)
