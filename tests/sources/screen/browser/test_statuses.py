"""What the status of a page means."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, SourceChanged, Unavailable
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.browser.errors import AskedToWait
from legacy_adapters.sources.screen.browser.statuses import error_of_status, retry_after


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, AccessDenied),
        (403, AccessDenied),
        (440, AccessDenied),
        (400, SourceChanged),
        (404, SourceChanged),
        (410, SourceChanged),
        (407, ConfigError),
        (408, Unavailable),
        (429, AskedToWait),
        (503, AskedToWait),
        (500, Unavailable),
        (599, Unavailable),
    ],
)
def test_status_by_what_happens_next(status: int, kind: type[LegacyAdaptersError]) -> None:
    """Each status is the error that its remedy asks for, with page and step."""
    error = error_of_status(status, {}, "http://a/x", "goto x")
    assert type(error) is kind
    assert error is not None
    assert f"http://a/x answered {status}" in error.message
    assert error.where == "goto x"


@pytest.mark.parametrize("status", [200, 204, 302, 304])
def test_page_is_no_error(status: int) -> None:
    """Below 400 all is well."""
    assert error_of_status(status, {}, "http://a/", "") is None


def test_seconds_to_wait() -> None:
    """Retry-After is a number of seconds, or a date; what is neither is passed over."""
    now = datetime(2025, 3, 1, 12, tzinfo=UTC)
    assert retry_after("120") == 120
    assert retry_after("Sat, 01 Mar 2025 12:01:30 GMT", now) == 90
    assert retry_after("Sat, 01 Mar 2025 11:00:00 GMT", now) == 0
    assert retry_after("soon") is None
    assert retry_after(None) is None
    error = error_of_status(503, {"retry-after": "5"}, "http://a/", "")
    assert error is not None
    assert error.hint == "it asks to wait 5 s"


def test_secret_in_an_address_is_struck_out() -> None:
    """A token in the address is not in the error."""
    KNOWN.add("t0ken-in-address")
    assert "t0ken" not in str(error_of_status(404, {}, "http://a/?t=t0ken-in-address", ""))
