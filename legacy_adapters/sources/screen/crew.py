"""Several visits that work at the same time, with what they find handed over in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from threading import Semaphore
from typing import TypeVar

from legacy_adapters.sources.screen.visits import Visit, VisitPool

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")


@dataclass(slots=True)
class Crew:
    """Visits of ``pool``, ``at_once`` of them at the same time, for whatever they work."""

    pool: VisitPool
    at_once: int
    _seats: Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._seats = Semaphore(self.at_once)

    def in_order(
        self, work: Callable[[Visit, ItemT], ResultT], items: Iterable[ItemT]
    ) -> Generator[ResultT, None, None]:
        """What ``work`` makes of each item, in the order of the items, a few of which are worked on ahead.

        Raises what ``work`` raises, for the first item for which it does; what was not begun by then is left.
        """

        def working(item: ItemT) -> ResultT:
            with self._seats, self.pool.borrowed() as visit, visit.explained():
                visit.keep_small()
                return work(visit, item)

        coming = iter(items)
        ahead: deque[Future[ResultT]] = deque()
        with ThreadPoolExecutor(self.at_once, thread_name_prefix="screens") as threads:
            try:
                ahead.extend(threads.submit(working, item) for item in islice(coming, 2 * self.at_once))
                while ahead:
                    yield ahead.popleft().result()
                    ahead.extend(threads.submit(working, item) for item in islice(coming, 1))
            finally:
                for future in ahead:
                    future.cancel()
