"""A service that is missing is never missed silently."""

from __future__ import annotations

import pytest

from tests.service.require import require


def test_what_is_there_is_returned() -> None:
    """A service that was found is handed on as it is."""
    assert require("/usr/bin/postgres", "PostgreSQL", "install it") == "/usr/bin/postgres"


def test_missing_service_skips_with_a_reason_and_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where services are optional, the test is skipped and the reason says what to install."""
    monkeypatch.delenv("REQUIRE_SERVICES", raising=False)
    with pytest.raises(pytest.skip.Exception, match="PostgreSQL is missing; install it"):
        require(None, "PostgreSQL", "install it")


def test_missing_service_fails_where_services_are_required(monkeypatch: pytest.MonkeyPatch) -> None:
    """With REQUIRE_SERVICES=1 nothing is skipped."""
    monkeypatch.setenv("REQUIRE_SERVICES", "1")
    with pytest.raises(pytest.fail.Exception, match="PostgreSQL is missing; install it"):
        require(None, "PostgreSQL", "install it")
