"""Reading one table, and the rule that only right rows count."""

from __future__ import annotations

import pytest

from benchmarks.screen_table import best


def test_the_best_of_the_rounds() -> None:
    """In milliseconds, by the clock and of the processors, of so many rounds."""
    rounds: list[int] = []
    clock, processors = best(lambda: rounds.append(1), lambda _: True, 3)
    assert 0 <= clock < 100
    assert processors >= 0
    assert len(rounds) == 3


def test_wrong_rows_are_no_measurement() -> None:
    """They would be fast."""
    with pytest.raises(ValueError, match="not those of the page"):
        best(list, lambda found: found == [["1"]])
