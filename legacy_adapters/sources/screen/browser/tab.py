"""One window of the browser, as ``Screen`` wants it: every call is a step in the browser's thread."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urljoin

from playwright.async_api import Error, Frame, Locator, Page
from playwright.async_api import TimeoutError as PlaywrightTimeout

from legacy_adapters.core.secrets import KNOWN, scrub
from legacy_adapters.sources.screen.browser.downloads import downloaded
from legacy_adapters.sources.screen.browser.frames import frame_at
from legacy_adapters.sources.screen.browser.glancing import TEXT, click_if_usable, look
from legacy_adapters.sources.screen.browser.hosts import host_of
from legacy_adapters.sources.screen.browser.playwright_errors import translated
from legacy_adapters.sources.screen.browser.quick import plain
from legacy_adapters.sources.screen.browser.settling import unfinished
from legacy_adapters.sources.screen.browser.steps import Doing, answers
from legacy_adapters.sources.screen.browser.watch import refused
from legacy_adapters.sources.screen.screen import Fetched, Look, Place

if TYPE_CHECKING:
    from legacy_adapters.sources.screen.browser.context import Context

ResultT = TypeVar("ResultT")

_ATTRIBUTE = """(element, name) => {
    const value = element.getAttribute(name);
    return value !== null && ["href", "src", "action"].includes(name.toLowerCase())
        ? new URL(value, element.baseURI).href : value;
}"""

# Whatever scrolls the element: itself, one around it, or the page, which in old pages is the body.
_TO_END = """(element) => {
    for (let each = element; each; each = each.parentElement) each.scrollTop = each.scrollHeight;
    const page = document.scrollingElement;
    if (page) page.scrollTop = page.scrollHeight;
    return Promise.race([
        new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
        new Promise((resolve) => setTimeout(resolve, 200)),
    ]);
}"""


def _seen(found: Locator) -> Locator:
    return found.filter(visible=True).first


class Tab:
    """A window, used by one thread. Closed with its context at the latest."""

    def __init__(self, page: Page, context: Context) -> None:
        self._page = page
        self._context = context
        self._secret: list[Locator] = []

    @property
    def url(self) -> str:
        """The address shown at the top."""
        return self._page.url

    def address(self, frames: Sequence[str] = ()) -> str:
        """The address of a frame's document; of the window's without frames."""

        async def doing(step: Doing) -> str:
            return (await frame_at(self._page, step.watch, frames, step.deadline)).url

        return self._step(f"address {' > '.join(frames)}".strip(), doing)

    def asked_for_by_address(self, frames: Sequence[str] = ()) -> bool:
        """Whether nothing but its address was sent for a frame's document, as for a link, rather than a form."""

        async def doing(step: Doing) -> bool:
            return await frame_at(self._page, step.watch, frames, step.deadline) not in step.watch.sent

        return self._step(f"address {' > '.join(frames)}".strip(), doing)

    @property
    def title(self) -> str:
        """The window's title."""

        async def doing(step: Doing) -> str:
            return await step.again(self._page.title)

        return self._step("title", doing)

    def goto(self, url: str, frames: Sequence[str] = ()) -> None:
        """Opens an address, in the window or in a frame; returns once its document and its frames' are there."""

        async def doing(step: Doing) -> None:
            frame = await frame_at(self._page, step.watch, frames, step.deadline)
            await self._open(frame, urljoin(frame.url, url), step)

        self._step(f"goto {' > '.join([*(f'frame {each}' for each in frames), url])}", doing)

    def fill(self, place: Place, text: str) -> None:
        """Writes into a field, in the place of what was there."""

        async def doing(step: Doing) -> None:
            async def fill(found: Locator) -> None:
                if await found.get_attribute("type", timeout=step.left) == "password":
                    KNOWN.add(text)
                if scrub(text) != text:
                    self._secret.append(found)
                await found.fill(text, timeout=step.left)

            await step.act(place, fill)

        self._step(f"fill {place}", doing)

    def choose(self, place: Place, option: str) -> None:
        """Chooses an option of a list, by what it shows or by its value, and waits as ``click`` does."""
        self._act(
            f"choose {option!r} in {place}", place, lambda found, step: found.select_option(option, timeout=step.left)
        )

    def check(self, place: Place, on: bool = True) -> None:
        """Sets or clears a checkbox, or sets a radio button, and waits as ``click`` does."""
        self._act(f"check {place}", place, lambda found, step: found.set_checked(on, timeout=step.left))

    def click(self, place: Place) -> None:
        """Clicks, and returns once what that set off has happened."""
        self._act(f"click {place}", place, lambda found, step: found.click(timeout=step.left))

    def click_if_usable(self, place: Place) -> bool:
        """Clicks what can be seen and used there; whether there was such a thing. Waits as ``click`` does."""

        async def doing(step: Doing) -> bool:
            return await click_if_usable(step, place)

        return self._step(f"click {place}", doing)

    def hover(self, place: Place) -> None:
        """Moves the mouse there, and waits as ``click`` does."""
        self._act(f"hover {place}", place, lambda found, step: found.hover(timeout=step.left))

    def press(self, place: Place, key: str) -> None:
        """Presses a key, and waits as ``click`` does."""
        self._act(f"press {key} in {place}", place, lambda found, step: found.press(key, timeout=step.left))

    def wait(self, place: Place, *, gone: bool = False) -> None:
        """Returns once something can be seen there, or nothing any more."""

        async def doing(step: Doing) -> None:
            if bool(await step.count(place, visible=True)) is not gone:
                return
            if gone:
                await step.again(lambda: step.gone(place))
            else:
                await step.act(place, lambda found: _seen(found).wait_for(timeout=step.left), "cannot be seen")

        self._step(f"wait for {place}{' to go' if gone else ''}", doing)

    def has(self, place: Place) -> bool:
        """Whether something can be seen there now; waits for nothing."""
        return self._count(f"has {place}", place, visible=True) > 0

    def count(self, place: Place) -> int:
        """How many elements are there now."""
        return self._count(f"count {place}", place, visible=False)

    def text(self, place: Place) -> str:
        """The text of the first element there; of a field, its value. Waits for it."""
        return self._read(f"text {place}", place, TEXT)

    def attribute(self, place: Place, name: str) -> str | None:
        """An attribute of the first element there; ``href`` and ``src`` as whole addresses. Waits for it."""

        async def doing(step: Doing) -> str | None:
            value = await step.read(place, _ATTRIBUTE, name)
            return None if value is None else str(value)

        return self._step(f"attribute {name} of {place}", doing)

    def cells(self, place: Place) -> str:
        """The table, list or form there as one JSON text, made by one pass in the page."""
        return self._read(f"cells {place}", place, self._context.scripts.cells)

    def look(self, table: Place, places: Sequence[Place]) -> Look:
        """What can be seen at one moment: a table's cells, and the texts of some places."""

        async def doing(step: Doing) -> Look:
            return await look(step, table, places, self._context.scripts.cells)

        return self._step(f"look at {table}", doing)

    def content(self, frames: Sequence[str] = ()) -> str:
        """The document as HTML, as scripts have made it by now."""

        async def doing(step: Doing) -> str:
            async def content() -> str:
                return await (await frame_at(self._page, step.watch, frames, step.deadline)).content()

            return await step.again(content)

        return self._step(f"content {' > '.join(frames)}".strip(), doing)

    def documents(self) -> dict[str, str]:
        """The documents of all frames as HTML, by the frame's name or address; "" is the window itself."""

        async def doing(_step: Doing) -> dict[str, str]:
            found: dict[str, str] = {}
            for frame in self._page.frames:
                name = "" if frame == self._page.main_frame else frame.name or frame.url
                with suppress(Error):
                    found[name] = await frame.content()
            return found

        return self._step("documents", doing)

    def landmarks(self, frames: Sequence[str] = ()) -> str:
        """What a layout is recognised by, as one JSON text made by one pass in the page: see ``table.cells``."""
        return self._read("landmarks", Place(":root", tuple(frames)), self._context.scripts.landmarks)

    def scroll_to_end(self, place: Place | None = None) -> None:
        """Scrolls a list, or the page, to its end, and waits as ``click`` does."""
        self._act(
            f"scroll {place or 'the page'} to its end",
            place or Place(":root"),
            lambda found, step: found.evaluate(_TO_END, timeout=step.left),
        )

    def picture(self, path: Path) -> None:
        """Saves a picture of the screen as PNG; password fields, and what was filled from a secret, are covered."""

        async def doing(step: Doing) -> None:
            passwords = [frame.locator("input[type=password]") for frame in self._page.frames]
            covered = [*passwords, *self._secret]
            await self._page.screenshot(path=path, full_page=True, mask=covered, timeout=step.left)

        self._step("picture", doing)

    def window(self, place: Place) -> Tab:
        """Clicks, and returns the window that this opened. Raises ``SourceChanged`` where none opens."""

        async def doing(step: Doing) -> Page:
            await step.effect(place, lambda found: found.click(timeout=step.left))
            return await step.opened()

        return Tab(self._step(f"window by {place}", doing), self._context)

    def close(self) -> None:
        """Closes the window; nothing happens where it is closed already."""
        self._context.close_window(self._page)

    def download(self, place: Place, folder: Path) -> Path:
        """Clicks, and returns the file that this downloaded into ``folder``, also one that the browser would show.

        Raises ``Unavailable`` where it breaks off, ``SourceChanged`` where no file comes, or a page instead of one.
        """

        async def doing(step: Doing) -> Path:
            return await downloaded(step, place, folder, self._context)

        return self._step(f"download by {place}", doing)

    def fetch(self, url: str, form: Mapping[str, str] | None = None) -> Fetched:
        """Asks for an address, relative to the one shown, with the browser's session, without showing it."""

        async def doing(step: Doing) -> Fetched:
            return await self._context.fetched(step, urljoin(self._page.url, url), form)

        return self._step(f"fetch {url}", doing)

    async def _open(self, frame: Frame, url: str, step: Doing) -> None:
        if not self._context.hosts.allows(url):
            host_of(url)
            raise refused(url, step.step.where)
        try:
            await frame.goto(url, wait_until="commit", timeout=step.left)
        except PlaywrightTimeout:
            raise unfinished(url, frame, step.step) from None
        except Error as error:
            if "interrupted by another navigation" not in error.message:
                connected = await answers(self._page.context)
                raise translated(error, where=step.step.where, url=url, connected=connected) from None
        await (step.quiet(frame) if self._context.offline else step.loaded())

    def _act(self, what: str, place: Place, action: Callable[[Locator, Doing], Coroutine[Any, Any, Any]]) -> None:
        """Acts on the one element at a place, and waits for what that sets off."""

        async def doing(step: Doing) -> None:
            await step.effect(place, lambda found: action(found, step))

        self._step(what, doing)

    def _read(self, what: str, place: Place, script: str) -> str:
        """The text that a function of the first element at a place returns."""

        async def doing(step: Doing) -> str:
            return str(await step.read(place, plain(script)))

        return self._step(what, doing)

    def _count(self, what: str, place: Place, *, visible: bool) -> int:
        async def doing(step: Doing) -> int:
            return await step.count(place, visible=visible)

        return self._step(what, doing)

    def _step(self, what: str, doing: Callable[[Doing], Coroutine[Any, Any, ResultT]]) -> ResultT:
        return self._context.step(self._page, what, doing)
