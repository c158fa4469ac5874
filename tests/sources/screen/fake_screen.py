"""A browser in memory that shows the pages of a ``Ledger``: what the browser's room hands out, without a browser."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from legacy_adapters.core.errors import RecipeRefused
from legacy_adapters.sources.screen.browser.errors import BrowserGone
from legacy_adapters.sources.screen.browser.settings import BrowserSettings
from legacy_adapters.sources.screen.fetched_view import FetchedView
from legacy_adapters.sources.screen.screen import Fetched, Look, Place
from tests.sources.screen.ledger import URL, Ledger

HTML = {"content-type": "text/html; charset=utf-8"}


@dataclass
class FakeBrowser:
    """Sessions of one ledger; it ends where the ledger crashes it."""

    ledger: Ledger
    retire_after: int = 500
    connected: bool = True
    notes: tuple[str, ...] = ()
    contexts: list[FakeContext] = field(default_factory=list)

    def context(self, *, state: str | None = None, credentials: object = None) -> FakeContext:
        self.check()
        self.ledger.open_sessions += 1
        self.contexts.append(FakeContext(self, session=state or ""))
        return self.contexts[-1]

    def close(self) -> None:
        self.connected = False
        for context in self.contexts:
            context.end()

    def check(self) -> None:
        if not self.connected:
            raise BrowserGone("the browser was closed")


@dataclass
class FakeContext:
    """One session: its cookie is ``session``."""

    browser: FakeBrowser
    session: str
    documents_shown: int = 0
    windows: int = 0
    closed: bool = False
    traced: bool = False
    console: tuple[Any, ...] = ()
    requests: tuple[Any, ...] = ()

    @property
    def connected(self) -> bool:
        return self.browser.connected

    @property
    def retired(self) -> bool:
        return self.documents_shown >= self.browser.retire_after

    def screen(self) -> FakeScreen:
        self.browser.check()
        self.windows += 1
        return FakeScreen(self)

    def state(self) -> str:
        return self.session

    def clear_cache(self) -> None:
        """There is none."""

    def begin_trace(self) -> None:
        self.traced = True

    def cut_trace(self) -> None:
        """There is nothing to forget."""

    def save_trace(self, path: Path) -> None:
        path.write_bytes(b"")

    def close(self) -> None:
        if self.connected:
            self.end()

    def end(self) -> None:
        if not self.closed:
            self.closed = True
            self.browser.ledger.open_sessions -= 1

    def answer(self, address: str, form: Mapping[str, str]) -> str:
        self.browser.check()
        try:
            page, self.session = self.browser.ledger.answer(address, form, self.session)
        except BrowserGone:
            self.browser.connected = False
            raise
        return page


@dataclass
class FakeScreen:
    """One window; fulfils ``Screen``. Elements with a ``data-href`` are buttons whose script goes there."""

    context: FakeContext
    url: str = URL
    title: str = "Ledger"
    fields: dict[str, str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    html: str = "<p></p>"
    sent: bool = False

    def address(self, frames: Sequence[str] = ()) -> str:
        return self.url

    def asked_for_by_address(self, frames: Sequence[str] = ()) -> bool:
        return not self.sent

    def goto(self, url: str, frames: Sequence[str] = ()) -> None:
        self._load(urljoin(self.url, url), {})

    def fill(self, place: Place, text: str) -> None:
        self._act("fill", place, text)
        self.fields[place.selector] = text

    def choose(self, place: Place, option: str) -> None:
        self._act("choose", place, option)

    def check(self, place: Place, on: bool = True) -> None:
        self._act("check" if on else "uncheck", place)

    def click(self, place: Place) -> None:
        self._act("click", place)
        address = self._target(place)
        if address is not None:
            sent = self._view().attribute(place, "data-href") is not None
            self._load(address, self.fields)
            self.sent = sent

    def click_if_usable(self, place: Place) -> bool:
        view = self._view()
        if not self.has(place) or view.attribute(place, "disabled") is not None:
            return False
        if view.attribute(place, "aria-disabled") == "true":
            return False
        self.click(place)
        return True

    def hover(self, place: Place) -> None:
        self._act("hover", place)

    def press(self, place: Place, key: str) -> None:
        self._act("press", place, key)

    def wait(self, place: Place, *, gone: bool = False) -> None:
        if not gone:
            self._view().text(place)
        self.done.append(f"{'gone' if gone else 'wait'} {place}")

    def has(self, place: Place) -> bool:
        self.context.browser.check()
        return self._view().has(place)

    def count(self, place: Place) -> int:
        return len(self._view()._find(place))

    def text(self, place: Place) -> str:
        return self._view().text(place)

    def attribute(self, place: Place, name: str) -> str | None:
        return self._view().attribute(place, name)

    def scroll_to_end(self, place: Place | None = None) -> None:
        self.context.browser.check()
        address = self._view().attribute(place, "data-scroll") if place else None
        if address:
            self._load(urljoin(self.url, address), {})

    def cells(self, place: Place) -> str:
        self.context.browser.check()
        return self._view().cells(place)

    def look(self, table: Place, places: Sequence[Place]) -> Look:
        texts = {place: self.text(place) if self.has(place) else None for place in places}
        return Look(self.cells(table) if self.has(table) else None, texts)

    def content(self, frames: Sequence[str] = ()) -> str:
        return self.html

    def documents(self) -> Mapping[str, str]:
        return {"": self.html}

    def landmarks(self, frames: Sequence[str] = ()) -> str:
        root = self._view().root
        return json.dumps({"headings": [heading.text for heading in root.iter("h1")]})

    def picture(self, path: Path) -> None:
        path.write_bytes(b"\x89PNG\r\n\x1a\n")

    def window(self, place: Place) -> FakeScreen:
        address = self._target(place)
        assert address is not None, f"{place} opens nothing"
        opened = self.context.screen()
        opened.url = self.url
        opened.goto(address)
        return opened

    def close(self) -> None:
        self.context.windows -= 1

    def download(self, place: Place, folder: Path) -> Path:
        address = self._target(place)
        assert address is not None, f"{place} downloads nothing"
        path = folder / "journal.csv"
        path.write_text(self.context.answer(address, {}), encoding="utf-8")
        return path

    def fetch(self, url: str, form: Mapping[str, str] | None = None) -> Fetched:
        address = urljoin(self.url, url)
        if not address.startswith(URL):
            raise RecipeRefused(f"{address} is another host")
        return Fetched(address, 200, HTML, self.context.answer(address, form or {}).encode())

    def _act(self, what: str, place: Place, *told: str) -> None:
        self._view().attribute(place, "id")
        self.done.append(" ".join((what, str(place), *told)))

    def _target(self, place: Place) -> str | None:
        view = self._view()
        address = view.attribute(place, "data-href") or view.attribute(place, "href")
        return None if address is None else urljoin(self.url, address)

    def _load(self, address: str, form: Mapping[str, str]) -> None:
        self.html = self.context.answer(address, form)
        self.url = address
        self.sent = False
        self.context.documents_shown += 1

    def _view(self) -> FetchedView:
        return FetchedView.of(Fetched(self.url, 200, HTML, self.html.encode()), None)


def browser_of(ledger: Ledger) -> Any:
    """What stands in for ``open_browser``: each call is another browser."""

    def opened(settings: BrowserSettings, addresses: Sequence[str], scripts: object) -> FakeBrowser:
        ledger.browsers += 1
        return FakeBrowser(ledger, settings.retire_after)

    return opened


def shown(html: str, ledger: Ledger | None = None) -> FakeScreen:
    """A window that shows this."""
    screen = FakeBrowser(ledger or Ledger([])).context().screen()
    screen.html = html
    return screen
