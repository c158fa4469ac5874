"""In which order files are taken, and what is missing between them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from legacy_adapters.sources.files.folder.entry import Entry, Waiting, moment
from legacy_adapters.sources.files.folder.names import printable
from legacy_adapters.sources.files.folder.ordering import MOST_GAPS, Ordering
from legacy_adapters.sources.files.folder.settings import BY_NAME, OrderKey

_NUMBER = Ordering((OrderKey(number=r"(\d+)"),))


def waiting(name: str, modified: int = 0, member: str | None = None) -> Waiting:
    """A file that waits."""
    entry = Entry(name, "file", 1, modified, modified)
    shown = printable(name if member is None else f"{name}!{member}")
    return Waiting(shown, shown, 1, moment(modified), False, name, entry, member)


def ordered(by: Ordering, *names: str) -> list[str]:
    """The names in the order in which files of them are taken."""
    return [one.name for one in by.sorted([waiting(name) for name in names])]


def test_names_order_without_regard_to_case() -> None:
    """And the same on every system."""
    assert ordered(Ordering(BY_NAME), "b.txt", "C.txt", "a.txt") == ["a.txt", "b.txt", "C.txt"]


def test_numbers_order_by_their_value() -> None:
    """Nine before ten; a name without a number comes last, and is told."""
    assert ordered(_NUMBER, "B10", "B9", "B", "B010") == ["B9", "B010", "B10", "B"]
    notes = _NUMBER.notes([waiting("B")], [])
    assert notes == ["B has no number of the stated form in its name; it is taken last"]


def test_dates_order_by_the_calendar() -> None:
    """Whatever is written first in the name."""
    by = Ordering((OrderKey(date="%d%m%Y"),))
    assert ordered(by, "X01022026", "X31012026", "X") == ["X31012026", "X01022026", "X"]


def test_the_first_key_decides_and_the_name_at_last() -> None:
    """Files of one moment are not left to chance."""
    by = Ordering((OrderKey(by="modified"),))
    found = by.sorted([waiting("c", 2), waiting("b", 1), waiting("a", 2)])
    assert [one.name for one in found] == ["b", "a", "c"]


def test_members_are_ordered_by_their_own_names() -> None:
    """The number of the archive counts where the member has none."""
    files = [waiting("9.zip", member="B2"), waiting("9.zip", member="B1"), waiting("5.zip", member="B")]
    assert [one.member for one in _NUMBER.sorted(files)] == ["B1", "B2", "B"]


@pytest.mark.parametrize(
    ("names", "taken", "notes"),
    [
        (["B1", "B2", "B3"], [], []),
        (["B0", "B2"], [], ["number 1 is missing between B0 and B2"]),
        (["B1", "B5"], [], ["numbers 2 to 4 are missing between B1 and B5"]),
        (["B5"], [], []),
        (["B5"], ["B2", "B3"], ["number 4 is missing between B3 and B5"]),
        (["B4"], ["B1", "B9", "B3"], ["numbers 5 to 8 are missing between B4 and B9"]),
    ],
)
def test_gaps_are_told(names: list[str], taken: list[str], notes: list[str]) -> None:
    """Between files that wait, and behind those taken earlier; old gaps are not told again."""
    assert _NUMBER.notes([waiting(name) for name in names], taken) == notes


def test_many_gaps_are_counted() -> None:
    """A report stays readable."""
    notes = _NUMBER.notes([waiting(f"B{n}") for n in range(0, 100, 2)], [])
    assert len(notes) == MOST_GAPS + 1
    assert notes[-1] == f"and {49 - MOST_GAPS} more gaps"


def test_the_time_of_a_file_is_compared_as_such() -> None:
    """The oldest first."""
    assert moment(0) == datetime(1970, 1, 1, tzinfo=UTC)
