"""Comes back to a page of a list by its address, so that those before it need not be gone through again."""

from __future__ import annotations

from dataclasses import dataclass

from legacy_adapters.core.errors import AccessDenied, SourceChanged
from legacy_adapters.sources.screen.addresses import shown
from legacy_adapters.sources.screen.evidence.parameters import without_parameter_secrets
from legacy_adapters.sources.screen.fetched_view import FetchedView
from legacy_adapters.sources.screen.paging.seen import PageSeen
from legacy_adapters.sources.screen.screen import Place, Screen
from legacy_adapters.sources.screen.steps.doing import Doing
from legacy_adapters.sources.screen.view import Patience
from legacy_adapters.sources.screen.whole.proof import mark_of


class Astray(Exception):
    """The address of a page leads elsewhere: the list has to be gone through from its first page."""


@dataclass(frozen=True, slots=True)
class Returning:
    """Ways back to the pages of the list in ``table``, on a screen that shows it."""

    screen: Screen
    table: Place
    doing: Doing
    patience: Patience

    def address_of(self, page: PageSeen, before: str) -> str:
        """The address of the page that was seen last, where it alone may lead there again; otherwise nothing.

        It does not where a form was sent for the page, nor where the page ``before`` had the same one; and as it is
        kept, nothing secret may be in it.
        """
        address = page.address
        kept = without_parameter_secrets(shown(address))
        if address == before or kept != address or not address.startswith(("http:", "https:")):
            return ""
        fetched = isinstance(page.view, FetchedView)
        return address if fetched or self.screen.asked_for_by_address(self.table.frames) else ""

    def to(self, address: str, mark: str) -> None:
        """Goes to a page, which ``mark`` tells from all others. Raises ``Astray`` where another one, or none, comes."""
        try:
            self.doing.before()
            self.screen.goto(address, self.table.frames)
            there = self.patience.until(lambda: self.screen.has(self.table))
        except (SourceChanged, AccessDenied):
            there = False
        if not there or mark_of(self.screen.cells(self.table)) != mark:
            raise Astray
