"""What went over the wire: the last requests and console lines for evidence, and whole exchanges for who wants them."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playwright.async_api import BrowserContext, ConsoleMessage, Error, Request, Response, WebError

from legacy_adapters.sources.screen.browser.fetching import MOST_BYTES

_KEPT = 200
_TEXT = re.compile(r"text/|application/(?:.*\+)?(?:json|xml|javascript|xhtml)")
_KINDS = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})
"""What is told of. A page that is shown again from what was told needs its scripts."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A finished request for a document, a script or a style sheet, or of a script, of ``Screen.fetch`` (kind
    ``fetch``), or for a download; headers by lower-case name. ``body``: None where there is none to be had, as of a
    redirect, or it is of more than 64 MB.

    Text that a page or a script got is UTF-8, and ``content-type`` says so: Chromium hands it over as it decoded it,
    and no longer has the bytes. What ``Screen.fetch`` got is as it was sent.
    """

    method: str
    url: str
    kind: str
    request_headers: Mapping[str, str]
    request_body: bytes | None
    status: int
    headers: Mapping[str, str]
    body: bytes | None


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request that ended: when it began (seconds since 1970), its status, or why there is none; ``headers`` are those
    sent and ``answered`` those that came, without cookies, which Playwright gives later."""

    began: float
    method: str
    url: str
    kind: str
    status: int | None
    failure: str | None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    answered: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class ConsoleLine:
    """What a page wrote on its console, or an error of its scripts (kind ``exception``)."""

    at: float
    kind: str
    text: str
    url: str


class Exchanges:
    """Listens to a session; in the browser's thread."""

    def __init__(self, context: BrowserContext) -> None:
        self.requests: deque[RequestLine] = deque(maxlen=_KEPT)
        self.console: deque[ConsoleLine] = deque(maxlen=_KEPT)
        self._callbacks: list[Callable[[Exchange], None]] = []
        self._under_way: set[asyncio.Task[Exchange | None]] = set()
        self._responses: dict[Request, Response] = {}
        context.on("response", lambda response: self._responses.__setitem__(response.request, response))
        context.on("requestfinished", self._on_finished)
        context.on("requestfailed", self._on_failed)
        context.on("console", self._on_console)
        context.on("weberror", self._on_exception)

    def listen(self, callback: Callable[[Exchange], None]) -> None:
        """Has ``callback`` called for every exchange that finishes from now on."""
        self._callbacks.append(callback)

    @property
    def listened(self) -> bool:
        """Whether anybody wants to be told."""
        return bool(self._callbacks)

    def tell(self, exchange: Exchange) -> None:
        """Tells of an exchange that no page made."""
        self.requests.append(
            RequestLine(time.time(), exchange.method, exchange.url, exchange.kind, exchange.status, None)
        )
        for callback in self._callbacks:
            callback(exchange)

    async def told(self) -> None:
        """Every exchange that finished so far has been told, in the order in which they finished."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def _on_finished(self, request: Request) -> None:
        self._end(request, None)
        if self._callbacks and request.resource_type in _KINDS:
            before = tuple(self._under_way)
            task = asyncio.ensure_future(self._tell_of(request, before))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    def _on_failed(self, request: Request) -> None:
        self._end(request, request.failure or "failed")

    def _end(self, request: Request, failure: str | None) -> None:
        response = self._responses.pop(request, None)
        self.requests.append(
            RequestLine(
                request.timing["startTime"] / 1000,
                request.method,
                request.url,
                request.resource_type,
                response.status if response else None,
                failure,
                request.headers,
                response.headers if response else {},
            )
        )

    async def _tell_of(self, request: Request, before: tuple[asyncio.Task[Exchange | None], ...]) -> Exchange | None:
        exchange = await _exchange(request)
        if before:
            await asyncio.wait(before)
        if exchange is not None:
            for callback in self._callbacks:
                callback(exchange)
        return exchange

    def _on_console(self, message: ConsoleMessage) -> None:
        self.console.append(ConsoleLine(time.time(), message.type, message.text, message.location["url"]))

    def _on_exception(self, error: WebError) -> None:
        url = error.page.url if error.page is not None else ""
        self.console.append(ConsoleLine(time.time(), "exception", str(error.error), url))


async def _exchange(request: Request) -> Exchange | None:
    try:
        response = await request.response()
        if response is None:
            return None
        asked, answered = await request.all_headers(), await response.all_headers()
        body: bytes | None = None
        if not 300 <= response.status < 400 and int(answered.get("content-length") or 0) <= MOST_BYTES:
            body = await response.body()
    except Error:
        # The window was closed meanwhile, or has gone on to another page; the exchange cannot be had any more.
        return None
    if body is not None and len(body) > MOST_BYTES:
        body = None
    return Exchange(
        request.method,
        request.url,
        request.resource_type,
        asked,
        request.post_data_buffer,
        response.status,
        answered if body is None else as_decoded(answered, body),
        body,
    )


def as_decoded(headers: Mapping[str, str], body: bytes) -> Mapping[str, str]:
    """The headers of a body that Chromium has decoded, if it is one of text: its charset is UTF-8 now."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    # A charset that a page does not state is handed down to its frames: none is made up where it makes no difference.
    if body.isascii() or not _TEXT.match(kind) or not _is_utf8(body):
        return headers
    return {**headers, "content-type": f"{kind}; charset=utf-8"}


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
