"""Every condition of AMQP 1.0, and every error of a connection, is one of ours."""

from __future__ import annotations

import socket
import ssl

import pytest

from legacy_adapters.core.errors import (
    AccessDenied,
    ConfigError,
    Defect,
    LegacyAdaptersError,
    OutputError,
    Unavailable,
)
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sinks.amqp1.faults import Condition, ended, is_of_the_message, lost, silent


@pytest.mark.parametrize(
    ("name", "description", "kind"),
    [
        ("amqp:unauthorized-access", "", AccessDenied),
        ("amqp:not-found", "", ConfigError),
        ("amqp:precondition-failed", "inequivalent arg", ConfigError),
        ("amqp:precondition-failed", "message size 9 is larger than configured max size 8", OutputError),
        ("amqp:link:message-size-exceeded", "", OutputError),
        ("amqp:resource-limit-exceeded", "", OutputError),
        ("amqp:connection:forced", "node was closed", Unavailable),
        ("amqp:connection:framing-error", "Expected AMQP protocol header got: AMQP SASL layer", AccessDenied),
        ("com.microsoft:server-busy", "", Unavailable),
        ("something:new", "", Unavailable),
    ],
)
def test_conditions(name: str, description: str, kind: type[LegacyAdaptersError]) -> None:
    """Only what may pass by itself is tried again; the server's words are told."""
    found = ended(Condition(name, description), "amqps://host")
    assert type(found) is kind
    assert found.hint
    assert (found.where, name in found.message) == ("amqps://host", True)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ConnectionRefusedError(111, "refused"), Unavailable),
        (socket.gaierror(-2, "not known"), Unavailable),
        (TimeoutError(), Unavailable),
        (ssl.SSLError(1, "wrong version"), Unavailable),
        (Defect("ours"), Defect),
    ],
    ids=repr,
)
def test_errors_of_the_connection(error: BaseException, kind: type[LegacyAdaptersError]) -> None:
    """Each with what to look at."""
    found = lost(error, "amqps://host")
    assert type(found) is kind
    assert found.hint or kind is Defect


def test_which_rejections_are_of_the_message() -> None:
    """All but those that say something of the address, or of the sender."""
    assert is_of_the_message(None)
    assert is_of_the_message(Condition("amqp:invalid-field", ""))
    assert not is_of_the_message(Condition("amqp:resource-limit-exceeded", ""))


def test_secrets_are_struck_out() -> None:
    """Also where the server repeats them."""
    KNOWN.add("servers-secret")
    assert "servers-secret" not in str(ended(Condition("amqp:not-allowed", "no servers-secret"), "amqp://host"))


def test_silence() -> None:
    """With the seconds."""
    assert "60 seconds" in silent(60.0, "amqp://host").message
