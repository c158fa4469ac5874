"""Reads a list range by range: one after the other, or several at once, and always in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date

from legacy_adapters.sources.screen.listing import Capped, Listing, PageRead, WornOut
from legacy_adapters.sources.screen.position import Position, Range
from legacy_adapters.sources.screen.ranges.splitting import Splitting
from legacy_adapters.sources.screen.visits import VisitPool


@dataclass(frozen=True, slots=True)
class RangesReading:
    """``listing`` makes a list's reading out of the values of its range; ``splitting`` is None for a recipe without
    ranges. ``at_once``: so many ranges are read at the same time."""

    listing: Callable[[Mapping[str, str]], Listing]
    splitting: Splitting | None
    pool: VisitPool
    at_once: int

    def read(self, begin: Position, today: date) -> Generator[PageRead, None, None]:
        """All pages behind ``begin``. Raises what ``Listing.read`` raises."""
        if self.splitting is None:
            yield from self._list(begin, {})
            return
        ranges = self.splitting.ranges(today) if begin.ranges is None else begin.ranges
        if self.at_once > 1:
            yield from self._together(ranges, begin)
        else:
            yield from self._in_turn(ranges, begin)

    def _in_turn(self, ranges: tuple[Range, ...], begin: Position) -> Generator[PageRead, None, None]:
        assert self.splitting is not None
        left = ranges
        while left:
            at = replace(begin, ranges=left) if left == ranges else Position(left)
            try:
                yield from self._list(at, self.splitting.filled_in(left[0]))
            except Capped:
                left = (*self.splitting.halves(left[0]), *left[1:])
            else:
                left = left[1:]

    def _together(self, ranges: tuple[Range, ...], begin: Position) -> Generator[PageRead, None, None]:
        assert self.splitting is not None
        with ThreadPoolExecutor(self.at_once, thread_name_prefix="ranges") as threads:
            waiting: deque[tuple[Range, Future[list[PageRead] | None]]] = deque()
            unasked = deque(ranges)
            try:
                while unasked or waiting:
                    while unasked and len(waiting) < self.at_once:
                        asked = unasked.popleft()
                        at = begin if asked == ranges[0] else Position()
                        waiting.append((asked, threads.submit(self._whole_range, asked, at)))
                    asked, future = waiting.popleft()
                    pages = future.result()
                    left = (asked, *(later for later, _ in waiting), *unasked)
                    if pages is None:
                        halves = [
                            (half, threads.submit(self._whole_range, half, Position()))
                            for half in self.splitting.halves(asked)
                        ]
                        waiting.extendleft(reversed(halves))
                        continue
                    yield from (replace(page, position=replace(page.position, ranges=left)) for page in pages)
            finally:
                for _, future in waiting:
                    future.cancel()

    def _whole_range(self, asked: Range, begin: Position) -> list[PageRead] | None:
        """All pages of one range; None where the application does not show all of it."""
        assert self.splitting is not None
        try:
            with self.pool.borrowed() as visit:
                return list(self.listing(self.splitting.filled_in(asked)).read(visit, begin))
        except Capped:
            return None

    def _list(self, begin: Position, values: Mapping[str, str]) -> Generator[PageRead, None, None]:
        listing = self.listing(values)
        with self.pool.borrowed() as visit, closing(listing.read(visit, begin)) as pages:
            for page in pages:
                yield page
                if visit.context.retired and listing.can_come_back(page.position):
                    raise WornOut
