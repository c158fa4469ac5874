"""A copybook's text as a tree of items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from legacy_adapters.sources.files.fixed.copybook.entry import parse_entry
from legacy_adapters.sources.files.fixed.copybook.item import Item
from legacy_adapters.sources.files.fixed.copybook.source import CopybookFault, Form, sentences

ELEMENTARY_USAGES = frozenset({"COMP-1", "COMP-2", "INDEX", "POINTER"})
"""Usages that need no PICTURE."""


@lru_cache(maxsize=16)
def parse_copybook(text: str, form: Form = "auto") -> tuple[Item, ...]:
    """The records of a copybook in their order, each a tree; several for several 01 levels.

    Where it begins at a lower level (``03``), its items are one record without a name. Raises ``CopybookFault``.
    """
    found = [item for sentence in sentences(text, form) if (item := parse_entry(sentence)) is not None]
    if not found:
        raise CopybookFault(1, "there is no data description in the copybook")
    if found[0].level not in {1, 77}:
        found = [Item(0, None, found[0].line), *found]
    top = 0 if found[0].level == 0 else 1
    items = [replace(item, level=1) if item.level == 77 else item for item in found]
    records = list(_nested(items, top))
    for record in records:
        _check(record)
    return tuple(records)


def _nested(items: Sequence[Item], level: int) -> Iterator[Item]:
    """Items of one level, each with the items of higher numbers that follow it as its children."""
    starts = [i for i, item in enumerate(items) if item.level <= level]
    for start, end in zip(starts, [*starts[1:], len(items)], strict=True):
        below = items[start + 1 : end]
        if not below:
            yield items[start]
            continue
        yield replace(items[start], children=tuple(_nested(below, below[0].level)))


def _check(item: Item) -> None:
    if item.children and item.picture is not None:
        raise CopybookFault(item.children[0].line, f"{item.shown} has a PICTURE, so nothing can be below it")
    if not item.children and item.picture is None and item.usage not in ELEMENTARY_USAGES:
        raise CopybookFault(item.line, f"{item.shown} has neither a PICTURE nor anything below it")
    for child in item.children:
        _check(child)
