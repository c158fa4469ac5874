"""Nothing lost, nothing doubled: runs in which process, server or connection die at random moments, at every sink."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service import logbook
from tests.service.chaos import Harbour, Voyage, database
from tests.service.harbours import NAMES, harbour_of

SEEDS = int(os.environ.get("CHAOS_SEEDS", "20"))
"""How many runs something happens to at each sink."""

TWICE = 5
"""Of so many seeds one delivers two runs, the second after the first."""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The table that is read."""
    path = tmp_path_factory.mktemp("source") / "old.db"
    database(path)
    return path


@pytest.fixture(
    scope="module", params=[pytest.param(name, marks=pytest.mark.xdist_group(f"chaos-{name}")) for name in NAMES]
)
def harbour(request: pytest.FixtureRequest) -> Iterator[Harbour]:
    """Every kind of receiver."""
    with harbour_of(request.param, request) as found:
        yield found


@pytest.fixture(scope="module")
def usual(harbour: Harbour, source: Path, tmp_path_factory: pytest.TempPathFactory) -> float:
    """How many seconds a run takes that nothing happens to; before it, one that nothing has happened to arrives."""
    seconds = []
    for number in range(2):
        voyage = Voyage.prepare(harbour, f"calm{number}", tmp_path_factory.mktemp("calm"), source)
        seconds.append(voyage.undisturbed())
        assert voyage.check() == 0
    return seconds[-1]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_dies_everything_arrives(
    seed: int,
    harbour: Harbour,
    usual: float,
    source: Path,
    tmp_path: Path,
) -> None:
    """Once where the receiver can tell, in order, and it adds up; elsewhere repeats have the same ids."""
    chosen = random.Random(f"{seed} {harbour.name}")
    voyage = Voyage.prepare(harbour, f"p{seed}", tmp_path, source)
    began = time.monotonic()
    for _ in range(2 if seed % TWICE == TWICE - 1 else 1):
        voyage.sail(chosen, usual, faults=chosen.randint(1, 2))
    repeats = voyage.check()
    logbook.note(harbour.name, seed, time.monotonic() - began, {**voyage.happened, "repeats": repeats})
