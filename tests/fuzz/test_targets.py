"""The short part of the fuzzing: every seed, and the same few hundred damaged files each time."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import pytest

from tests.fuzz.limits import limited
from tests.fuzz.mutations import mutations
from tests.fuzz.targets import TARGETS

MUTATIONS = 10
OF_SEEDS_OF_OTHERS = 3
"""The recogniser has the seeds of all other targets."""


@pytest.mark.parametrize(("name", "seed"), [(name, seed) for name, one in TARGETS.items() for seed in one.seeds])
def test_whole_files_are_read(name: str, seed: str, tmp_path: Path) -> None:
    """A seed gives rows, the same in every way of reading it."""
    with limited():
        assert TARGETS[name].run(TARGETS[name].seeds[seed], tmp_path) > 0


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_files_are_read_or_refused(name: str, tmp_path: Path) -> None:
    """Whatever happened to a file, the contract of the formats holds, in time and in memory."""
    count = OF_SEEDS_OF_OTHERS if name == "recognise" else MUTATIONS
    for seed, data in TARGETS[name].seeds.items():
        for number, damaged in enumerate(mutations(data, crc32(f"{name} {seed}".encode()), count)):
            try:
                with limited():
                    TARGETS[name].run(damaged, tmp_path)
            except Exception as error:
                raise AssertionError(f"{name}, {seed}, {number}: {damaged!r}") from error
