"""The hosts that may be asked, as a check and in the notations in which Chromium holds to it."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from legacy_adapters.core.errors import ConfigError

_ASKED = frozenset({"http", "https", "ws", "wss"})
_WITHIN = frozenset({"about", "blob", "data", "chrome-error", "javascript"})


@dataclass(frozen=True, slots=True)
class Hosts:
    """Names, addresses, and ``*.example.com`` for all below it; in lower case, of whatever port."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, addresses: Sequence[str], more: Sequence[str] = ()) -> Self:
        """The hosts of some addresses, and ``more``. Raises ``ConfigError`` for what is no http address."""
        return cls(tuple(dict.fromkeys([*map(host_of, addresses), *more])))

    def allows(self, url: str) -> bool:
        """Whether an address may be asked for; what asks no host, such as ``about:blank``, may."""
        scheme, host = _parts(url)
        if scheme not in _ASKED:
            return scheme in _WITHIN
        return any(host.endswith(name[1:]) if name.startswith("*.") else host == name for name in self.names)

    @property
    def resolver_rules(self) -> str:
        """Chromium's ``--host-resolver-rules``: every other name, also in a redirect, a popup, a worker or a
        WebSocket, and every other address, is one that does not exist. Costs nothing, other than a route."""
        return ", ".join(["MAP * ~NOTFOUND", *(f"EXCLUDE {name}" for name in self.names)])

    def proxy_script(self, server: str) -> str:
        """Chromium's ``--proxy-pac-url`` for the proxy at ``server``: all other hosts are asked directly, where
        ``resolver_rules`` holds them back; a proxy resolves names by itself."""
        parts = urlsplit(server)
        kind = {"http": "PROXY", "https": "HTTPS", "socks5": "SOCKS5"}[parts.scheme]
        port = parts.port or {"http": 80, "https": 443, "socks5": 1080}[parts.scheme]
        tests = " || ".join(f"shExpMatch(host, {json.dumps(name)})" for name in self.names) or "false"
        script = (
            f'function FindProxyForURL(url, host) {{ return {tests} ? "{kind} {parts.hostname}:{port}" : "DIRECT"; }}'
        )
        return "data:application/x-ns-proxy-autoconfig;base64," + b64encode(script.encode()).decode()


def host_of(url: str) -> str:
    """The host of an http address, in lower case. Raises ``ConfigError``."""
    scheme, host = _parts(url)
    if scheme not in {"http", "https"} or not host:
        raise ConfigError(f"{url!r} is no address of a page", hint="write it as https://ledger.example.com/start")
    return host


def _parts(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        return "", ""
    return parts.scheme.lower(), f"[{host}]" if ":" in host else host
