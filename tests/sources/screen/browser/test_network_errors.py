"""Chromium's network errors, by what happens next."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import (
    AccessDenied,
    ConfigError,
    LegacyAdaptersError,
    RecipeRefused,
    SourceChanged,
    Unavailable,
)
from legacy_adapters.sources.screen.browser.network_errors import error_of_code, network_code


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("NAME_NOT_RESOLVED", Unavailable, "no host of that name"),
        ("CONNECTION_REFUSED", Unavailable, "nothing listens"),
        ("CONNECTION_RESET", Unavailable, "broke off"),
        ("CONNECTION_TIMED_OUT", Unavailable, "does not answer"),
        ("TIMED_OUT", Unavailable, "does not answer"),
        ("EMPTY_RESPONSE", Unavailable, "broke off"),
        ("CONTENT_LENGTH_MISMATCH", Unavailable, "broke off"),
        ("INCOMPLETE_CHUNKED_ENCODING", Unavailable, "broke off"),
        ("ADDRESS_UNREACHABLE", Unavailable, "network"),
        ("INTERNET_DISCONNECTED", Unavailable, "network"),
        ("PROXY_CONNECTION_FAILED", Unavailable, "proxy"),
        ("TUNNEL_CONNECTION_FAILED", Unavailable, "proxy"),
        ("CERT_AUTHORITY_INVALID", ConfigError, "nobody that is trusted"),
        ("CERT_COMMON_NAME_INVALID", ConfigError, "another host"),
        ("CERT_DATE_INVALID", ConfigError, "expired"),
        ("CERT_INVALID", ConfigError, "certificate"),
        ("SSL_PROTOCOL_ERROR", ConfigError, "TLS"),
        ("SSL_VERSION_OR_CIPHER_MISMATCH", ConfigError, "TLS"),
        ("INVALID_URL", ConfigError, "no page can be"),
        ("UNSAFE_PORT", ConfigError, "no page can be"),
        ("INVALID_AUTH_CREDENTIALS", AccessDenied, "login"),
        ("TOO_MANY_REDIRECTS", SourceChanged, "circles"),
        ("BLOCKED_BY_CLIENT", RecipeRefused, "may not be asked"),
        ("INVALID_HTTP_RESPONSE", Unavailable, "broke off"),
        ("SOMETHING_NEW", Unavailable, "ERR_SOMETHING_NEW"),
    ],
)
def test_code_by_what_happens_next(code: str, kind: type[LegacyAdaptersError], words: str) -> None:
    """Each family is the error that its remedy asks for, in words, with the code to search for."""
    error = error_of_code(code, "http://a/", "goto a")
    assert type(error) is kind
    assert words in error.message
    assert f"ERR_{code}" in error.message


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("Page.goto: net::ERR_CONNECTION_REFUSED at http://a/", "CONNECTION_REFUSED"),
        ("APIRequestContext.fetch: connect ECONNREFUSED 127.0.0.1:1", "CONNECTION_REFUSED"),
        ("APIRequestContext.fetch: getaddrinfo ENOTFOUND a.test", "NAME_NOT_RESOLVED"),
        ("APIRequestContext.fetch: self-signed certificate in certificate chain", "CERT_AUTHORITY_INVALID"),
        ("APIRequestContext.fetch: Hostname/IP does not match certificate's altnames", "CERT_COMMON_NAME_INVALID"),
        ("APIRequestContext.fetch: certificate has expired", "CERT_DATE_INVALID"),
        ("APIRequestContext.fetch: socket hang up", "CONNECTION_RESET"),
        ("APIRequestContext.fetch: write EPROTO 1:error:wrong version number", "SSL_PROTOCOL_ERROR"),
        ("Locator.click: certificate", None),
        ("APIRequestContext.fetch: something else", None),
    ],
)
def test_code_is_found_in_messages(message: str, code: str | None) -> None:
    """Chromium and the driver say the same thing in different words."""
    assert network_code(message) == code
