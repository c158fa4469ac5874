"""Items of a copybook."""

from __future__ import annotations

from legacy_adapters.sources.files.fixed.copybook.item import Item, SignClause


def test_what_a_group_says_holds_below() -> None:
    """USAGE and SIGN of the group, unless the item has its own."""
    group = Item(5, "G", 1, usage="COMP-3", sign=SignClause(leading=True, separate=False))
    assert Item(10, "A", 2).inherits(group).usage == "COMP-3"
    assert Item(10, "A", 2, usage="DISPLAY").inherits(group).usage == "DISPLAY"
    assert Item(10, "A", 2).inherits(group).sign == group.sign


def test_walking() -> None:
    """An item and all below, in their order; what each is called in a message."""
    root = Item(1, "R", 1, children=(Item(5, None, 2), Item(5, "B", 3)))
    assert [item.shown for item in root.walk()] == ["01 R", "05 FILLER", "05 B"]
