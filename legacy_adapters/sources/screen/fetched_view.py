"""A page that was fetched and not shown: what a recipe's places are in its HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urljoin

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.addresses import shown
from legacy_adapters.sources.screen.screen import Fetched, Place
from legacy_adapters.sources.screen.table.markup import Markup

_ADDRESSES = frozenset({"href", "src", "action"})


@dataclass(frozen=True, slots=True)
class FetchedView:
    """Fulfils ``View``. It is the document of one frame, so the frames of a place are not looked at."""

    markup: Markup
    address: str

    @classmethod
    def of(cls, page: Fetched, charset: str | None) -> Self:
        """A page as it came; ``charset`` where it does not declare one."""
        return cls(Markup.of(page.body, page.url, page.headers.get("content-type", ""), charset), page.url)

    def cells(self, place: Place) -> str:
        """The table there. Raises ``SourceChanged`` where there is none."""
        return self.markup.cells(self._element(place))

    def has(self, place: Place) -> bool:
        """Whether something is there that would be seen."""
        return any(not self.markup.is_hidden(element) for element in self.markup.find(place.selector))

    def text(self, place: Place) -> str:
        """The text of the first element there."""
        return self.markup.text(self._element(place))

    def attribute(self, place: Place, name: str) -> str | None:
        """An attribute of the first element there; addresses are whole."""
        value: str | None = self._element(place).get(name)
        if value is None or name not in _ADDRESSES or value.lower().startswith("javascript:"):
            return value
        return urljoin(self.markup.base, value.strip())

    def content(self, frames: Sequence[str] = ()) -> str:
        """The document as HTML."""
        return self.markup.html()

    def _element(self, place: Place) -> Any:
        found = self.markup.find(place.selector)
        if not found:
            raise SourceChanged(f"there is no {place} on the page", where=shown(self.address))
        return found[0]
