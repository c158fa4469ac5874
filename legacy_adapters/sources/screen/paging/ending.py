"""Where a page stands in its list: its number, and whether it is the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.addresses import shown
from legacy_adapters.sources.screen.declaration import TextAt, Where
from legacy_adapters.sources.screen.paging.settings import Next
from legacy_adapters.sources.screen.screen import Place
from legacy_adapters.sources.screen.view import View, text_at, whole_number


@dataclass(frozen=True, slots=True)
class Standing:
    """What pages say of themselves; ``frames`` and ``values`` are what places are filled with."""

    settings: Next
    frames: tuple[str, ...]
    values: Mapping[str, str]

    def is_last(self, view: View, count: int) -> bool:
        """Whether a page, the ``count``-th, says that it is the last."""
        settings = self.settings
        if settings.last is not None and view.has(self.place(settings.last)):
            return True
        if settings.pages is None:
            return False
        pages = self.pages(view)
        if pages is None:
            # One page often has no pager at all. A link that is there is followed; an address would lead anywhere.
            return settings.address is not None
        return count >= pages

    def pages(self, view: View) -> int | None:
        """How many pages there are, as a page says; None where it does not."""
        return self._stated(view, self.settings.pages)

    def number(self, view: View) -> int | None:
        """The number that a page shows; None where it shows none."""
        return self._stated(view, self.settings.page)

    def _stated(self, view: View, at: TextAt | None) -> int | None:
        text = None if at is None else text_at(view, at, self.place(at))
        return None if text is None else whole_number(text)

    def place(self, where: Where, page: int | None = None) -> Place:
        """A place, with the number of a page in {page}."""
        values = self.values if page is None else {**self.values, "page": str(page)}
        return where.place(self.frames, values)


def too_many(most: int, address: str) -> SourceChanged:
    """The error for a list that has no end."""
    return SourceChanged(
        f"there are more than {most:,} pages",
        where=shown(address),
        hint="Look at the screen: `next` may lead in circles. If there are so many, state `most`.",
    )
