"""Goes through pages without showing them: asked for with the browser's session, and read from their HTML."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.sources.screen.crew import Crew
from legacy_adapters.sources.screen.fetched_view import FetchedView
from legacy_adapters.sources.screen.paging.ending import Standing, too_many
from legacy_adapters.sources.screen.paging.seen import PageSeen
from legacy_adapters.sources.screen.screen import Place
from legacy_adapters.sources.screen.template import filled_address
from legacy_adapters.sources.screen.visits import Visit

_SCRIPT: Final = "javascript:"


@dataclass(frozen=True, slots=True)
class Fetching:
    """How a page of a list is fetched; ``before`` is called before each, ``charset`` is that of pages that declare
    none."""

    table: Place
    standing: Standing
    before: Callable[[], None]
    charset: str | None

    def page(self, visit: Visit, count: int, address: str) -> PageSeen:
        """A page by its address. Raises what ``Screen.fetch`` raises, ``LoggedOut`` where it asks for the login, and
        ``SourceChanged`` for one without the table."""
        self.before()
        page = visit.screen.fetch(address)
        view = FetchedView.of(page, self.charset)
        if not view.has(self.table):
            visit.check_fetched(view, page.url)
        return PageSeen(count, view, view.cells(self.table), page.url)

    def address_of(self, count: int, base: str) -> str | None:
        """Where the ``count``-th page is, for a list whose pages have addresses that can be told."""
        settings = self.standing.settings
        if settings.address is None:
            return None
        values = {**self.standing.values, "page": str(count - 1 + settings.first)}
        return urljoin(base, filled_address(settings.address, values))

    def address_behind(self, seen: PageSeen) -> str | None:
        """Where the page behind one is; None where there is none. Raises ``ConfigError`` where only a script knows."""
        settings = self.standing.settings
        known = self.address_of(seen.count + 1, seen.address)
        if known is not None:
            return known
        for where in filter(None, (settings.link, settings.further)):
            place = self.standing.place(where, seen.count + settings.first)
            if not seen.view.has(place):
                continue
            target = seen.view.attribute(place, "href")
            if target is None or target.lower().startswith(_SCRIPT):
                raise ConfigError(f"{place} has no address that can be asked for without a browser")
            return target
        return None

    def difference(self, shown: PageSeen, fetched: PageSeen) -> str:
        """Why pages cannot be fetched: the one at hand is not the same as in the browser; nothing where they can."""
        if fetched.cells != shown.cells:
            return "the first page is another one without the browser"
        try:
            if not self.standing.is_last(fetched.view, fetched.count):
                self.address_behind(fetched)
        except ConfigError as error:
            return error.message
        return ""


@dataclass(frozen=True, slots=True)
class SessionWalk:
    """Goes through a list of which a page was fetched, the ``first`` that is wanted or that there is; several pages at
    once where their addresses are known."""

    visit: Visit
    fetching: Fetching
    first: PageSeen
    crew: Crew

    def pages(self, behind: int) -> Generator[PageSeen, None, None]:
        """See ``Walk``."""
        seen: PageSeen | None = self._begun(behind)
        while seen is not None:
            if seen.count >= behind:
                yield seen
            last = seen
            with closing(self._ahead(seen)) as ahead:
                for last in ahead:
                    yield last
            seen = self._following(last)

    def _begun(self, behind: int) -> PageSeen:
        address = self.fetching.address_of(behind, self.first.address) if behind > 1 else None
        return self.first if address is None else self.fetching.page(self.visit, behind, address)

    def _following(self, seen: PageSeen) -> PageSeen | None:
        standing = self.fetching.standing
        if standing.is_last(seen.view, seen.count):
            return None
        if seen.count >= standing.settings.most:
            raise too_many(standing.settings.most, seen.address)
        address = self.fetching.address_behind(seen)
        return None if address is None else self.fetching.page(self.visit, seen.count + 1, address)

    def _ahead(self, seen: PageSeen) -> Generator[PageSeen, None, None]:
        """The pages behind one up to the last that it states, by several visits; nothing where only one may work."""
        standing = self.fetching.standing
        last = standing.pages(seen.view)
        if self.crew.at_once == 1 or standing.settings.address is None or last is None or seen.count >= last:
            return
        if last > standing.settings.most:
            raise too_many(standing.settings.most, seen.address)

        def page(visit: Visit, count: int) -> PageSeen:
            address = self.fetching.address_of(count, self.first.address)
            assert address is not None
            return self.fetching.page(visit, count, address)

        with closing(self.crew.in_order(page, range(seen.count + 1, last + 1))) as pages:
            for found in pages:
                yield found
                if standing.is_last(found.view, found.count):
                    return


def session_walk(visit: Visit, fetching: Fetching, shown: PageSeen, crew: Crew) -> SessionWalk | str:
    """The walk through a list of which the browser shows a page, or why that page shows that there can be none.

    Raises what ``Screen.fetch`` raises.
    """
    try:
        first = fetching.page(visit, shown.count, shown.address)
    except SourceChanged as error:
        return error.message
    return fetching.difference(shown, first) or SessionWalk(visit, fetching, first, crew)
