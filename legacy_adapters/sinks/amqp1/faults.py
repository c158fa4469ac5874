"""What the conditions of AMQP 1.0, and the errors of a connection, mean for a run."""

from __future__ import annotations

import socket
import ssl
from typing import NamedTuple

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.core.secrets import scrub
from legacy_adapters.queues.tls import untrusted

IDLE = "amqp:link:detach-forced"
"""Of a link that was not used for some minutes (Service Bus)."""

LOGIN = "Check user and password in the URL, or the certificate; it is not tried again, as that could lock the account."
_DOWN = "Is it running, does it speak AMQP 1.0 (with RabbitMQ a plugin), and are host and port right?"
_RIGHTS = "Let the user send to the address, and enter the virtual host."
_MISSING = "Make it at the server, or correct `address`."
_LARGE = (
    "Set max_message_bytes to what the server takes: then records that are larger are rejects, and the others go on."
)
_FULL = "Let receivers empty it, or raise its limits."
_OTHER_LOGIN = "Expected AMQP protocol header got: AMQP SASL layer"
_LOG = "The server's log says more."


class Condition(NamedTuple):
    """An error as the server tells it: a symbol, and a text for people."""

    name: str
    description: str

    @property
    def words(self) -> str:
        """Both, without secrets."""
        return scrub(": ".join(filter(None, (self.name, self.description))))


_KINDS: dict[str, tuple[type[LegacyAdaptersError], str]] = {
    "amqp:unauthorized-access": (AccessDenied, _RIGHTS),
    "amqp:not-found": (ConfigError, _MISSING),
    "amqp:not-allowed": (ConfigError, _MISSING),
    "amqp:not-implemented": (ConfigError, _MISSING),
    "amqp:invalid-field": (ConfigError, _MISSING),
    "amqp:precondition-failed": (ConfigError, _MISSING),
    "amqp:link:message-size-exceeded": (OutputError, _LARGE),
    "amqp:resource-limit-exceeded": (OutputError, _FULL),
    "com.microsoft:entity-disabled": (ConfigError, "Enable it at the server."),
}

_OF_ALL = frozenset(
    {
        "amqp:unauthorized-access",
        "amqp:not-found",
        "amqp:resource-limit-exceeded",
        "amqp:internal-error",
        "amqp:resource-locked",
        "amqp:resource-deleted",
        "com.microsoft:entity-disabled",
        "com.microsoft:server-busy",
        "com.microsoft:timeout",
        "com.microsoft:operation-cancelled",
    }
)


def is_of_the_message(condition: Condition | None) -> bool:
    """Whether a rejection with this condition says something of the message, rather than of the address."""
    return condition is None or condition.name not in _OF_ALL


def ended(condition: Condition, where: str) -> LegacyAdaptersError:
    """Why the server ended a link, a session or the connection, or will not take anything."""
    kind, hint = _KINDS.get(condition.name, (Unavailable, _LOG))
    if "larger than configured max size" in condition.description:
        kind, hint = OutputError, _LARGE
    if _OTHER_LOGIN in condition.description:
        kind, hint = AccessDenied, LOGIN
    return kind(condition.words, where=where, hint=hint)


def lost(error: BaseException, where: str) -> LegacyAdaptersError:
    """An error of the connection as one of ours."""
    if isinstance(error, LegacyAdaptersError):
        return error
    if found := untrusted(error, where):
        return found
    if isinstance(error, ssl.SSLError):
        hint = "Is it the port for TLS (mostly 5671)? With amqp:// instead of amqps:// there is none."
        reason = getattr(error, "reason", None) or error
        return Unavailable(f"no TLS connection: {reason}", where=where, hint=hint)
    if isinstance(error, socket.gaierror):
        return Unavailable(f"the host is not known: {error.strerror}", where=where, hint=_DOWN)
    said = scrub(str(error)) or type(error).__name__
    return Unavailable(f"the connection failed or was lost: {said}", where=where, hint=_DOWN)


def silent(seconds: float, where: str) -> Unavailable:
    """What to say of a server that does not answer."""
    return Unavailable(f"the server answered nothing for {seconds:.0f} seconds", where=where, hint=_LOG)
