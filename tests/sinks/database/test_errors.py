"""From a SQLSTATE to an error of ours."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, OutputError, Unavailable
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sinks.database.errors import LOGIN, RowRefused, as_error, by_sqlstate


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("22001", RowRefused),
        ("23505", RowRefused),
        ("28P01", AccessDenied),
        ("42501", AccessDenied),
        ("3D000", ConfigError),
        ("42P01", ConfigError),
        ("53100", OutputError),
        ("53300", Unavailable),
        ("08006", Unavailable),
        ("57P01", Unavailable),
        ("40P01", Unavailable),
        ("25006", OutputError),
    ],
)
def test_the_longest_beginning_counts(state: str, kind: type[Exception]) -> None:
    """A class of states has one meaning, and some states another."""
    verdict = by_sqlstate(state)
    assert verdict is not None
    assert verdict.kind is kind


@pytest.mark.parametrize("state", [None, "", "99999"])
def test_an_unknown_state_has_no_meaning(state: str | None) -> None:
    """The caller decides."""
    assert by_sqlstate(state) is None


def test_the_server_is_quoted_on_one_line_and_without_secrets() -> None:
    """Servers write several lines, and some repeat the connection string."""
    KNOWN.add("sesame-open")
    error = as_error(LOGIN, "login\n  failed for sesame-open", "db://u:sesame-open@h")
    assert error.message == "login failed for ***"
    assert error.where == "db://u:***@h"
    assert error.hint == LOGIN.hint
