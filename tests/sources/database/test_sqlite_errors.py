"""What SQLite says, and what it means for a run."""

from __future__ import annotations

import adbc_driver_manager
import pyarrow as pa
import pytest

from legacy_adapters.core.errors import ConfigError, LegacyAdaptersError, SourceChanged, Unavailable
from legacy_adapters.sources.database.sqlite_errors import sqlite_error, sqlite_errors


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("database is locked", Unavailable),
        ("database table is locked: T", Unavailable),
        ("file is not a database", SourceChanged),
        ("database disk image is malformed", SourceChanged),
        ("malformed database schema (V) - no such table: T", SourceChanged),
        ("attempt to write a readonly database", Unavailable),
        ("disk I/O error", Unavailable),
        ("unable to open database file", Unavailable),
        ("no such table: T", ConfigError),
        ("no such column: A", ConfigError),
        ("no such collation sequence: GERMAN", ConfigError),
        ('near "FORM": syntax error', ConfigError),
        ("integer overflow", ConfigError),
    ],
)
def test_sqlites_words_decide(said: str, kind: type[LegacyAdaptersError]) -> None:
    """The error has them, without the driver's trimmings and without the statement."""
    error = OSError(f"INVALID_ARGUMENT: [SQLite] Failed to prepare query: {said}\nquery: SELECT secret")
    found = sqlite_error(error, "old.db")
    assert type(found) is kind
    assert said in found.message
    assert not any(word in str(found) for word in ("INVALID_ARGUMENT", "prepare", "secret"))
    assert found.where == "old.db"
    assert found.hint


def _kinds(kind: type[Exception]) -> list[type[Exception]]:
    return [kind, *(sub for below in kind.__subclasses__() for sub in _kinds(below))]


@pytest.mark.parametrize("kind", [*_kinds(adbc_driver_manager.Error), *_kinds(pa.ArrowException), OSError])
def test_every_error_of_the_driver_becomes_one_of_ours(kind: type[Exception]) -> None:
    """Whatever its class: no driver's error reaches a person."""
    error = kind.__new__(kind)
    error.args = ("database is locked",)
    if isinstance(error, adbc_driver_manager.Error):
        error.__dict__ |= {"sqlstate": None, "details": []}
    with pytest.raises(LegacyAdaptersError), sqlite_errors("old.db"):
        raise error


def test_other_errors_stay() -> None:
    """A defect of ours is not taken for one of the source."""
    with pytest.raises(ZeroDivisionError), sqlite_errors("old.db"):
        raise ZeroDivisionError
