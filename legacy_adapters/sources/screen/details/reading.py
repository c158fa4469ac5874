"""Reads what is shown of each row on a page of its own, several pages at once where the pace allows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urljoin

from legacy_adapters.core.batch import WHOLE_ROW
from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.addresses import shown
from legacy_adapters.sources.screen.crew import Crew
from legacy_adapters.sources.screen.details.joining import joined
from legacy_adapters.sources.screen.fetched_view import FetchedView
from legacy_adapters.sources.screen.recipe import Recipe
from legacy_adapters.sources.screen.screen import Place, Screen
from legacy_adapters.sources.screen.table.reading import TablePage, read_table
from legacy_adapters.sources.screen.template import filled_address
from legacy_adapters.sources.screen.view import Patience
from legacy_adapters.sources.screen.visits import Visit

_Row = tuple["Mapping[str, str | None] | None", int]
"""The columns of a row of the list, None where nothing can be asked for with them; and where it is on the screen."""


@dataclass(frozen=True, slots=True)
class DetailsReading:
    """How the pages of rows are read; ``values`` are the recipe's parameters, ``before`` is called before each request.

    ``crew`` has visits besides the one that reads the list.
    """

    recipe: Recipe
    values: Mapping[str, str]
    crew: Crew
    patience: Patience
    before: Callable[[], None]

    def read(
        self, visit: Visit, screen: Screen, table: TablePage, origin: Sequence[str], address: str
    ) -> tuple[TablePage, tuple[str, ...]]:
        """The rows of the list with what their pages show behind them, and where each is. ``screen`` shows the list,
        at ``address``. Raises what ``Screen`` raises, and ``SourceChanged`` for a page that has not the header it
        should have."""
        details = self.recipe.details
        assert details is not None
        wrong = set(_wrong_rows(table))
        columns = [None if row in wrong else values for row, values in enumerate(table.rows.to_pylist())]
        rows: list[_Row] = list(zip(columns, table.numbers, strict=True))
        pages: Iterable[TablePage | None]
        if details.window is not None:
            pages = [self._in_window(visit, screen, row) for row in rows]
        elif self.crew.at_once == 1:
            pages = [self._by_address(visit, row, address) for row in rows]
        else:
            pages = self.crew.in_order(lambda other, row: self._by_address(other, row, address), rows)
        return joined(self.recipe, table, origin, list(pages))

    def _in_window(self, visit: Visit, screen: Screen, row: _Row) -> TablePage | None:
        details = self.recipe.details
        assert details is not None
        assert details.window is not None
        if row[0] is None:
            return None
        self.before()
        place = details.window.place(self.recipe.frame, self._filled(row, shown(screen.url)))
        with closing(screen.window(place)) as window:
            return self._shown(visit, window)

    def _by_address(self, visit: Visit, row: _Row, base: str) -> TablePage | None:
        details = self.recipe.details
        assert details is not None
        assert details.address is not None
        if row[0] is None:
            return None
        address = urljoin(base, filled_address(details.address, self._filled(row, shown(base))))
        self.before()
        if not self.recipe.session:
            visit.aside.goto(address)
            return self._shown(visit, visit.aside)
        view = FetchedView.of(visit.screen.fetch(address), details.table.charset)
        if not view.has(self._place):
            visit.check_fetched(view, address)
        return read_table(view.cells(self._place), details.table, where=shown(view.address))

    def _filled(self, row: _Row, where: str) -> dict[str, str]:
        """What places and addresses are filled with. Raises ``SourceChanged`` where a row has not what is taken."""
        details = self.recipe.details
        assert details is not None
        columns = row[0] or {}
        values = {**self.values, **{name: text or "" for name, text in columns.items()}, "row": str(row[1])}
        for name, taken in details.values.items():
            text = columns.get(taken.column) or ""
            found = re.search(taken.matches, text)
            if found is None:
                raise SourceChanged(
                    f"row {row[1]} has {text!r} in {taken.column}, where the recipe expects {taken.matches}",
                    where=where,
                )
            values[name] = found[1]
        return values

    def _shown(self, visit: Visit, screen: Screen) -> TablePage:
        details = self.recipe.details
        assert details is not None
        where = shown(screen.url)
        if self.patience.first_of(screen, {"details": self._place}) is None:
            visit.check_inside(screen)
            raise SourceChanged(f"the details {self._place} cannot be seen", where=where)
        return read_table(screen.cells(self._place), details.table, where=where)

    @property
    def _place(self) -> Place:
        assert self.recipe.details is not None
        return self.recipe.details.table.place


def _wrong_rows(table: TablePage) -> list[int]:
    """The rows that are a fault as a whole: nothing is asked for with what stands in them."""
    if table.faults is None:
        return []
    return [fault["row"] for fault in table.faults.to_pylist() if fault["column"] == WHOLE_ROW]
