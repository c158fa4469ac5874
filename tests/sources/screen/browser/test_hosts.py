"""The hosts that may be asked."""

from __future__ import annotations

from base64 import b64decode

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.screen.browser.hosts import Hosts, host_of

_HOSTS = Hosts.of(["https://Ledger.example.com:8443/start", "http://[::1]:80/"], ["*.cdn.example.com"])


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://ledger.example.com/", True),
        ("wss://LEDGER.example.com.:9/x", True),
        ("https://a.b.cdn.example.com/", True),
        ("https://cdn.example.com/", False),
        ("https://evilcdn.example.com/", False),
        ("https://ledger.example.com.evil.com/", False),
        ("https://ledger.example.com@evil.com/", False),
        ("http://[::1]:8080/", True),
        ("http://[::1/", False),
        ("about:blank", True),
        ("data:text/html,x", True),
        ("file:///etc/passwd", False),
        ("ftp://ledger.example.com/", False),
        ("chrome://settings", False),
    ],
)
def test_hosts_are_told_apart(url: str, allowed: bool) -> None:
    """Only the stated hosts, of whatever port, and what asks nobody."""
    assert _HOSTS.allows(url) is allowed


def test_rules_for_the_resolver() -> None:
    """Every other name does not exist."""
    assert _HOSTS.resolver_rules == (
        "MAP * ~NOTFOUND, EXCLUDE ledger.example.com, EXCLUDE [::1], EXCLUDE *.cdn.example.com"
    )
    assert Hosts(()).resolver_rules == "MAP * ~NOTFOUND"


def test_script_for_the_proxy() -> None:
    """Only stated hosts go to the proxy; the others are asked directly, where they do not exist."""
    url = Hosts(("a.example.com", "*.b.example.com")).proxy_script("socks5://proxy")
    assert b64decode(url.partition("base64,")[2]).decode() == (
        'function FindProxyForURL(url, host) { return shExpMatch(host, "a.example.com") || '
        'shExpMatch(host, "*.b.example.com") ? "SOCKS5 proxy:1080" : "DIRECT"; }'
    )


@pytest.mark.parametrize("url", ["ledger.example.com", "ftp://a", "http://", ""])
def test_what_is_no_address(url: str) -> None:
    """An address without http or a host is a setting that is wrong."""
    with pytest.raises(ConfigError, match="no address of a page"):
        host_of(url)
