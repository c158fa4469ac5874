"""What the errors of pika, and the closings of a server, mean for a run."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator

from pika import exceptions

from legacy_adapters.core.errors import (
    AccessDenied,
    ConfigError,
    LegacyAdaptersError,
    OutputError,
    Unavailable,
)
from legacy_adapters.core.secrets import scrub
from legacy_adapters.queues.tls import untrusted

_LARGEST = re.compile(r"max(?:imum)? size (\d+)")

_LOGIN = "Check user and password in the URL; it is not tried again, as that could lock the account."
_DOWN = "Is it running, and are host and port right?"
_RIGHTS = "Let the user write to the exchange or read from the queue, and make or see what `declare` and `queue` name."
_LARGE = "Raise max_message_size at the server, or set max_message_bytes below it and batch lower."


class TooLarge(OutputError):
    """The server takes no message of that size: it has closed the channel. ``limit`` is what it takes."""

    def __init__(self, message: str, limit: int, *, where: str, hint: str) -> None:
        super().__init__(message, where=where, hint=hint)
        self.limit = limit


def told(error: BaseException, server: str) -> LegacyAdaptersError:
    """The error as one of ours; ``server`` says where, without a password."""
    chain = list(_chain(error))
    for cause in chain:
        if isinstance(cause, LegacyAdaptersError):
            return cause
        if found := untrusted(cause, server):
            return found
    for cause in chain:
        if isinstance(cause, exceptions.AuthenticationError | exceptions.ProbableAuthenticationError):
            return AccessDenied("login refused", where=server, hint=_LOGIN)
        if isinstance(cause, exceptions.ProbableAccessDeniedError):
            hint = "Check the vhost at the end of the URL, and that the user may enter it."
            return AccessDenied("the vhost cannot be entered", where=server, hint=hint)
        if isinstance(cause, exceptions.ChannelClosed | exceptions.ConnectionClosed):
            return closed(cause.reply_code, cause.reply_text, server)
        if isinstance(cause, exceptions.ConnectionBlockedTimeout):
            hint = "It is short of memory or disk space and takes nothing now; its log says more."
            return Unavailable("the server blocks senders", where=server, hint=hint)
        if isinstance(cause, ssl.SSLError):
            hint = "Is it the port for TLS (mostly 5671)? With amqp:// instead of amqps:// there is none."
            reason = getattr(cause, "reason", None) or cause
            return Unavailable(f"no TLS connection: {reason}", where=server, hint=hint)
        if isinstance(cause, socket.gaierror):
            return Unavailable(f"the host is not known: {cause.strerror}", where=server, hint=_DOWN)
    said = next((str(cause) for cause in reversed(chain) if str(cause)), type(error).__name__)
    return Unavailable(f"the connection failed or was lost: {scrub(said)}", where=server, hint=_DOWN)


def closed(code: int, text: str, server: str) -> LegacyAdaptersError:
    """Why the server closed a channel or the connection, by AMQP's reply codes."""
    said = scrub(text)
    match code:
        case 403:
            kind, hint = (AccessDenied, _LOGIN if "ACCESS_REFUSED - Login" in text else _RIGHTS)
            return kind(said, where=server, hint=hint)
        case 404:
            hint = "Make it at the server, correct its name, or let a sink make it (declare: true)."
            return ConfigError(said, where=server, hint=hint)
        case 406 if "message size" in text and (found := _LARGEST.search(text)):
            return TooLarge(said, int(found[1]), where=server, hint=_LARGE)
        case 406 if "message size" in text:
            return OutputError(said, where=server, hint=_LARGE)
        case 405 | 406:
            hint = "It is there already with other settings: state the same ones, or leave declare out."
            return ConfigError(said, where=server, hint=hint)
        case 311 | 501:
            return OutputError(said, where=server, hint=_LARGE)
        case 530 | 402:
            hint = "Check the vhost at the end of the URL, and that the user may enter it."
            return AccessDenied(said, where=server, hint=hint)
        case _:
            return Unavailable(f"the server closed the connection: {said} ({code})", where=server, hint=_DOWN)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it holds or was raised from: pika wraps what went wrong in steps of its own."""
    waiting, seen = [error], set[int]()
    while waiting:
        found = waiting.pop(0)
        if id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        inner = [*found.args, getattr(found, "exception", None), *getattr(found, "exceptions", ())]
        waiting += [one for one in (*inner, found.__cause__, found.__context__) if isinstance(one, BaseException)]
