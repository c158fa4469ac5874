"""What a run remembers of pieces: what it has just done with, and what the ledger has."""

from __future__ import annotations

from pathlib import Path

from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.pieces.memory import RunMemory
from legacy_adapters.runs.standing import Standing
from tests.runs.ledger.test_parts import part
from tests.runs.ledger_samples import begin, checkpoint, finish


def test_what_is_not_saved_yet_is_known(tmp_path: Path) -> None:
    """Pieces that were read and are not mapped yet among them; what was left alone is not."""
    with Ledger.open(tmp_path) as ledger:
        standing = Standing()
        memory = RunMemory(ledger.parts, begin(ledger), standing)
        standing.done_with(part("a"))
        standing.done_with(part("c", "left alone"))
        standing.joined["gl", "hash of b"] = part("b")
        names = [found.name for name in "abcd" if (found := memory.taken("gl", f"hash of {name}"))]
        assert names == ["a", "b"]
        assert memory.any_taken("gl")
        assert not memory.any_taken("heads")


def test_a_piece_that_waits_to_be_mapped_has_fitted_its_mapping(tmp_path: Path) -> None:
    """A file of another layout that comes behind it is the one that is wrong, also in the first run of all."""
    with Ledger.open(tmp_path) as ledger:
        standing = Standing()
        memory = RunMemory(ledger.parts, begin(ledger), standing)
        standing.joined["gl", "hash of a"] = part("a")
        assert memory.any_taken("gl")
        assert not memory.any_taken("heads")


def test_earlier_runs_are_forgotten_by_a_run_that_takes_everything_anew(tmp_path: Path) -> None:
    """The name under which a piece was taken is told in any case."""
    with Ledger.open(tmp_path) as ledger:
        first = begin(ledger)
        ledger.runs.save(first, checkpoint(), parts=[part("a")])
        finish(ledger, first)
        anew = ledger.runs.begin("gl", "f1", {}, first.started_at, anew=True)
        memory = RunMemory(ledger.parts, anew, Standing())
        assert memory.taken("gl", "hash of a") is None
        assert memory.taken_as("gl", "a") is not None


def test_a_dry_run_owns_nothing(tmp_path: Path) -> None:
    """So that it claims nothing."""
    with Ledger.open(tmp_path) as ledger:
        run = begin(ledger)
        assert RunMemory(ledger.parts, run, Standing(), dry_run=True).owner is None
        assert RunMemory(ledger.parts, run, Standing()).owner == ledger.parts.owner
