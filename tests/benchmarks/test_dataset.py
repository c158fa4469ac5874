"""The ledger as a file that is kept between runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.data import blocks, facts
from benchmarks.dataset import Dataset
from benchmarks.truth import Truth


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    """A small ledger, generated."""
    made = Dataset("sqlite", 100, tmp_path / "work")
    made.ensure()
    return made


def test_ledger_is_generated_with_its_truth(data: Dataset) -> None:
    """File and facts lie side by side."""
    (expected,) = (facts(piece) for piece in blocks(100))
    assert Truth.from_json(data.truth_path.read_text(encoding="utf-8")) == expected
    assert data.path.stat().st_size > 0


def test_ledger_is_generated_once(data: Dataset) -> None:
    """The next run finds it as it is."""
    before = data.path.stat().st_mtime_ns
    data.ensure()
    data.warm()
    assert data.path.stat().st_mtime_ns == before


def test_ledger_that_was_cut_off_is_made_again(data: Dataset) -> None:
    """Without the truth beside it a file is not taken for complete."""
    data.truth_path.unlink()
    data.path.write_bytes(b"cut off")
    data.ensure()
    assert data.path.read_bytes().startswith(b"SQLite format 3")
    assert data.truth_path.exists()
