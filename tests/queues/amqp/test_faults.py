"""Every error of pika, and every reason of a server, is one of ours."""

from __future__ import annotations

import socket
import ssl

import pytest
from pika import exceptions

from legacy_adapters.core.errors import (
    AccessDenied,
    ConfigError,
    Defect,
    LegacyAdaptersError,
    OutputError,
    Unavailable,
)
from legacy_adapters.queues.amqp.faults import TooLarge, closed, told

_EXPIRED = ssl.SSLCertVerificationError(1, "certificate verify failed")
_EXPIRED.verify_message = "certificate has expired"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (exceptions.ProbableAuthenticationError("x"), AccessDenied),
        (exceptions.AuthenticationError("x"), AccessDenied),
        (exceptions.ProbableAccessDeniedError("x"), AccessDenied),
        (exceptions.StreamLostError("x"), Unavailable),
        (exceptions.AMQPHeartbeatTimeout("x"), Unavailable),
        (exceptions.ConnectionBlockedTimeout("x"), Unavailable),
        (exceptions.ChannelClosedByBroker(404, "NOT_FOUND - no exchange 'x'"), ConfigError),
        (exceptions.ConnectionClosedByBroker(320, "CONNECTION_FORCED"), Unavailable),
        (exceptions.AMQPConnectionError(socket.gaierror(-2, "not known")), Unavailable),
        (exceptions.AMQPConnectionError(_EXPIRED), ConfigError),
        (exceptions.AMQPConnectionError(ssl.SSLError(1, "WRONG_VERSION_NUMBER")), Unavailable),
        (ConnectionRefusedError(111, "refused"), Unavailable),
        (Defect("ours"), Defect),
    ],
    ids=repr,
)
def test_errors_of_the_client(error: BaseException, kind: type[LegacyAdaptersError]) -> None:
    """Only what may pass by itself is tried again."""
    found = told(error, "amqp://host")
    assert type(found) is kind
    if kind is not Defect:
        assert found.where == "amqp://host"
        assert found.hint


@pytest.mark.parametrize(
    ("code", "text", "kind", "hint"),
    [
        (403, "ACCESS_REFUSED - Login was refused", AccessDenied, "lock the account"),
        (403, "ACCESS_REFUSED - access to exchange 'x' refused", AccessDenied, "Let the user write"),
        (404, "NOT_FOUND - no queue 'x'", ConfigError, "declare: true"),
        (405, "RESOURCE_LOCKED", ConfigError, "other settings"),
        (406, "PRECONDITION_FAILED - inequivalent arg 'type'", ConfigError, "other settings"),
        (406, "PRECONDITION_FAILED - message size 9 is larger", OutputError, "max_message_bytes"),
        (311, "CONTENT_TOO_LARGE", OutputError, "max_message_bytes"),
        (530, "NOT_ALLOWED - vhost x not found", AccessDenied, "vhost"),
        (541, "INTERNAL_ERROR", Unavailable, "running"),
    ],
)
def test_reasons_of_the_server(code: int, text: str, kind: type[LegacyAdaptersError], hint: str) -> None:
    """By the reply code, with the server's own words and what to do."""
    found = closed(code, text, "amqp://host")
    assert type(found) is kind
    assert text in found.message
    assert hint in found.hint


def test_what_went_wrong_deep_inside_is_found() -> None:
    """pika wraps it, and so does Python."""
    inner = exceptions.AMQPConnectionError("outer")
    inner.__cause__ = exceptions.ProbableAuthenticationError("inner")
    inner.__cause__.__context__ = inner
    assert isinstance(told(inner, "s"), AccessDenied)


def test_the_size_that_a_server_takes_is_read() -> None:
    """What is larger can then be told before it is sent."""
    found = closed(406, "PRECONDITION_FAILED - message size 9 is larger than configured max size 8", "amqp://host")
    assert isinstance(found, TooLarge)
    assert found.limit == 8
