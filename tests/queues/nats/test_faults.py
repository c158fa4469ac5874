"""Every error of nats-py, and every refusal of a server, is one of ours."""

from __future__ import annotations

import ssl

import nats.errors
import nats.js.errors
import pytest

from legacy_adapters.core.errors import (
    AccessDenied,
    ConfigError,
    Defect,
    LegacyAdaptersError,
    OutputError,
    Unavailable,
)
from legacy_adapters.queues.nats.faults import MessageRefused, not_taken, refused, takes, told


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (nats.errors.AuthorizationError(), AccessDenied),
        (nats.errors.Error("nats: 'Authorization Violation'"), AccessDenied),
        (nats.errors.Error("nats: Permissions Violation for Publish to t"), AccessDenied),
        (nats.errors.NoServersError(), Unavailable),
        (nats.errors.TimeoutError(), Unavailable),
        (nats.errors.ConnectionClosedError(), Unavailable),
        (nats.errors.NoRespondersError(), ConfigError),
        (nats.errors.MaxPayloadError(), OutputError),
        (nats.errors.SecureConnRequiredError(), ConfigError),
        (ssl.SSLError(1, "wrong version"), ConfigError),
        (ConnectionRefusedError(111, "refused"), Unavailable),
        (nats.js.errors.BadRequestError(code=400, err_code=10058, description="in use"), ConfigError),
        (Defect("ours"), Defect),
    ],
    ids=repr,
)
def test_errors_of_the_client(error: BaseException, kind: type[LegacyAdaptersError]) -> None:
    """Only what may pass by itself is tried again."""
    found = told(error, "nats://host")
    assert type(found) is kind
    if kind is not Defect:
        assert found.where == "nats://host"
        assert found.hint


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        (10054, "message size exceeds maximum allowed", MessageRefused),
        (10060, "expected stream does not match", ConfigError),
        (10077, "maximum messages exceeded", Unavailable),
        (10047, "insufficient storage resources available", Unavailable),
    ],
)
def test_refusals_of_jetstream(code: int, text: str, kind: type[LegacyAdaptersError]) -> None:
    """By the code of the error."""
    found = refused(code, text, "nats://host")
    assert type(found) is kind
    assert text in found.message


def test_answers_to_a_message() -> None:
    """Nothing is wrong with an acknowledgement, also of a repeat; a stream that is full takes it later."""
    assert not_taken(b'{"stream":"S","seq":1}', "a.b", "m1", "s", ["a.*"]) is None
    assert not_taken(b'{"stream":"S","seq":1,"duplicate":true}', "a.b", "m1", "s", ["a.*"]) is None
    said = b'{"error":{"code":503,"err_code":10077,"description":"maximum messages exceeded"}}'
    full = not_taken(said, "a", "m", "s", ["a"])
    assert isinstance(full, Unavailable)
    assert full.where == "m"


def test_nobody_answers() -> None:
    """A subject that is none of the stream's is refused; one of its own may have to wait for the stream."""
    nobody = not_taken(b"", "a.b", "m1", "s", ["a.b.>", "b.*"])
    assert isinstance(nobody, MessageRefused)
    assert (nobody.where, "a.b" in nobody.message) == ("m1", True)
    assert isinstance(not_taken(b"", "a.b", "m1", "s", ["a.*"]), Unavailable)


@pytest.mark.parametrize(
    ("pattern", "subject", "expected"),
    [
        ("a.b", "a.b", True),
        ("a.*", "a.b", True),
        ("*.b", "a.b", True),
        ("a.>", "a.b.c", True),
        (">", "a", True),
        ("a.*", "a.b.c", False),
        ("a.>", "a", False),
        ("a.b", "a.c", False),
        ("a.*.c", "a.b", False),
    ],
)
def test_subjects_that_a_pattern_stands_for(pattern: str, subject: str, expected: bool) -> None:
    """As the server reads them."""
    assert takes(pattern, subject) is expected
