"""Every error of httpx is one of ours."""

from __future__ import annotations

import ssl

import httpx
import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sinks.http.faults import told
from legacy_adapters.sinks.http.patience import NotNow


def tree(kind: type[httpx.HTTPError]) -> set[type[httpx.HTTPError]]:
    return {kind} | {one for child in kind.__subclasses__() for one in tree(child)}


CONFIG = {httpx.UnsupportedProtocol, httpx.LocalProtocolError}
ERRORS = sorted(tree(httpx.TransportError), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_each_error_of_a_connection_has_a_meaning(kind: type[httpx.HTTPError]) -> None:
    """Only what may pass by itself is tried again."""
    found = told(kind("what httpx says"), "POST http://h/x")
    assert type(found) is (ConfigError if kind in CONFIG else NotNow)
    assert found.where == "POST http://h/x"
    assert found.hint


def alert(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, f"[SSL: {reason}] text")
    error.reason = reason
    return error


def verification() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "failed")
    error.verify_message = "certificate has expired"
    return error


@pytest.mark.parametrize(
    ("cause", "kind", "said"),
    [
        (verification(), ConfigError, "expired"),
        (alert("TLSV13_ALERT_CERTIFICATE_REQUIRED"), AccessDenied, "wants a certificate of yours"),
        (alert("SSLV3_ALERT_HANDSHAKE_FAILURE"), AccessDenied, "wants a certificate of yours"),
        (alert("WRONG_VERSION_NUMBER"), ConfigError, "no agreement on TLS"),
        (ssl.SSLEOFError(8, "EOF"), NotNow, "lost"),
        (ConnectionResetError(104, "reset"), NotNow, "lost"),
    ],
    ids=["expired", "required", "handshake", "no TLS", "eof", "reset"],
)
def test_what_is_behind_it_counts(cause: Exception, kind: type[LegacyAdaptersError], said: str) -> None:
    """httpx wraps what TLS says."""
    error = httpx.ConnectError("failed")
    error.__cause__ = cause
    found = told(error, "POST https://h/x")
    assert type(found) is kind
    assert said in found.message


def test_a_secret_is_in_no_error() -> None:
    """httpx may put an address into one."""
    KNOWN.add("faults-secret-word")
    assert "faults-secret-word" not in str(told(httpx.ConnectError("at ?key=faults-secret-word"), "here"))


def test_an_address_that_is_none_is_a_fault_of_the_settings() -> None:
    """It would be none again."""
    assert type(told(httpx.InvalidURL("no"), "here")) is ConfigError
