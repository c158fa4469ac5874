"""A page of a list as it was seen, and what both ways of going through a list promise."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol

from legacy_adapters.sources.screen.view import View


@dataclass(frozen=True, slots=True)
class PageSeen:
    """One page of a list: ``count`` is 1 for the first, ``cells`` what its table holds, ``address`` where it is."""

    count: int
    view: View
    cells: str
    address: str


class Walk(Protocol):
    """Goes through the pages of one list, in their order."""

    def pages(self, behind: int) -> Generator[PageSeen, None, None]:
        """The pages behind the first ``behind`` ones, which are passed by; but the last of these comes too, to be
        compared with what was read of it. To be closed, as others may be under way. Raises ``SourceChanged`` where the
        way on leads nowhere."""
        ...
