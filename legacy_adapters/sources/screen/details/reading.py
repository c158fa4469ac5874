"""Reads what is shown of each row on a page of its own, several pages at once where the pace allows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

from legacy_adapters.core.batch import WHOLE_ROW
from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.addresses import shown
from legacy_adapters.sources.screen.details.joining import joined
from legacy_adapters.sources.screen.fetched_view import FetchedView
from legacy_adapters.sources.screen.recipe import Recipe
from legacy_adapters.sources.screen.screen import Place, Screen
from legacy_adapters.sources.screen.table.reading import TablePage, read_table
from legacy_adapters.sources.screen.template import filled_address
from legacy_adapters.sources.screen.view import Patience
from legacy_adapters.sources.screen.visits import Visit, VisitPool


@dataclass(frozen=True, slots=True)
class DetailsReading:
    """How the pages of rows are read; ``values`` are the recipe's parameters, ``before`` is called before each request.

    ``pool`` has visits besides the one that reads the list.
    """

    recipe: Recipe
    values: Mapping[str, str]
    pool: VisitPool
    patience: Patience
    before: Callable[[], None]

    def read(self, visit: Visit, table: TablePage, origin: Sequence[str]) -> tuple[TablePage, tuple[str, ...]]:
        """The rows of the list with what their pages show behind them, and where each is. Raises what ``Screen``
        raises, and ``SourceChanged`` for a page that has not the header it should have."""
        wrong = set(_wrong_rows(table))
        rows = [None if row in wrong else values for row, values in enumerate(table.rows.to_pylist())]
        numbered = list(zip(rows, table.numbers, strict=True))
        return joined(self.recipe, table, origin, list(self._pages(visit, numbered)))

    def _pages(
        self, visit: Visit, rows: Sequence[tuple[Mapping[str, str | None] | None, int]]
    ) -> Iterator[TablePage | None]:
        details = self.recipe.details
        assert details is not None
        at_once = self.recipe.pace.contexts
        if at_once == 1 or details.window is not None:
            yield from (self._page(visit, row, number) for row, number in rows)
            return
        with ThreadPoolExecutor(at_once, thread_name_prefix="details") as threads:
            waiting = [threads.submit(self._page_apart, row, number) for row, number in rows]
            try:
                yield from (page.result() for page in waiting)
            finally:
                for page in waiting:
                    page.cancel()

    def _page_apart(self, row: Mapping[str, str | None] | None, number: int) -> TablePage | None:
        with self.pool.borrowed() as visit:
            return self._page(visit, row, number)

    def _page(self, visit: Visit, row: Mapping[str, str | None] | None, number: int) -> TablePage | None:
        if row is None:
            return None
        details = self.recipe.details
        assert details is not None
        values = {**self.values, **{name: text or "" for name, text in row.items()}, "row": str(number)}
        self.before()
        if details.window is not None:
            with closing(visit.screen.window(details.window.place(self.recipe.frame, values))) as window:
                return self._shown(visit, window)
        assert details.address is not None
        address = filled_address(details.address, values)
        if self.recipe.session:
            view = FetchedView.of(visit.screen.fetch(address), details.table.charset)
            return read_table(view.cells(self._place), details.table, where=shown(view.address))
        visit.aside.goto(address)
        return self._shown(visit, visit.aside)

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
