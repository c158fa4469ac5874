"""Goes from page to page as a clerk does: by a link, an address, a button for more, or by scrolling."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.addresses import shown
from legacy_adapters.sources.screen.paging.ending import Standing, too_many
from legacy_adapters.sources.screen.paging.seen import PageSeen
from legacy_adapters.sources.screen.paging.settings import Next
from legacy_adapters.sources.screen.screen import Place, Screen
from legacy_adapters.sources.screen.steps.doing import Doing
from legacy_adapters.sources.screen.template import filled_address
from legacy_adapters.sources.screen.view import Patience, Seen
from legacy_adapters.sources.screen.whole.proof import mark_of

_NOWHERE: Final = "Look at the screen: `next` may name the wrong thing, or the application did not answer."

SCROLLED_SECONDS: Final = 2.0
"""After this a list that was scrolled to its end, and whose requests were answered, has no more rows."""


@dataclass(frozen=True, slots=True)
class BrowserWalk:
    """Goes through a list on a screen that shows its first page, or that of the number ``at``.

    ``table`` is where the list is, ``settings`` how to go on (None: there is one page), and ``onward`` a recipe's own
    way, which says whether there was one. ``check_inside`` raises what says that the user was thrown out. ``stated``
    are the places of texts that are wanted of each page.
    """

    screen: Screen
    table: Place
    settings: Next | None
    doing: Doing
    patience: Patience
    check_inside: Callable[[], None]
    onward: Callable[[Screen], bool] | None = None
    stated: tuple[Place, ...] = ()
    at: int = 1

    def pages(self, behind: int) -> Generator[PageSeen, None, None]:
        """See ``Walk``."""
        seen = self._begun(behind)
        if seen.count >= behind:
            yield seen
        if self.settings is None and self.onward is None:
            return
        settings = self.settings or Next(scroll=True)
        while (following := self._following(seen, settings)) is not None:
            seen = following
            if seen.count >= behind:
                yield seen
            if seen.count >= settings.most:
                raise too_many(settings.most, seen.address)

    def shown(self, count: int) -> PageSeen:
        """What the screen shows now, as the ``count``-th page."""
        look = self.screen.look(self.table, self.stated)
        return self._seen(count, look.texts, self.screen.cells(self.table) if look.cells is None else look.cells)

    def _seen(self, count: int, texts: Mapping[Place, str | None], cells: str) -> PageSeen:
        view = Seen(self.screen, texts) if texts else self.screen
        return PageSeen(count, view, cells, self.screen.address(self.table.frames))

    def _begun(self, behind: int) -> PageSeen:
        """The first page, or at once the one to go on from where it has an address."""
        settings = self.settings
        if self.at > 1 or behind <= 1 or settings is None or settings.address is None or self.onward is not None:
            return self.shown(self.at)
        self._go(behind - 1 + settings.first, Standing(settings, self.doing.frames, self.doing.values))
        self.screen.wait(self.table)
        return self.shown(behind)

    def _following(self, seen: PageSeen, settings: Next) -> PageSeen | None:
        """The page behind one; None where that was the last."""
        standing = Standing(settings, self.doing.frames, self.doing.values)
        if self.onward is None and standing.is_last(seen.view, seen.count):
            return None
        before = standing.number(seen.view)
        if not self._go(seen.count + settings.first, standing):
            return None
        following = self._changed(seen, before, standing)
        if following is not None:
            if settings.grows:
                # A script may have put the form of the login below the rows that are there.
                self.check_inside()
            if self.onward is None and self._in_circles(seen, following, standing):
                raise SourceChanged(
                    "the list goes in circles: what was clicked for more brought the same rows under another address",
                    where=shown(following.address),
                    hint=_NOWHERE,
                )
            return following
        self.check_inside()
        if settings.scroll and self.onward is None:
            return None
        raise SourceChanged("the next page is the same as the last one", where=shown(seen.address), hint=_NOWHERE)

    def _in_circles(self, seen: PageSeen, following: PageSeen, standing: Standing) -> bool:
        """Whether a button brought no more rows, and is there again: it may be clicked for ever."""
        more = standing.settings.more
        if more is None or mark_of(following.cells) != mark_of(seen.cells):
            return False
        last = standing.is_last(following.view, following.count)
        return not last and self.screen.has(standing.place(more, following.count))

    def _go(self, number: int, standing: Standing) -> bool:
        """Sets out for the page of this number; whether there was a way."""
        settings = standing.settings
        if self.onward is not None:
            self.doing.before()
            return self.onward(self.screen)
        if settings.address is not None:
            self.doing.before()
            address = filled_address(settings.address, {**self.doing.values, "page": str(number)})
            self.screen.goto(address, self.table.frames)
            return True
        if settings.scroll:
            self.doing.before()
            self.screen.scroll_to_end(self.table)
            return True
        for where in (settings.link, settings.further, settings.more):
            if where is not None and self.screen.has(place := standing.place(where, number)):
                self.doing.before()
                if self.screen.click_if_usable(place):
                    return True
        return False

    def _changed(self, seen: PageSeen, before: int | None, standing: Standing) -> PageSeen | None:
        """The page that comes in time: one of other rows, or of the same rows with another number."""
        found: list[PageSeen] = []

        def came() -> bool:
            look = self.screen.look(self.table, self.stated)
            if look.cells is None:
                self.check_inside()
                return False
            page = self._seen(seen.count + 1, look.texts, look.cells)
            if page.cells != seen.cells or (before is not None and standing.number(page.view) not in (None, before)):
                found.append(page)
            return bool(found)

        scrolled = standing.settings.scroll and self.onward is None
        (replace(self.patience, timeout=SCROLLED_SECONDS) if scrolled else self.patience).until(came)
        return found[0] if found else None
