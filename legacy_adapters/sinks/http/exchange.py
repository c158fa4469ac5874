"""One request and its answer: bounded in size and time, without cookies, and never sent on to another host."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpx

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.queues.tls import tls_context
from legacy_adapters.sinks.http.faults import told
from legacy_adapters.sinks.http.patience import NotNow
from legacy_adapters.sinks.http.settings import HttpSink
from legacy_adapters.sinks.http.words import tidy

LARGEST_ANSWER = 16 * 1024 * 1024
"""More of an answer is not read, in bytes."""

MOST_HOPS = 3
_SAME_REQUEST = (307, 308)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. ``where`` is what was asked, without the query."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    where: str


def client_of(settings: HttpSink, folder: Path) -> httpx.Client:
    """A pool of connections by these settings. Raises ``ConfigError``, ``DriverMissing``."""
    # httpx tells each address at INFO, in which a key may stand, and httpcore all headers at DEBUG.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    if settings.proxy is not None:
        KNOWN.add_passwords(settings.proxy)
    auth = settings.auth.oauth2_client_credentials if settings.auth else None
    secured = settings.url.startswith("https:") or (auth is not None and auth.token_url.startswith("https:"))
    # Where nothing is secured no package for the trust store need be there; a proxy may be secured all the same.
    context = tls_context(settings, folder) if secured else ssl.create_default_context()
    limits = httpx.Limits(max_connections=settings.connections + 1, max_keepalive_connections=settings.connections)
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    return httpx.Client(
        verify=context,
        limits=limits,
        timeout=settings.timeout,
        proxy=settings.proxy,
        cookies=no_cookies,
        headers={"User-Agent": "legacy-adapters", "Accept-Encoding": "identity"},
        follow_redirects=False,
    )


class Exchange:
    """Asks over one pool of connections; used by several threads."""

    def __init__(self, client: httpx.Client, timeout: float) -> None:
        self._client, self._timeout = client, timeout

    def request(
        self, method: str, url: str, *, content: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Request:
        """A request that can be asked. Raises ``ConfigError`` for one that cannot be made."""
        try:
            return self._client.build_request(method, url, content=content, headers=headers)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise told(error, shown(method, url)) from None
        except (UnicodeEncodeError, ValueError) as error:
            hint = "Headers are plain ASCII."
            raise ConfigError(f"no request can be made: {error}", where=shown(method, url), hint=hint) from None

    def ask(self, request: httpx.Request) -> Answer:
        """The answer; redirects on the same host are followed if they keep the request as it is. Raises ``NotNow``,
        ``ConfigError``, ``AccessDenied``."""
        first = httpx.URL(request.url)
        for _ in range(MOST_HOPS):
            answer = self._once(request)
            if not 300 <= answer.status < 400:
                return answer
            request = self._moved(request, answer, first)
        where = shown(request.method, first)
        raise ConfigError("the server redirects again and again", where=where, hint="Correct url.")

    def _once(self, request: httpx.Request) -> Answer:
        where = shown(request.method, request.url)
        try:
            response = self._client.send(request, stream=True)
            try:
                body = self._body(response, where)
            finally:
                response.close()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise told(error, where) from error
        return Answer(response.status_code, response.headers, body, where)

    def _body(self, response: httpx.Response, where: str) -> bytes:
        until = time.monotonic() + self._timeout
        pieces, size = [], 0
        for piece in response.iter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST_ANSWER:
                break
            if time.monotonic() > until:
                raise NotNow("the answer did not end in time", where=where, hint="Raise timeout, or ask the server's.")
        return b"".join(pieces)

    def _moved(self, request: httpx.Request, answer: Answer, first: httpx.URL) -> httpx.Request:
        try:
            target = request.url.join(answer.headers.get("location", ""))
        except httpx.InvalidURL as error:
            raise told(error, answer.where) from None
        place = f"{target.scheme}://{target.netloc.decode('ascii')}{target.path}"
        same_host = (target.scheme, target.host, target.port) == (first.scheme, first.host, first.port)
        if answer.status not in _SAME_REQUEST or not same_host:
            hint = "Correct url, if that is where the records shall go: nothing was sent there."
            raise ConfigError(f"the server redirects to {tidy(place)} ({answer.status})", where=answer.where, hint=hint)
        return self.request(request.method, str(target), content=request.content, headers=request.headers)


def shown(method: str, url: str | httpx.URL) -> str:
    """A request for a person: without the query, in which a key may stand."""
    return f"{method} {str(url).partition('?')[0]}"
