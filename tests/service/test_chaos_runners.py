"""Two processes that deliver out of one spool."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.chaos import Harbour, Voyage, database, watch
from tests.service.harbours import harbour_of

RUNS = 3
SECONDS = 10.0
"""Within so many seconds the other one has taken over and delivered all; on a machine with nothing else to do, one."""


@pytest.fixture(scope="module", params=["several", "postgresql"])
def harbour(request: pytest.FixtureRequest) -> Iterator[Harbour]:
    """Receivers that take everything once."""
    with harbour_of(request.param, request) as found:
        yield found


@pytest.fixture
def voyage(harbour: Harbour, tmp_path: Path) -> Voyage:
    """Three runs that wait."""
    database(tmp_path / "source.db")
    place = f"p{time.monotonic_ns()}"
    voyage = Voyage.prepare(harbour, place, tmp_path, tmp_path / "source.db")
    voyage.keep_waiting(RUNS)
    assert voyage.waiting() == RUNS * voyage.sinks
    return voyage


def delivered(voyage: Voyage) -> int:
    """How many runs both have delivered together, to all sinks."""
    return sum(map(int, (voyage.folder / "delivered").read_text(encoding="utf-8").split()))


def test_each_run_is_delivered_by_one_of_them(voyage: Voyage) -> None:
    """No record comes twice and none is missing, in the order of the runs."""
    both = [voyage.start(watch) for _ in range(2)]
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    assert delivered(voyage) == RUNS * voyage.sinks
    assert voyage.check() == 0


def test_a_run_may_read_while_another_process_delivers(voyage: Voyage) -> None:
    """What it reads waits behind the others."""
    watching, running = voyage.start(watch), voyage.start()
    for process in (running, watching):
        process.join()
    assert (running.exitcode, watching.exitcode) == (0, 0)
    assert len(voyage.finished()) == RUNS + 1
    assert voyage.check() == 0


@pytest.mark.parametrize("seed", range(3))
def test_one_takes_over_from_the_other_that_is_killed(seed: int, voyage: Voyage) -> None:
    """Within seconds, from where it was."""
    first = voyage.start(watch)
    assert voyage.is_delivered_to(SECONDS)
    second = voyage.start(watch)
    first.join(random.Random(f"{seed} {voyage.harbour.name}").uniform(0.0, 0.4))
    first.kill()
    first.join()
    second.join(SECONDS)
    assert second.exitcode == 0
    assert voyage.check() == 0
