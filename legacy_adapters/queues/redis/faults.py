"""What the errors of redis-py, and the refusals of a server, mean for a run."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from redis import exceptions

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.core.secrets import scrub
from legacy_adapters.queues.tls import untrusted

_LOGIN = "Check user and password in the URL; it is not tried again, as that could lock the account."
_DOWN = "Is it running, and are host and port right?"
_RIGHTS = "Let the user do XADD, WAIT and INFO on these keys, or read them in a group: ACL SETUSER … +@stream."


@contextmanager
def as_ours(server: str) -> Iterator[None]:
    """Turns what redis-py says of ``server``, which is told without a password, into an error of ours."""
    try:
        yield
    except (exceptions.RedisError, OSError) as error:
        raise told(error, server) from error


def told(error: BaseException, server: str) -> LegacyAdaptersError:
    """The error as one of ours."""
    said = scrub(str(error)) or type(error).__name__
    for cause in (error, error.__cause__, error.__context__):
        if cause is not None and (found := untrusted(cause, server)):
            return found
        if isinstance(cause, ssl.SSLError):
            hint = "Write rediss:// where the server has TLS, and redis:// where it has not."
            return ConfigError(f"no agreement on TLS: {said}", where=server, hint=hint)
    refused = said.startswith(("WRONGPASS", "NOAUTH", "invalid username"))
    if refused or isinstance(error, exceptions.AuthenticationError):
        return AccessDenied("login refused", where=server, hint=_LOGIN)
    if isinstance(error, exceptions.NoPermissionError | exceptions.AuthorizationError):
        return AccessDenied(said, where=server, hint=_RIGHTS)
    if isinstance(error, exceptions.OutOfMemoryError) or said.startswith("OOM"):
        hint = "Let receivers empty the streams, raise maxmemory, or state max_length."
        # It concerns whatever comes next too, and passes.
        return Unavailable("the server has no memory left", where=server, hint=hint)
    if said.startswith("MISCONF"):
        hint = "Make room on its disk; its log says more."
        return OutputError(f"the server takes nothing: {said}", where=server, hint=hint)
    if said.startswith("WRONGTYPE"):
        hint = "Give the stream another name, or remove that key."
        return ConfigError("what has the stream's name is no stream", where=server, hint=hint)
    if isinstance(error, exceptions.ReadOnlyError):
        return Unavailable("the server is a replica, which takes nothing", where=server, hint="Name the primary.")
    if isinstance(error, exceptions.BusyLoadingError | exceptions.ConnectionError | exceptions.TimeoutError | OSError):
        return Unavailable(f"the connection failed or was lost: {said}", where=server, hint=_DOWN)
    if isinstance(error, exceptions.DataError | exceptions.ResponseError):
        return ConfigError(f"the server refused it: {said}", where=server, hint="Correct the settings.")
    return Unavailable(said, where=server, hint=_DOWN)
