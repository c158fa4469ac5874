"""Several visits at work, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier, Lock
from typing import Any, cast

import pytest

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.crew import Crew


class FakeVisit:
    """Explains nothing, and has no trace."""

    def __init__(self) -> None:
        self.explained_errors: list[BaseException] = []

    @contextmanager
    def explained(self) -> Iterator[None]:
        try:
            yield
        except SourceChanged as error:
            self.explained_errors.append(error)
            raise

    def keep_small(self) -> None:
        """There is none."""


class FakePool:
    """Counts how many are lent at once."""

    def __init__(self) -> None:
        self.visits: list[FakeVisit] = []
        self.lent = self.most = 0
        self._lock = Lock()

    @contextmanager
    def borrowed(self) -> Iterator[FakeVisit]:
        with self._lock:
            self.lent += 1
            self.most = max(self.most, self.lent)
            self.visits.append(FakeVisit())
            visit = self.visits[-1]
        try:
            yield visit
        finally:
            with self._lock:
                self.lent -= 1


def crew(pool: FakePool, at_once: int) -> Crew:
    return Crew(cast("Any", pool), at_once)


def test_results_come_in_the_order_of_the_items() -> None:
    """Also where a later item is done first: three wait for each other."""
    together = Barrier(3)

    def work(_visit: object, item: int) -> int:
        together.wait(timeout=10)
        return item * 10

    pool = FakePool()
    assert list(crew(pool, 3).in_order(work, range(6))) == [0, 10, 20, 30, 40, 50]
    assert pool.most == 3


def test_only_so_many_items_are_taken_ahead() -> None:
    """A list of a million rows is not asked for while the first is looked at."""
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = crew(FakePool(), 2).in_order(lambda _visit, item: item, items())
    assert next(results) == 0
    assert len(taken) <= 5
    results.close()


def test_the_error_of_the_first_item_that_fails_is_raised_and_explained_by_its_visit() -> None:
    """What came before it was handed over; what was not begun is left."""
    begun: list[int] = []

    def work(_visit: object, item: int) -> int:
        begun.append(item)
        if item == 2:
            raise SourceChanged("gone")
        return item

    pool = FakePool()
    found: list[int] = []
    with pytest.raises(SourceChanged, match="gone"):
        found.extend(crew(pool, 1).in_order(work, range(100)))
    assert found in ([], [0, 1])
    assert len(begun) < 10
    assert sum(len(visit.explained_errors) for visit in pool.visits) == 1
    assert pool.lent == 0


def test_two_works_at_the_same_time_share_the_seats() -> None:
    """Pages and details are asked for by no more sessions together than the recipe allows."""
    pool = FakePool()
    one = crew(pool, 2)

    def work(_visit: object, item: int) -> int:
        return item

    pages = one.in_order(work, range(10))
    read = [(page, list(one.in_order(work, range(5)))) for page in pages]
    assert [page for page, _ in read] == list(range(10))
    assert pool.most <= 2
