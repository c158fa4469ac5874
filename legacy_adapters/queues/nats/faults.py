"""What the errors of nats-py, and the refusals of a server, mean for a run."""

from __future__ import annotations

import json
import ssl
from collections.abc import Sequence

import nats.errors
import nats.js.errors

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.core.secrets import scrub
from legacy_adapters.queues.tls import untrusted

_LOGIN = "Check user and password; it is not tried again, as that could lock the account."
_DOWN = "Is it running, and are host and port right?"
_RIGHTS = (
    "Let the user see the stream ($JS.API.STREAM.INFO); publish to the subject, or consume ($JS.API.>, $JS.ACK.>)."
)
_FULL = "Let receivers empty the stream, or raise its limits (max_msgs, max_bytes)."
_LARGE = "Raise max_payload at the server and max_msg_size at the stream, or leave long fields out."

_ANOTHER_STREAM = 10060
_STREAM_IS_OTHER = 10058
_TOO_LARGE = 10054


class MessageRefused(OutputError):
    """A message that is not taken, however often it is sent; the next one may be."""


def told(error: BaseException, server: str) -> LegacyAdaptersError:
    """The error as one of ours; ``server`` says where, without a password."""
    if isinstance(error, LegacyAdaptersError):
        return error
    if found := untrusted(error, server):
        return found
    said = scrub(str(error)) or type(error).__name__
    if isinstance(error, nats.errors.AuthorizationError) or "uthoriz" in said or "uthentic" in said:
        return AccessDenied("login refused", where=server, hint=_LOGIN)
    if "permissions violation" in said.lower():
        return AccessDenied(said.removeprefix("nats: "), where=server, hint=_RIGHTS)
    if isinstance(error, nats.js.errors.APIError):
        return refused(error.err_code or 0, error.description or said, server)
    if isinstance(error, nats.errors.NoRespondersError):
        return ConfigError("the server has no JetStream", where=server, hint="Switch it on there (jetstream: {}).")
    if isinstance(error, nats.errors.MaxPayloadError):
        return OutputError("a message is too large", where=server, hint=_LARGE)
    if isinstance(error, nats.errors.SecureConnRequiredError | nats.errors.SecureConnWantedError | ssl.SSLError):
        hint = "Write tls:// where the server has TLS, and nats:// where it has not."
        return ConfigError(f"no agreement on TLS: {said}", where=server, hint=hint)
    return Unavailable(f"the connection failed or was lost: {said}", where=server, hint=_DOWN)


def refused(code: int, text: str, server: str) -> LegacyAdaptersError:
    """Why JetStream refused something, by the code of its error."""
    if code == _TOO_LARGE:
        return MessageRefused(text, where=server, hint=_LARGE)
    if code == _ANOTHER_STREAM:
        hint = "Correct `stream` or `subject`: another stream takes this subject."
        return ConfigError(text, where=server, hint=hint)
    if code == _STREAM_IS_OTHER:
        return ConfigError(text, where=server, hint="Leave declare out, or give the stream another name.")
    if "maximum" in text or "exceed" in text:
        # It concerns whatever comes next too, and passes.
        return Unavailable(f"the stream is full: {text}", where=server, hint=_FULL)
    return Unavailable(f"JetStream cannot take it: {text} ({code})", where=server, hint="Its log says more.")


def not_taken(
    data: bytes, address: str, message_id: str, server: str, subjects: Sequence[str]
) -> LegacyAdaptersError | None:
    """What an answer to a message says that is not good; None for an acknowledgement. ``subjects`` are those that the
    stream takes."""
    if not data and any(takes(subject, address) for subject in subjects):
        hint = "It may be about to start, or to find another leader; its log says more."
        return Unavailable(f"the stream does not answer (subject {address})", where=message_id, hint=hint)
    if not data:
        hint = "Let the stream take it (nats stream edit --subjects), correct `subject`, or set declare: true."
        return MessageRefused(f"no stream takes the subject {address}", where=message_id, hint=hint)
    if b'"error"' not in data:
        return None
    problem = json.loads(data)["error"]
    found = refused(int(problem.get("err_code", 0)), str(problem.get("description", "")), server)
    return type(found)(f"{found.message} (subject {address})", where=message_id, hint=found.hint)


def takes(pattern: str, subject: str) -> bool:
    """Whether a subject is one of those that a pattern stands for: ``*`` is any one part, ``>`` all that follow."""
    wanted, parts = pattern.split("."), subject.split(".")
    if wanted[-1] == ">":
        wanted = wanted[:-1]
        if len(parts) <= len(wanted):
            return False
        parts = parts[: len(wanted)]
    return len(wanted) == len(parts) and all(one in ("*", part) for one, part in zip(wanted, parts, strict=True))
