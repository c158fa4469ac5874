"""Answers in the place of the network, from pages that were saved."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin

from playwright.async_api import Route

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.screen import Fetched


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that a page, or ``Screen.fetch``, wants to make; headers by lower-case name."""

    method: str
    url: str
    kind: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered; ``headers`` without those of the transfer (length, encoding), several cookies with a newline
    between them."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Answerer = Callable[[Asked], Answer | None]
"""None refuses the request. Called in the browser's thread, so it may not use a screen."""


async def answer_route(route: Route, answerer: Answerer) -> bool:
    """Answers a request of a page, or refuses it; nothing ever goes over the network. Returns whether it answered."""
    request = route.request
    kind = request.resource_type
    answer = answerer(Asked(request.method, request.url, kind, await request.all_headers(), request.post_data_buffer))
    if answer is None:
        await route.abort("blockedbyclient")
        return False
    headers = {name.lower(): value for name, value in answer.headers.items()}
    location = _location(answer)
    if location is not None:
        # The browser would follow a redirect over the network: Playwright does not let it be answered.
        if kind == "document":
            await _go_on(route, urljoin(request.url, location), headers.get("set-cookie"))
            return True
        answer = followed(answerer, Asked("GET", urljoin(request.url, location), kind, {}, None), answer)
        headers = {name.lower(): value for name, value in answer.headers.items()}
    await route.fulfill(status=answer.status, headers=headers, body=answer.body)
    return True


def answer_fetch(answerer: Answerer, url: str, form: Mapping[str, str] | None, where: str) -> Fetched:
    """The answer to ``Screen.fetch``, which follows redirects itself. Raises ``SourceChanged`` where there is none."""
    body = None if form is None else urlencode(form).encode()
    headers = {} if form is None else {"content-type": "application/x-www-form-urlencoded"}
    answer = answerer(Asked("GET" if form is None else "POST", url, "fetch", headers, body))
    if answer is None:
        raise not_saved(url, where)
    lower = {name.lower(): value for name, value in answer.headers.items()}
    return Fetched(url, answer.status, lower, answer.body)


def followed(answerer: Answerer, asked: Asked, otherwise: Answer) -> Answer:
    """What a redirect of a script's request leads to."""
    for _ in range(20):
        answer = answerer(asked)
        if answer is None:
            return otherwise
        location = _location(answer)
        if location is None:
            return answer
        asked = Asked("GET", urljoin(asked.url, location), asked.kind, {}, None)
    return otherwise


def not_saved(url: str, where: str) -> SourceChanged:
    """The error for an address to which there is no answer."""
    return SourceChanged(f"{scrub(url)} is none of the saved pages", where=where)


async def _go_on(route: Route, url: str, cookies: str | None) -> None:
    script = f"<script>location.replace({json.dumps(url).replace('<', chr(92) + 'u003c')})</script>"
    headers = {"content-type": "text/html; charset=utf-8"}
    await route.fulfill(body=script, headers=headers if cookies is None else {**headers, "set-cookie": cookies})


def _location(answer: Answer) -> str | None:
    if answer.status not in {301, 302, 303, 307, 308}:
        return None
    return next((value for name, value in answer.headers.items() if name.lower() == "location"), None)
