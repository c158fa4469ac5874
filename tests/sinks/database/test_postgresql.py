"""PostgreSQL without a server: what its driver's errors mean; tests/service/ has the rest."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from psycopg import errors

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.sinks.database.errors import RowRefused
from legacy_adapters.sinks.database.postgresql import PostgresqlFamily
from legacy_adapters.sinks.database.session import AlchemySession
from legacy_adapters.sinks.database.settings import DatabaseSink

FAMILY = PostgresqlFamily(DatabaseSink(url="postgresql://user@host/books", timeout=7))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (errors.StringDataRightTruncation("x"), RowRefused),
        (errors.UniqueViolation("x"), RowRefused),
        (errors.NumericValueOutOfRange("x"), RowRefused),
        (errors.InsufficientPrivilege("x"), AccessDenied),
        (errors.LockNotAvailable("x"), Unavailable),
        (errors.DiskFull("x"), OutputError),
        (errors.AdminShutdown("x"), Unavailable),
        (psycopg.OperationalError('FATAL:  password authentication failed for user "u"'), AccessDenied),
        (psycopg.OperationalError('FATAL:  database "x" does not exist'), ConfigError),
        (psycopg.OperationalError("connection refused"), Unavailable),
        (psycopg.OperationalError("the connection is closed"), Unavailable),
    ],
)
def test_what_an_error_means(error: Exception, kind: type[LegacyAdaptersError]) -> None:
    """By its SQLSTATE, or the words of a connection that did not come about."""
    verdict = FAMILY.verdict(error)
    assert verdict is not None
    assert verdict.kind is kind


def test_an_error_of_another_program_has_no_meaning() -> None:
    """It is a defect."""
    assert FAMILY.verdict(ValueError("x")) is None


def test_the_connection_notices_a_server_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the stated time, also where no packet comes back."""
    asked: dict[str, Any] = {}

    def connect(*_arguments: Any, **named: Any) -> Any:
        asked.update(named)
        raise psycopg.OperationalError("connection refused")

    monkeypatch.setattr(psycopg, "connect", connect)
    with pytest.raises(Unavailable):
        AlchemySession(FAMILY)
    assert (asked["host"], asked["connect_timeout"], asked["tcp_user_timeout"]) == ("host", 7, 7000)
