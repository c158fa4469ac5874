"""Every SQLSTATE means something for a run, and no secret gets into a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from legacy_adapters.sources.database.driver_errors import BY_SQLSTATE, QUERY, as_error, scrubbed, verdict_on


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("28P01", AccessDenied),
        ("28000", AccessDenied),
        ("42501", AccessDenied),
        ("08004", AccessDenied),
        ("08001", Unavailable),
        ("08S01", Unavailable),
        ("57P01", Unavailable),
        ("57P02", Unavailable),
        ("57P03", Unavailable),
        ("57014", Unavailable),
        ("53200", Unavailable),
        ("53300", TryLater),
        ("40001", Unavailable),
        ("55P03", Unavailable),
        ("HYT00", Unavailable),
        ("42P01", ConfigError),
        ("42703", ConfigError),
        ("42S02", ConfigError),
        ("42S22", ConfigError),
        ("42000", ConfigError),
        ("22012", ConfigError),
        ("3D000", ConfigError),
        ("25006", StatementRefused),
        ("IM002", DriverMissing),
        ("HY010", Defect),
    ],
)
def test_sqlstates_become_the_error_that_says_what_happens_next(state: str, kind: type[LegacyAdaptersError]) -> None:
    """The longest known beginning of a SQLSTATE decides."""
    verdict = verdict_on(state)
    assert verdict is not None
    assert verdict.kind is kind


def test_unknown_sqlstate_has_no_verdict() -> None:
    """What no table knows is left to the caller."""
    assert verdict_on("ZZ999") is None
    assert verdict_on("") is None


def test_every_verdict_for_users_says_what_to_do() -> None:
    """Only a defect of ours comes without a hint."""
    for state, verdict in BY_SQLSTATE.items():
        assert verdict.hint or verdict.kind is Defect, state


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://anna:S3cret!x@db/books",
        "postgresql+psycopg://anna:S3cret!x@db:5432/books?sslmode=require",
        "could not open postgresql://anna:pa@ss/S3cret!x@db/books",
        "Driver={SQLite3};UID=anna;PWD=S3cret!x;Database=a",
        "DSN=books;pwd = {S3cret!x};Trusted=no",
        "DSN=books;Password={a}};S3cret!x};Trusted=no",
        "host=db password='it\\'s S3cret!x' dbname=books",
        'host=db sslpassword="S3cret!x"',
        "postgresql://db/books?user=anna&password=S3cret!x&sslmode=require",
        "PWD=S3cret!x",
        "PWD={S3cret!x",
        "token=S3cret!x",
    ],
)
def test_passwords_disappear_from_urls_and_connection_strings(text: str) -> None:
    """Whatever the notation, the secret is gone and the rest can still be recognised."""
    shown = scrubbed(f"connection failed: {text}")
    assert "S3cret" not in shown
    assert "***" in shown
    assert shown.startswith("connection failed: ")


def test_what_surrounds_a_password_stays() -> None:
    """Host, user and database are what one looks for in an error."""
    assert scrubbed("postgresql://anna:x@db/books") == "postgresql://anna:***@db/books"
    assert scrubbed("UID=anna;PWD=x;Database=b") == "UID=anna;PWD=***;Database=b"
    assert scrubbed("no secret: at user@host, 12:30") == "no secret: at user@host, 12:30"


@given(secret=st.text(min_size=4, max_size=20), before=st.text(max_size=20), after=st.text(max_size=20))
def test_known_secrets_disappear_wherever_they_stand(secret: str, before: str, after: str) -> None:
    """A secret that is known is cut out of any text."""
    if secret not in before + "***" + after:
        assert secret not in scrubbed(before + secret + after, [secret]).replace("***", "")


def test_a_secret_within_another_leaves_nothing_behind() -> None:
    """The longer secret goes first."""
    assert scrubbed("abcd", ["ab", "abcd", ""]) == "***"


def test_error_has_one_line_and_no_secret() -> None:
    """Message and place are scrubbed, line breaks of the driver are gone, the hint is the verdict's."""
    error = as_error(QUERY, "ERROR:\n\tno hunter2  here", where="postgresql://a:hunter2@h/b", secrets=["hunter2"])
    assert isinstance(error, ConfigError)
    assert error.message == "ERROR: no *** here"
    assert error.where == "postgresql://a:***@h/b"
    assert error.hint == QUERY.hint
