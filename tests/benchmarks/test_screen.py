"""What is made of the figures of screens."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.measure import RunFailed, Sample, Series
from benchmarks.screen import _check, _figures
from benchmarks.screen_peers import write
from benchmarks.screen_recipes import of_pages


def test_a_copy_is_compared_row_by_row(tmp_path: Path) -> None:
    """One that misses a row, or has them in another order, is a failed run."""
    rows = of_pages(1)[1:]
    out = tmp_path / "out.csv"
    write(rows, out)
    _check(out, of_pages(1))
    for wrong in (rows[1:], [*rows[1:], rows[0]]):
        write(wrong, out)
        with pytest.raises(RunFailed, match="not those of the pages"):
            _check(out, of_pages(1))


def test_the_best_of_the_rounds_is_shown() -> None:
    """The least time by the clock, and the least of the processors; nothing of what failed."""
    series = Series({0: Sample(2.0, 1.5, 100), 1: Sample(3.0, 1.25, 100)})
    assert _figures(series) == ["2.00", "1.25"]
    assert _figures(Series()) == ["", ""]
