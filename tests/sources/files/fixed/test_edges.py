"""Where columns begin."""

from __future__ import annotations

from legacy_adapters.sources.files.fixed.edges import cells, column_runs


def test_runs() -> None:
    """Blanks through all lines part columns."""
    lines = ["ab  1", "a  12", "", "abc 1 "]
    assert column_runs(lines) == [(0, 5)]
    assert column_runs(lines[:1]) == [(0, 2), (4, 5)]
    assert column_runs([]) == column_runs(["  "]) == []
    assert cells("ab  1", [(0, 4), (4, 9)]) == ["ab", "1"]
