"""Reads one list of a screen, from its first page to its last: opened, gone through, proven to be whole."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

import pyarrow as pa

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.control_sums import COUNT
from legacy_adapters.sources.files.faults import as_faults
from legacy_adapters.sources.screen.addresses import shown
from legacy_adapters.sources.screen.crew import Crew
from legacy_adapters.sources.screen.declaration import Where
from legacy_adapters.sources.screen.details.reading import DetailsReading
from legacy_adapters.sources.screen.pace import Pacer
from legacy_adapters.sources.screen.paging.browsing import BrowserWalk
from legacy_adapters.sources.screen.paging.ending import Standing
from legacy_adapters.sources.screen.paging.fetching import Fetching, session_walk
from legacy_adapters.sources.screen.paging.returning import Returning
from legacy_adapters.sources.screen.paging.seen import PageSeen, Walk
from legacy_adapters.sources.screen.position import Position
from legacy_adapters.sources.screen.recipe import Recipe
from legacy_adapters.sources.screen.screen import Place, Screen
from legacy_adapters.sources.screen.scripted import Script
from legacy_adapters.sources.screen.steps.doing import Doing
from legacy_adapters.sources.screen.surroundings import Surroundings
from legacy_adapters.sources.screen.table.reading import TablePage, read_table
from legacy_adapters.sources.screen.view import Patience, View, text_at, whole_number
from legacy_adapters.sources.screen.visits import Visit
from legacy_adapters.sources.screen.whole.proof import WholeProof, mark_of
from legacy_adapters.sources.screen.whole.settings import Total


class Capped(Exception):
    """The application shows a part of the list only: it has to be asked for less at once."""


class WornOut(Exception):
    """A session has shown so many pages that it should be closed to give memory back: reading goes on in a new one."""


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page as it was read: its rows, where each is on the screen, and how far the list was read with it."""

    id: str
    table: TablePage
    origin: tuple[str, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Listing:
    """How a list is read: ``values`` are the recipe's parameters, ``asked`` those of its range, if it has one."""

    recipe: Recipe
    script: Script
    values: Mapping[str, str]
    asked: Mapping[str, str]
    patience: Patience
    pacer: Pacer
    around: Surroundings
    crew: Crew
    details: DetailsReading | None = None

    def read(self, visit: Visit, begin: Position) -> Generator[PageRead, None, None]:
        """The pages behind ``begin``. All of them were proven to be the whole list when the iterator ends.

        Raises ``Capped`` where the application shows a part only, ``Astray`` where the last page read has no longer the
        address that it had, and what ``Screen`` raises.
        """
        proof = WholeProof.of(self.recipe.total, begin.proof)
        with self._opened(visit) as screen:
            if self._arrived(screen, visit, begin) == "empty":
                if begin.last:
                    raise _shorter(0, begin, screen.address(self._table.frames))
                if not begin.pages:
                    yield self._nothing(screen, proof, begin)
                return
            if begin.address:
                self._returning(screen).to(begin.address, begin.last)
            count, before = 0, ""
            with closing(self._walk(visit, screen, begin).pages(begin.pages)) as pages:
                for page in pages:
                    count = page.count
                    if page.count > begin.pages:
                        yield self._page(visit, screen, page, proof, self._with_address(screen, page, before, begin))
                    else:
                        _check_same(page, begin)
                    before = page.address
            if count < begin.pages:
                raise _shorter(count, begin, screen.address(self._table.frames))
            proof.check(shown(screen.address(self._table.frames)))

    def can_come_back(self, to: Position) -> bool:
        """Whether the last page read is reached without going through those before it."""
        settings = self.recipe.next
        return settings is not None and self.script.next is None and bool(settings.address or to.address)

    @contextmanager
    def _opened(self, visit: Visit) -> Iterator[Screen]:
        """The screen that shows the list's first page; a window that was opened for it is closed again."""
        with visit.explained():
            visit.begin()
            if self.script.open is not None:
                self.pacer.before()
                screen = self.script.open(visit.screen, self._filled) or visit.screen
            else:
                screen = self._doing.steps(visit.screen, self.recipe.open, "open")
        with visit.in_front(screen), visit.explained():
            yield screen

    def _arrived(self, screen: Screen, visit: Visit, begin: Position) -> str:
        """What is seen: the table, or that there is nothing. Raises ``Capped``, and ``SourceChanged`` for neither."""
        table = self.recipe.table
        assert table is not None
        places = {"table": self._table}
        if table.empty is not None:
            places["empty"] = Place(f"text={table.empty.text}", self._table.frames)
        arrived = self.patience.first_of(screen, places)
        if self.recipe.ranges is not None and screen.has(self._place(self.recipe.ranges.capped)):
            if begin.pages:
                raise _grown(shown(screen.address(self._table.frames)))
            raise Capped
        if arrived is None:
            visit.check_inside()
            raise SourceChanged(
                f"the table {self._table} cannot be seen",
                where=shown(screen.address(self._table.frames)),
                hint="Look at the picture in the evidence: the application has changed, or shows something else.",
            )
        # What says that there is nothing may be a part of another text: a table that is there has something to say.
        return "table" if screen.has(self._table) else arrived

    def _with_address(self, screen: Screen, page: PageSeen, before: str, begin: Position) -> Position:
        """``begin`` with what leads to a page that was come to by a link; ``before`` is the last one's address."""
        settings = self.recipe.next
        linked = settings is not None and settings.link is not None and self.script.next is None
        if begin.address is None or not linked:
            return begin
        return replace(begin, address=self._returning(screen).address_of(page, before))

    def _returning(self, screen: Screen) -> Returning:
        return Returning(screen, self._table, self._doing, self.patience)

    def _walk(self, visit: Visit, screen: Screen, begin: Position) -> Walk:
        recipe = self.recipe
        browsing = BrowserWalk(
            screen,
            self._table,
            recipe.next,
            self._doing,
            self.patience,
            visit.check_inside,
            self.script.next,
            self._places_stated(),
            begin.pages if begin.address else 1,
        )
        if not recipe.session or recipe.next is None or self.script.next is not None:
            return browsing
        assert recipe.table is not None
        standing = Standing(recipe.next, recipe.frame, self._filled)
        fetching = Fetching(self._table, standing, self.pacer.before, recipe.table.charset)
        walk = session_walk(visit, fetching, browsing.shown(browsing.at), self.crew)
        if isinstance(walk, str):
            self.around.note(f"pages are read in the browser, as {walk}")
            return browsing
        return walk

    def _page(self, visit: Visit, screen: Screen, page: PageSeen, proof: WholeProof, begin: Position) -> PageRead:
        recipe, where = self.recipe, shown(page.address)
        assert recipe.table is not None
        table = read_table(page.cells, recipe.table, where=where)
        for note in table.notes:
            self.around.note(f"{where}: {note}")
        if page.count == 1:
            by_header = recipe.table.columns == "by_header"
            self.around.layout.first_page(screen, self._table.frames, table.header, where, by_header=by_header)
        mark = mark_of(page.cells)
        if recipe.next is not None and recipe.next.grows:
            table = without_first(table, proof.sums.rows)
            # It shows all of its subtotals each time.
            proof.added.clear()
        else:
            proof.page(mark, self._number(page.view), where)
        proof.rows(table.rows)
        self._stated(page.view, table, proof, where)
        kept = self.around.keep_page(page.view, self._table.frames)
        origin = tuple(f"{where} page {page.count} row {number}{kept}" for number in table.numbers)
        if self.details is not None:
            table, origin = self.details.read(visit, screen, table, origin, page.address)
        position = replace(begin, pages=page.count, last=mark, proof=proof.state())
        self.pacer.after_rows(table.rows.num_rows)
        visit.keep_small()
        return PageRead(self._id(page.count), table, origin, position)

    def _nothing(self, screen: Screen, proof: WholeProof, begin: Position) -> PageRead:
        """A list without rows: what the screen states must still be right, where it states anything."""
        nothing = pa.RecordBatch.from_pylist([], pa.schema([(name, pa.string()) for name in self.recipe.columns]))
        table = TablePage(nothing, (), ())
        where = shown(screen.address(self._table.frames))
        self._stated(screen, table, proof, where)
        proof.check(where, says_empty=True)
        return PageRead(self._id(1), table, (), replace(begin, pages=1, proof=proof.state()))

    def _places_stated(self) -> tuple[Place, ...]:
        """Where pages say something of the list; none where a script asks the screen itself."""
        if self.script.total is not None:
            return ()
        total, after = self.recipe.total, self.recipe.next
        places: list[Where | None] = (
            [total.count, *(each for each in total.sum.values() if each.row is None)] if total else []
        )
        places += [after.page, after.pages, after.last] if after else []
        return tuple(dict.fromkeys(self._place(place) for place in places if place is not None))

    def _number(self, view: View) -> int | None:
        settings = self.recipe.next
        if settings is None or settings.page is None:
            return None
        text = text_at(view, settings.page, self._place(settings.page))
        return whole_number(text) if text is not None else None

    def _stated(self, view: View, table: TablePage, proof: WholeProof, where: str) -> None:
        """Takes in what the page says of the whole list."""
        for name, text in (self.script.total(view) if self.script.total else {}).items():
            proof.says(name, text, where)
        total = self.recipe.total
        if total is None:
            return
        if total.count is not None:
            counted = text_at(view, total.count, self._place(total.count))
            if counted is not None:
                number = whole_number(counted)
                proof.says(COUNT, counted if number is None else str(number), where)
        self._stated_sums(total, view, table, proof, where)

    def _stated_sums(self, total: Total, view: View, table: TablePage, proof: WholeProof, where: str) -> None:
        for column, stated in total.sum.items():
            if stated.row is not None:
                texts = [row.texts[column] for row in table.aside if row.kind == stated.row and column in row.texts]
                proof.says_in_rows(column, texts, together=stated.row == "subtotal", where=where)
            elif (text := text_at(view, stated, self._place(stated))) is not None:
                proof.says(column, text, where)

    @property
    def _table(self) -> Place:
        assert self.recipe.table is not None
        return Place(self.recipe.table.at, self.recipe.table.frame or self.recipe.frame)

    @property
    def _doing(self) -> Doing:
        return Doing(self.recipe.frame, self._filled, self.pacer.before)

    @property
    def _filled(self) -> Mapping[str, str]:
        return {**self.values, **self.asked}

    def _place(self, where: Where) -> Place:
        return where.place(self.recipe.frame, self._filled)

    def _id(self, count: int) -> str:
        """Where a page starts: the same when it is read again."""
        asked = " to ".join(self.asked.values())
        return f"{asked} page {count}".lstrip()


def _grown(where: str) -> SourceChanged:
    """The error for a range that was shown whole when an interrupted run began to read it, and no longer is."""
    return SourceChanged(
        "the application shows a part only of what it showed all of when the interrupted run read it",
        where=where,
        hint="The list has grown since. The next run begins anew.",
    )


def _shorter(count: int, begin: Position, address: str) -> SourceChanged:
    """The error for a list that has fewer pages than an interrupted run read of it."""
    return SourceChanged(
        f"the list ends before page {max(begin.pages, count + 1)}, which the interrupted run read",
        where=shown(address),
        hint="The list has changed since, so that rows may have moved. The next run begins anew.",
    )


def _check_same(page: PageSeen, begin: Position) -> None:
    """Raises ``SourceChanged`` where the last page that an interrupted run read shows other rows now."""
    if mark_of(page.cells) != begin.last:
        raise SourceChanged(
            f"page {page.count} is not what it was when the interrupted run read it",
            where=shown(page.address),
            hint="The list has changed since, so that rows may have moved. The next run begins anew.",
        )


def without_first(table: TablePage, known: int) -> TablePage:
    """The rows of a table that grows, without those that were read before. Raises ``SourceChanged`` for fewer."""
    if table.rows.num_rows < known:
        raise SourceChanged(
            f"the list had {known} rows, and has {table.rows.num_rows} now that more were asked for",
            hint="It may show a part of its rows only while it is scrolled: that cannot be read this way.",
        )
    return replace(
        table, rows=table.rows.slice(known), numbers=table.numbers[known:], faults=_later(table.faults, known)
    )


def _later(faults: pa.RecordBatch | None, known: int) -> pa.RecordBatch | None:
    """The faults of the rows behind the first ``known`` ones, counted from there."""
    if faults is None:
        return None
    found = [(fault["row"] - known, fault["column"], fault["code"], fault["text"]) for fault in faults.to_pylist()]
    return as_faults([fault for fault in found if fault[0] >= 0])
