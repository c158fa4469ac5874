"""Chromium's network errors (``net::ERR_…``), by what happens next."""

from __future__ import annotations

import re

from legacy_adapters.core.errors import (
    AccessDenied,
    ConfigError,
    LegacyAdaptersError,
    RecipeRefused,
    SourceChanged,
    Unavailable,
)
from legacy_adapters.core.secrets import scrub

_CODE = re.compile(r"net::ERR_([A-Z0-9_]+)")

_CERTIFICATE = {
    "AUTHORITY_INVALID": "nobody that is trusted has signed it",
    "COMMON_NAME_INVALID": "it is of another host",
    "DATE_INVALID": "it has expired, or this machine's clock is wrong",
    "REVOKED": "it was revoked",
    "WEAK_SIGNATURE_ALGORITHM": "its signature is of a kind that is no longer safe",
    "WEAK_KEY": "its key is too short to be safe",
}

_FAMILIES: tuple[tuple[str, type[LegacyAdaptersError], str, str], ...] = (
    (
        r"NAME_NOT_RESOLVED|NAME_RESOLUTION|DNS_|ICANN",
        Unavailable,
        "there is no host of that name",
        "check the address",
    ),
    (r"CONNECTION_REFUSED", Unavailable, "nothing listens there", "check host and port, and that it runs"),
    (r"PROXY_|TUNNEL_|SOCKS_|MANDATORY_PROXY|PAC_|UNEXPECTED_PROXY", Unavailable, "the proxy does not help", ""),
    (
        r"INVALID_AUTH|MISSING_AUTH|UNSUPPORTED_AUTH|UNEXPECTED_SECURITY_LIBRARY",
        AccessDenied,
        "the login is refused",
        "",
    ),
    (
        r"(BAD_)?SSL_|TLS_|ECH_|QUIC_",
        ConfigError,
        "it does not speak TLS as it should",
        "is it http rather than https?",
    ),
    (r"INVALID_URL|(DISALLOWED|UNKNOWN)_URL_SCHEME|UNSAFE_PORT", ConfigError, "no page can be at that address", ""),
    (r"UNSAFE_REDIRECT|BLOCKED_BY|CLEARTEXT|INSECURE", RecipeRefused, "it may not be asked for from here", ""),
    (r"TOO_MANY_REDIRECTS|REDIRECT", SourceChanged, "it redirects in circles", ""),
    (r"(TIMED|CONNECTION_TIMED)_OUT|TIMEOUT", Unavailable, "it does not answer", ""),
    (r"INTERNET_DISCONNECTED|NETWORK_|ADDRESS_", Unavailable, "the network does not reach it", ""),
    (
        r"CONNECTION_|SOCKET_|EMPTY_RESPONSE|INCOMPLETE_|CONTENT_|INVALID_|RESPONSE_|HTTP2|SPDY|FAILED|UPLOAD",
        Unavailable,
        "the connection broke off, or what came is no answer",
        "",
    ),
    (r"INSUFFICIENT_RESOURCES|OUT_OF_MEMORY|FILE_", Unavailable, "this machine has run out of something", ""),
)


_NODE = (
    (r"ECONNREFUSED", "CONNECTION_REFUSED"),
    (r"ENOTFOUND|EAI_AGAIN", "NAME_NOT_RESOLVED"),
    (r"EHOSTUNREACH|ENETUNREACH", "ADDRESS_UNREACHABLE"),
    (r"ETIMEDOUT", "CONNECTION_TIMED_OUT"),
    (r"altnames", "CERT_COMMON_NAME_INVALID"),
    (r"certificate has expired|certificate is not yet valid", "CERT_DATE_INVALID"),
    (r"certificate|CERT_", "CERT_AUTHORITY_INVALID"),
    (r"EPROTO|wrong version number|SSL|TLS", "SSL_PROTOCOL_ERROR"),
    (r"[Pp]roxy|tunnel", "PROXY_CONNECTION_FAILED"),
    (r"ECONNRESET|EPIPE|socket hang up|aborted|Parse Error", "CONNECTION_RESET"),
)
"""What the driver, in Node.js, says where it asks for an address itself, as the code that Chromium has for it."""


def network_code(message: str) -> str | None:
    """``CONNECTION_REFUSED`` out of a message that has ``net::ERR_CONNECTION_REFUSED`` in it, or what Node.js says for
    it; None for a message that is not about the network."""
    found = _CODE.search(message)
    if found is not None:
        return found[1]
    if "APIRequestContext" not in message:
        return None
    return next((code for pattern, code in _NODE if re.search(pattern, message)), None)


def error_of_code(code: str, url: str, where: str) -> LegacyAdaptersError:
    """The error that Chromium's code is; one that is not known may pass by itself, so it is ``Unavailable``."""
    address, quoted = scrub(url), f"(ERR_{code})"
    if code.startswith(("CERT_", "CERTIFICATE_", "SSL_CLIENT_AUTH", "SSL_PINNED")):
        reason = _CERTIFICATE.get(code.removeprefix("CERT_"), "it is not right")
        return ConfigError(
            f"the certificate of {address} cannot be trusted: {reason} {quoted}",
            where=where,
            hint="name the certificates of your own authority in ca_file, or have the server's put right",
        )
    for pattern, kind, reason, hint in _FAMILIES:
        if re.match(pattern, code):
            return kind(f"{address} cannot be opened: {reason} {quoted}", where=where, hint=hint)
    return Unavailable(f"{address} cannot be opened {quoted}", where=where)
