"""Addresses asked for with the browser's session: every redirect is looked at before it is followed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urljoin

from playwright.async_api import APIRequestContext

from legacy_adapters.core.errors import SourceChanged, Unavailable
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.browser.hosts import Hosts, host_of
from legacy_adapters.sources.screen.browser.statuses import error_of_status
from legacy_adapters.sources.screen.browser.watch import refused
from legacy_adapters.sources.screen.screen import Fetched

MOST_BYTES = 64_000_000
"""The most that is taken of one answer."""

_MOST_REDIRECTS = 20

Asking = Callable[[str, Mapping[str, str] | None], Awaitable[Fetched]]
"""Asks for one address, with a form as a POST, following nothing."""


async def fetched(asking: Asking, hosts: Hosts, url: str, form: Mapping[str, str] | None, where: str) -> Fetched:
    """What is at an address in the end. Raises ``RecipeRefused`` for a host that is not stated, also on the way, and
    what ``error_of_status`` says; ``Unavailable`` for more than ``MOST_BYTES``."""
    for _ in range(_MOST_REDIRECTS):
        if not hosts.allows(url):
            host_of(url)
            raise refused(url, where)
        answer = await asking(url, form)
        location = answer.headers.get("location")
        if answer.status in {301, 302, 303, 307, 308} and location:
            form = form if answer.status in {307, 308} else None
            url = urljoin(url, location)
            continue
        error = error_of_status(answer.status, answer.headers, url, where)
        if error is not None:
            raise error
        if len(answer.body) > MOST_BYTES:
            raise Unavailable(f"{scrub(url)} is of more than {MOST_BYTES // 1_000_000} MB", where=where)
        return answer
    raise SourceChanged(f"{scrub(url)} redirects in circles", where=where)


async def ask(
    request: APIRequestContext, url: str, form: Mapping[str, str] | None, *, referer: str, milliseconds: float
) -> Fetched:
    """One request of a session, without following a redirect."""
    response = await request.fetch(
        url,
        method="GET" if form is None else "POST",
        form=None if form is None else dict(form),
        headers={"referer": referer} if referer.startswith("http") else None,
        max_redirects=0,
        timeout=milliseconds,
    )
    try:
        return Fetched(response.url, response.status, response.headers, await response.body())
    finally:
        await response.dispose()
