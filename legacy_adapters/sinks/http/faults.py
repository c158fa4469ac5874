"""What the errors of httpx mean for a run."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import httpx

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError
from legacy_adapters.core.secrets import scrub
from legacy_adapters.queues.tls import untrusted
from legacy_adapters.sinks.http.patience import NotNow

_DOWN = "Is it running, and are host and port right?"
_TLS = "Write https:// where the server has TLS, and http:// where it has not."
_WANTED = ("CERTIFICATE_REQUIRED", "HANDSHAKE_FAILURE", "BAD_CERTIFICATE", "UNKNOWN_CA", "CERTIFICATE_UNKNOWN")


def told(error: httpx.HTTPError | httpx.InvalidURL, where: str) -> LegacyAdaptersError:
    """The error as one of ours; ``where`` says what was asked, without anything secret."""
    for cause in _causes(error):
        if found := untrusted(cause, where):
            return found
        if isinstance(cause, ssl.SSLError):
            return _tls(cause, where)
    said = scrub(str(error)) or type(error).__name__
    if isinstance(error, httpx.TimeoutException):
        return NotNow(f"no answer in time ({type(error).__name__})", where=where, hint=_DOWN)
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | httpx.LocalProtocolError):
        return ConfigError(f"no request can be made: {said}", where=where, hint="Correct url, headers or auth.")
    return NotNow(f"the connection failed or was lost: {said}", where=where, hint=_DOWN)


def _tls(error: ssl.SSLError, where: str) -> LegacyAdaptersError:
    said = scrub(str(error))
    # The server says so by an alert, whose name OpenSSL has in the reason: TLSV13_ALERT_CERTIFICATE_REQUIRED.
    reason = getattr(error, "reason", None) or ""
    if any(name in reason for name in _WANTED):
        hint = "State cert_file and key_file, with a certificate that the server knows."
        return AccessDenied(f"the server wants a certificate of yours: {said}", where=where, hint=hint)
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return NotNow(f"the connection failed or was lost: {said}", where=where, hint=_DOWN)
    return ConfigError(f"no agreement on TLS: {said}", where=where, hint=_TLS)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
