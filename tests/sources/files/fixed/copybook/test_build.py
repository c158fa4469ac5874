"""From items to a layout."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.copybook.build import Choices, build_layout
from legacy_adapters.sources.files.fixed.copybook.parse import parse_copybook
from legacy_adapters.sources.files.fixed.dialect import Dialect
from legacy_adapters.sources.files.fixed.layout import Placed, Wanting
from legacy_adapters.sources.files.fixed.tree import TreeLayout

PAGE = Dialect(charset("cp037"))


def layout(text: str, choices: Choices | None = None) -> TreeLayout:
    return build_layout(parse_copybook(text), PAGE, choices or Choices())


def places(found: TreeLayout, counts: dict[int, str] | None = None) -> dict[str, int]:
    placed = found.place(counts or {})
    assert isinstance(placed, Placed)
    return {found.columns[column].name: at for column, at in placed.spans}


def test_fillers_redefinitions_and_occurrences() -> None:
    """Every alternative is a column; what follows begins behind the longest."""
    found = layout(
        "01 R. 05 A PIC X(4). 05 FILLER PIC X. 05 B PIC X(2). 05 C REDEFINES B PIC X(3). 05 D OCCURS 2. 10 E PIC XX."
        " 05 F PIC X."
    )
    assert places(found) == {"A": 0, "B": 5, "C": 5, "E_1": 8, "E_2": 10, "F": 12}
    assert found.size == 13


def test_counts_move_what_follows() -> None:
    """The nearest field of that name in front is the counter, also within each occurrence."""
    found = layout(
        "01 R. 05 N PIC 9. 05 G OCCURS 0 TO 3 DEPENDING ON N. 10 M PIC 9."
        " 10 X OCCURS 2 DEPENDING ON M PIC X. 05 Z PIC X."
    )
    assert found.place({}) == Wanting(0, 0)
    assert found.place({0: "2"}) == Wanting(1, 1)
    assert places(found, {0: "2", 1: "0", 4: "1"}) == {"N": 0, "M_1": 1, "M_2": 2, "X_2_1": 3, "Z": 4}
    kept = layout("01 R. 05 N PIC 9. 05 G OCCURS 3 DEPENDING ON N PIC X. 05 Z PIC X.", Choices(keeps_place=True))
    assert places(kept, {0: "1"}) == {"N": 0, "G_1": 1, "Z": 4}


def test_synchronized_items_leave_gaps() -> None:
    """Inside a record and at the end of each occurrence."""
    found = layout("01 R. 05 A PIC X. 05 G OCCURS 2. 10 B PIC 9(9) COMP SYNC. 10 C PIC X.")
    assert places(found) == {"A": 0, "B_1": 4, "C_1": 8, "B_2": 12, "C_2": 16}


def test_conditions_are_those_of_the_groups() -> None:
    """A group's fields have its condition, and the record is as long as what is there."""
    choices = Choices(when={"b": {"t": ("1",)}})
    found = layout("01 R. 05 T PIC X. 05 A PIC X(9). 05 B REDEFINES A. 10 C PIC X(4).", choices)
    (condition,) = found.columns[2].when
    assert (condition.column, sorted(condition.values)) == (0, ["1"])
    placed = found.place({})
    assert isinstance(placed, Placed)
    assert sorted(placed.ends.values()) == [5, 10]


@pytest.mark.parametrize(
    ("text", "choices", "message"),
    [
        ("01 R. 05 A PIC X. 05 B PIC X. 05 C REDEFINES A PIC X.", Choices(), "05 C redefines A, which is not right"),
        ("01 R. 05 A OCCURS 2 DEPENDING ON N PIC X.", Choices(), "depends on N, which is no field before it"),
        ("01 R. 05 A PIC X.", Choices(when={"B": {"A": ("1",)}}), "no item of the copybook is called B"),
        ("01 R. 05 A PIC X. 05 B PIC X.", Choices(when={"A": {"B": ("1",)}}), "which is no field before it"),
        ("01 R. 05 A OCCURS 99999 PIC X.", Choices(), "at most 10,000"),
        ("01 R. 05 A OCCURS 9 PIC X(9999999).", Choices(), "bytes; at most"),
    ],
)  # fmt: skip
def test_what_does_not_fit(text: str, choices: Choices, message: str) -> None:
    """The error says where and what."""
    with pytest.raises(ValueError, match=message):
        layout(text, choices)
