"""What shows a server who is asking."""

from __future__ import annotations

import json
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from typing import Protocol
from urllib.parse import quote_plus, urlencode

import httpx

from legacy_adapters.core.errors import AccessDenied, ConfigError
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sinks.http.exchange import Answer, Exchange
from legacy_adapters.sinks.http.login import ApiKey, Login, OAuth2ClientCredentials
from legacy_adapters.sinks.http.patience import NotNow, retry_after
from legacy_adapters.sinks.http.words import words_of

SPARE = 60.0
"""A token is renewed so many seconds before it ends, or after nine tenths of its time, whichever is later."""


class Credentials(Protocol):
    """Signs requests; used by several threads."""

    def sign(self, request: httpx.Request) -> None:
        """Puts in what the server wants to see. Raises ``NotNow``, ``AccessDenied``, ``ConfigError``."""
        ...

    def renew(self, refused: httpx.Request) -> bool:
        """Called when a request was not let in: whether it may be signed anew and tried again."""
        ...


class Header:
    """The same header with every request, or none at all."""

    def __init__(self, name: str = "", value: str = "") -> None:
        self._name, self._value = name, value

    def sign(self, request: httpx.Request) -> None:
        """Sets the header."""
        if self._name:
            request.headers[self._name] = self._value

    def renew(self, refused: httpx.Request) -> bool:
        """There is nothing else to show."""
        return False


class Parameter:
    """A key in the query."""

    def __init__(self, key: ApiKey) -> None:
        self._key = key

    def sign(self, request: httpx.Request) -> None:
        """Adds the parameter."""
        request.url = request.url.copy_set_param(self._key.name, self._key.value)

    def renew(self, refused: httpx.Request) -> bool:
        """There is nothing else to show."""
        return False


class FetchedToken:
    """A token of OAuth 2.0 by client credentials, kept in memory only."""

    def __init__(
        self, settings: OAuth2ClientCredentials, exchange: Exchange, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings, self._exchange, self._clock = settings, exchange, clock
        self._lock = threading.Lock()
        self._header = ""
        self._until = 0.0

    def sign(self, request: httpx.Request) -> None:
        """Sets the token, which is fetched if there is none or it ends soon. Raises as ``Credentials.sign``."""
        with self._lock:
            if not self._header or self._clock() >= self._until:
                self._fetch()
            request.headers["Authorization"] = self._header

    def renew(self, refused: httpx.Request) -> bool:
        """Drops the token that was refused, unless another thread has done so already."""
        with self._lock:
            if refused.headers.get("Authorization") == self._header:
                self._header = ""
        return True

    def _fetch(self) -> None:
        answer = self._exchange.ask(self._request())
        found = _token(answer)
        token, seconds = found
        KNOWN.add(token)
        self._header = f"Bearer {token}"
        self._until = self._clock() + max(seconds - SPARE, seconds * 0.9)

    def _request(self) -> httpx.Request:
        given = self._settings
        form = {"grant_type": "client_credentials", "scope": given.scope, "audience": given.audience}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        if given.secret_in == "body":
            form |= {"client_id": given.client_id, "client_secret": given.client_secret}
        else:
            # RFC 6749, 2.3.1: both are form-encoded before they are joined.
            headers["Authorization"] = basic(quote_plus(given.client_id), quote_plus(given.client_secret))
        content = urlencode({name: value for name, value in form.items() if value is not None})
        return self._exchange.request("POST", given.token_url, content=content.encode(), headers=headers)


def _token(answer: Answer) -> tuple[str, float]:
    """The token of an answer, and for how many seconds it is good."""
    if answer.status == 429 or answer.status >= 500:
        after = retry_after(answer.headers.get("retry-after"))
        raise NotNow(f"no token: the server says {answer.status}", where=answer.where, after=after)
    if answer.status in (400, 401, 403):
        hint = "Check client_id, client_secret and scope; it is not tried again, as that could lock the account."
        raise AccessDenied(f"no token: {answer.status}{words_of(answer)}", where=answer.where, hint=hint)
    try:
        whole = json.loads(answer.body)
        token, seconds = whole["access_token"], float(whole.get("expires_in") or "inf")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        token, seconds = None, 0.0
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        message = f"the answer ({answer.status}) holds no token"
        raise ConfigError(message, where=answer.where, hint="Is token_url right?")
    return token, seconds


def basic(user: str, password: str) -> str:
    """The header of basic authentication; what it holds is kept as a secret."""
    encoded = b64encode(f"{user}:{password}".encode()).decode("ascii")
    KNOWN.add(encoded)
    return f"Basic {encoded}"


def credentials_of(login: Login | None, exchange: Exchange) -> Credentials:
    """What these settings log in with; their secrets are kept as such from here on."""
    if login is None:
        return Header()
    if login.basic is not None:
        KNOWN.add(login.basic.password)
        return Header("Authorization", basic(login.basic.user, login.basic.password))
    if login.bearer is not None:
        KNOWN.add(login.bearer)
        return Header("Authorization", f"Bearer {login.bearer}")
    if login.api_key is not None:
        KNOWN.add(login.api_key.value)
        key = login.api_key
        return Header(key.name, key.value) if key.place == "header" else Parameter(key)
    assert login.oauth2_client_credentials is not None, "one of them is stated"
    KNOWN.add(login.oauth2_client_credentials.client_secret)
    return FetchedToken(login.oauth2_client_credentials, exchange)
