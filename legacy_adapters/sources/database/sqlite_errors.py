"""What SQLite, by its ADBC driver, says in an error, as an error that says what happens next.

The driver's classes do not tell a lock from a misspelt column, so SQLite's own words decide. Its parse and bind errors
arrive as ``ProgrammingError``, those of reading on as ``OSError`` or an error of Arrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pyarrow as pa
from adbc_driver_manager import Error as AdbcError

from legacy_adapters.core.errors import ConfigError, LegacyAdaptersError, SourceChanged, Unavailable

_PREFIX: Final = re.compile(r"^([A-Z_]+: )?(\[SQLite\] )?(Failed to (prepare|step) query: )?")

_KNOWN: Final[tuple[tuple[str, type[LegacyAdaptersError], str, str], ...]] = (
    (
        "is locked",
        Unavailable,
        "the database is locked by another program",
        "It is being written to. Try again, or state a longer `timeout`.",
    ),
    (
        "is not a database",
        SourceChanged,
        "this is no SQLite database, or it is encrypted",
        "Check the path; an encrypted database has to be exported by the program that owns it.",
    ),
    (
        "malformed",
        SourceChanged,
        "the database is damaged",
        "Restore it from a backup, or save what can be saved: sqlite3 old.db .recover",
    ),
    (
        "readonly database",
        Unavailable,
        "the database has unfinished work of a program that crashed, which only writing could put right",
        "Open it once with the program that owns it, or copy it with its -journal or -wal file and open the copy.",
    ),
    ("disk I/O error", Unavailable, "the database's file cannot be read", "Check the disk or the network drive."),
    ("unable to open", Unavailable, "the database's file cannot be opened", "Check the path and the file's rights."),
)


def sqlite_error(error: Exception, where: str) -> LegacyAdaptersError:
    """The error for a person, of one that the driver has raised; ``where`` names the database or the stream."""
    said = _PREFIX.sub("", str(error).partition("\nquery: ")[0])
    for words, kind, message, hint in _KNOWN:
        if words in said:
            return kind(f"{message} (SQLite: {said})", where=where, hint=hint)
    return ConfigError(
        f"SQLite says: {said}", where=where, hint="Correct the query, the condition or the name of the column."
    )


@contextmanager
def sqlite_errors(where: str) -> Iterator[None]:
    """Within it, what the driver raises becomes one of our errors."""
    try:
        yield
    except (AdbcError, OSError, pa.ArrowException) as error:
        raise sqlite_error(error, where) from error
