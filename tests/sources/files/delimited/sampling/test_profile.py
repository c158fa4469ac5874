"""What the columns of a sample hold."""

from __future__ import annotations

from legacy_adapters.sources.files.delimited.sampling.kinds import DATE, NUMBER
from legacy_adapters.sources.files.delimited.sampling.profile import Profile
from legacy_adapters.sources.files.delimited.sampling.rows import Row

ROWS = [Row(["1", "2024-01-01", "a"], 1), Row(["2", "2024-01-02", "b"], 2), Row(["", "2024-01-03", "c"], 3)]


def test_columns_have_the_kind_of_their_values() -> None:
    """Empty fields say nothing; texts are of no kind of their own."""
    profile = Profile.of(ROWS, 3)
    assert profile.kinds == (NUMBER, DATE, None)
    assert profile.filled == 3


def test_rows_of_other_widths_do_not_count() -> None:
    """A title above the table changes no column."""
    assert Profile.of([Row(["Report"], 0), *ROWS], 3) == Profile.of(ROWS, 3)
    assert Profile.of([], 2) == Profile((None, None), 0)


def test_a_row_fits_if_it_has_values_of_the_kinds() -> None:
    """A header does not, nor a line that is nearly empty."""
    profile = Profile.of(ROWS * 3, 3)
    assert profile.fits(Row(["7", "2024-05-05", ""], 9))
    assert not profile.fits(Row(["Id", "Date", "Text"], 0))
    assert not profile.fits(Row(["", "", "Total"], 9))
    assert profile.agreement(Row(["7", "x", "y"], 9)) == (1, 1)
