"""Trees of fields."""

from __future__ import annotations

from legacy_adapters.sources.files.fixed.kinds.packed import Packed
from legacy_adapters.sources.files.fixed.layout import Column, OutOfRange, Placed, Wanting
from legacy_adapters.sources.files.fixed.tree import (
    Choice,
    Group,
    Leaf,
    Repeat,
    TreeLayout,
    extent,
    instances,
    occurrences,
    rounded,
)

N = Leaf(0, 1, Packed(1))
X = Leaf(1, 2, Packed(2))
REPEAT = Repeat(X, 3, counter=0, meanings={"A": 2})
ROOT = Group((N, Choice((Leaf(9, 1), Leaf(8, 2))), REPEAT))
NUMBERS = {(0, ()): 0, (1, (1,)): 1, (1, (2,)): 2, (1, (3,)): 3}
LAYOUT = TreeLayout(tuple(Column(str(i), Packed(1)) for i in range(4)), ROOT, extent(ROOT, 0), numbers=NUMBERS)


def test_a_count_is_asked_for() -> None:
    """With its place; then all has one."""
    assert LAYOUT.place({}) == Wanting(0, 0)
    assert LAYOUT.place({0: "1"}) == Placed(((0, 0), (1, 3)), 5, {(): 5})
    assert LAYOUT.place({0: "A"}) == Placed(((0, 0), (1, 3), (2, 5)), 7, {(): 7})


def test_counts_out_of_range() -> None:
    """Too many, or no number."""
    assert LAYOUT.place({0: "4"}) == OutOfRange(0, "4")
    assert LAYOUT.place({0: "-1"}) == OutOfRange(0, "-1")
    assert LAYOUT.place({0: ""}) == OutOfRange(0, "")


def test_sizes() -> None:
    """At most, and every occurrence counted."""
    assert (extent(ROOT, 0), instances(ROOT), len(occurrences(ROOT))) == (9, 6, 6)
    assert (rounded(5, 4), rounded(8, 4)) == (8, 8)
