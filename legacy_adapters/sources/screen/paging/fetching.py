"""Goes through pages without showing them: asked for with the browser's session, and read from their HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.sources.screen.fetched_view import FetchedView
from legacy_adapters.sources.screen.paging.browsing import BrowserWalk
from legacy_adapters.sources.screen.paging.ending import Standing
from legacy_adapters.sources.screen.paging.seen import PageSeen
from legacy_adapters.sources.screen.screen import Place, Screen
from legacy_adapters.sources.screen.steps.doing import Doing
from legacy_adapters.sources.screen.template import filled_address

_SCRIPT: Final = "javascript:"


@dataclass(frozen=True, slots=True)
class SessionWalk:
    """Goes through a list whose first page the screen shows; ``charset`` is that of pages that declare none."""

    screen: Screen
    table: Place
    standing: Standing
    doing: Doing
    charset: str | None

    def pages(self, behind: int) -> Iterator[PageSeen]:
        """See ``Walk``."""
        seen: PageSeen | None = self.fetched(1, self.screen.address(self.table.frames))
        while seen is not None:
            if seen.count >= behind:
                yield seen
            if seen.count >= self.standing.settings.most:
                raise SourceChanged(f"there are more than {self.standing.settings.most:,} pages", where=seen.address)
            seen = self._following(seen)

    def fetched(self, count: int, address: str) -> PageSeen:
        """A page by its address. Raises what ``Screen.fetch`` raises, ``SourceChanged`` where the table is not on it."""
        self.doing.before()
        page = self.screen.fetch(address)
        view = FetchedView.of(page, self.charset)
        return PageSeen(count, view, view.cells(self.table), page.url)

    def _following(self, seen: PageSeen) -> PageSeen | None:
        if self.standing.is_last(seen.view, seen.count):
            return None
        address = self.address_behind(seen)
        return None if address is None else self.fetched(seen.count + 1, address)

    def address_behind(self, seen: PageSeen) -> str | None:
        """Where the page behind one is; None where there is none. Raises ``ConfigError`` where only a script knows."""
        settings = self.standing.settings
        number = seen.count + settings.first
        if settings.address is not None:
            values = {**self.doing.values, "page": str(number)}
            return urljoin(seen.address, filled_address(settings.address, values))
        for where in (settings.link, settings.further):
            if where is None:
                continue
            place = self.standing.place(where, number)
            if not seen.view.has(place):
                continue
            target = seen.view.attribute(place, "href")
            if target is None or target.lower().startswith(_SCRIPT):
                raise ConfigError(f"{place} has no address that can be asked for without a browser")
            return target
        return None


def difference_between(fetching: SessionWalk, browsing: BrowserWalk) -> str:
    """Why pages cannot be fetched: their first one is not the same as in the browser; nothing where they can."""
    shown = browsing.shown(1)
    try:
        fetched = fetching.fetched(1, shown.address)
        if fetched.cells != shown.cells:
            return "the first page is another one without the browser"
        if not fetching.standing.is_last(fetched.view, 1):
            fetching.address_behind(fetched)
    except (ConfigError, SourceChanged) as error:
        return error.message
    return ""
