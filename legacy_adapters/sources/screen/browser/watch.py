"""What goes on in the windows of a session: documents and requests under way, and what made a step fail."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urldefrag
from weakref import WeakSet

from playwright.async_api import BrowserContext, Dialog, Error, Frame, Page, Request, Response

from legacy_adapters.core.errors import LegacyAdaptersError, RecipeRefused, SourceChanged
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.browser.errors import BrowserGone
from legacy_adapters.sources.screen.browser.hosts import Hosts, host
from legacy_adapters.sources.screen.browser.looks import Looks
from legacy_adapters.sources.screen.browser.settings import DialogAnswer

_BY_SCRIPTS = frozenset({"xhr", "fetch"})


@dataclass(slots=True)
class Step:
    """One call of a recipe, in one window. ``fault`` is done once nothing that the step may still do helps.

    ``leaving`` has the address for which each frame set out last, the frame as the browser names it, and ``begun`` the
    addresses of which it is known that they were asked for, or are there already; both without their fragments.
    """

    where: str
    page: Page | None
    fault: asyncio.Future[LegacyAdaptersError]
    documents: dict[Request, Frame | None] = field(default_factory=dict)
    scripts: set[Request] = field(default_factory=set)
    attached: set[Frame] = field(default_factory=set)
    leaving: dict[str, str] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    navigated: list[Frame] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    opened: list[Page] = field(default_factory=list)
    events: int = 0
    scripted: bool = False
    closed: bool = False

    @property
    def unfinished(self) -> list[tuple[Request, Frame | None]]:
        """The documents under way in frames that are still there; None for the frame of a window about to open."""
        return [
            (request, frame) for request, frame in self.documents.items() if frame is None or not frame.is_detached()
        ]

    @property
    def setting_out(self) -> bool:
        """Whether a frame set out for a document that nothing is known of yet: the driver tells of it later."""
        return not self.begun.issuperset(self.leaving.values())


class Watch:
    """Follows the windows of one session, which one thread uses at a time. All of it runs in the browser's thread."""

    def __init__(self, context: BrowserContext, hosts: Hosts, dialogs: Sequence[DialogAnswer]) -> None:
        self._hosts = hosts
        self._dialogs = dialogs
        self._changed = asyncio.Event()
        self.step = Step("", None, asyncio.get_running_loop().create_future())
        self.documents_shown = 0
        self.crashed: set[Page] = set()
        self.looks = Looks(self._on_leaving)
        self.blocked: dict[str, None] = {}
        self.sent: WeakSet[Frame] = WeakSet()
        """The frames whose documents a form was sent for."""
        context.on("page", self._on_page)
        context.on("pageclose", self._on_close)
        # Whatever a step waits for, of a browser that was killed it never comes.
        context.on("close", lambda _: self.fail(BrowserGone("the browser ended", where=self.step.where)))
        context.on("dialog", self._on_dialog)
        context.on("frameattached", self._on_attached)
        context.on("framenavigated", self._on_navigated)
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("requestfinished", self._on_end)
        context.on("requestfailed", self._on_end)

    def begin(self, where: str, page: Page) -> Step:
        """A step begins; what is under way already is no longer waited for."""
        self.step = Step(where, page, asyncio.get_running_loop().create_future())
        return self.step

    async def change(self, seconds: float) -> bool:
        """Waits until something happens, for so long at most; whether it did."""
        self._changed.clear()
        try:
            async with asyncio.timeout(max(seconds, 0)):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True

    def _on_request(self, request: Request) -> None:
        navigation = request.is_navigation_request()
        if navigation:
            self.step.begun.add(urldefrag(request.url).url)
        if not self._hosts.allows(request.url):
            self.blocked[host(request.url)] = None
            # A frame that comes with a page is left empty, as a picture would be.
            if navigation and _frame(request) not in self.step.attached:
                self.fail(refused(request.url, self.step.where))
        elif navigation:
            if request.redirected_from is not None:
                self.step.documents.pop(request.redirected_from, None)
            self.step.documents[request] = _frame(request)
        elif request.resource_type in _BY_SCRIPTS:
            self.step.scripts.add(request)
            self.step.scripted = True
        else:
            return
        self._happened()

    def _on_response(self, response: Response) -> None:
        request = response.request
        if not request.is_navigation_request():
            return
        self.step.answers.append(response)
        frame = _frame(request)
        if frame is not None:
            (self.sent.discard if request.method == "GET" else self.sent.add)(frame)

    def _on_end(self, request: Request) -> None:
        if request in self.step.documents or request in self.step.scripts:
            self.step.documents.pop(request, None)
            self.step.scripts.discard(request)
            self._happened()

    def _on_page(self, page: Page) -> None:
        page.on("crash", self._on_crash)
        self.step.opened.append(page)
        self._happened()

    def _on_crash(self, page: Page) -> None:
        self.crashed.add(page)
        self.fail(BrowserGone("the page crashed", where=self.step.where))

    def _on_close(self, page: Page) -> None:
        if page is self.step.page:
            self.step.closed = True
            self.fail(SourceChanged("the window was closed", where=self.step.where))

    def _on_attached(self, frame: Frame) -> None:
        self.step.attached.add(frame)
        self._happened()

    def _on_navigated(self, frame: Frame) -> None:
        self.documents_shown += 1
        self.step.navigated.append(frame)
        self.step.begun.add(urldefrag(frame.url).url)
        self._happened()

    def _on_leaving(self, frame: str, url: str) -> None:
        self.step.leaving[frame] = urldefrag(url).url
        self._happened()

    async def _on_dialog(self, dialog: Dialog) -> None:
        fitting = next((each for each in self._dialogs if each.fits(dialog.type, dialog.message)), None)
        if fitting is not None and fitting.answer == "accept":
            await dialog.accept(fitting.text if dialog.type == "prompt" else None)
            return
        await dialog.dismiss()
        if fitting is None:
            self.fail(
                RecipeRefused(
                    f"a dialog ({dialog.type}) that nobody expected: {scrub(dialog.message)!r}",
                    where=self.step.where,
                    hint="say under `dialogs` what to answer to it",
                )
            )

    def fail(self, error: LegacyAdaptersError) -> None:
        """The step that runs fails; of several faults the first counts."""
        if not self.step.fault.done():
            self.step.fault.set_result(error)
        self._happened()

    def _happened(self) -> None:
        self.step.events += 1
        self._changed.set()


def _frame(request: Request) -> Frame | None:
    """The frame of a request; None while the window it is of is about to open."""
    try:
        return request.frame
    except Error:
        return None


def refused(url: str, where: str) -> RecipeRefused:
    """The error for an address of a host that is not stated."""
    return RecipeRefused(
        f"{scrub(url)} is of a host that is not stated; it was not asked",
        where=where,
        hint="if it belongs to the application, add its host to `hosts`",
    )
