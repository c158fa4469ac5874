"""Keeps the tree small while it grows: what is complete and not needed any more goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.xml.layout import Layout
from legacy_adapters.sources.files.xml.paths import FieldPath, Step

MOST_KEPT = 1_000
"""Elements kept of one parent, for values that records need from around them."""


@dataclass(slots=True)
class Kept:
    """What stays below an element; ``whole``: all of it."""

    whole: bool = False
    below: list[tuple[Step, Kept]] = field(default_factory=list)

    def find(self, tag: str) -> Kept | None:
        """What stays of a child of that name."""
        return next((kept for step, kept in self.below if step.matches(tag)), None)

    def put(self, steps: Sequence[Step]) -> None:
        """Keeps what is at a path from here."""
        node = self
        for step in steps:
            found = next((kept for known, kept in node.below if known == step), None)
            if found is None:
                found = Kept()
                node.below.append((step, found))
            node = found
        node.whole = True


def kept_of(layout: Layout, stated: Iterable[FieldPath]) -> Kept:
    """What stays of the root (the first name of each path): what records need from around them, and what is stated."""
    kept = Kept()
    for path in layout.beyond:
        if path.steps:
            kept.put((*layout.record.steps[: -(path.up or 0)], *path.steps))
    for path in stated:
        kept.put(path.steps)
    return kept


def prune(root: Any, kept: Kept, open_record: Any, levels: int = 1_000_000) -> Any:
    """Removes what is complete from a tree whose last elements are still open; returns the innermost of those.

    Nothing in ``open_record``, and nothing deeper than ``levels``, is touched. Raises ``BadPart`` where too much would
    have to be kept.
    """
    element, below = root, kept.find(root.tag) or Kept()
    last = _last(element)
    while last is not None and element is not open_record and levels > 0:
        levels -= 1
        if last.getprevious() is not None:
            _thin(element, below, len(element) - 1)
        element, below = last, below.find(last.tag) or Kept()
        last = _last(element)
    while last is not None:
        element, last = last, _last(last)
    return element


def _last(element: Any) -> Any:
    """The last child, found without counting the others."""
    return next(element.iterchildren(reversed=True), None)


def _thin(element: Any, kept: Kept, number: int) -> None:
    """Removes the first ``number`` children, but for what stays."""
    if not kept.below:
        del element[:number]
        return
    staying = 0
    for child in list(element[:number]):
        found = kept.find(child.tag)
        if found is None:
            element.remove(child)
            continue
        staying += 1
        if not found.whole:
            _thin(child, found, len(child))
    if staying > MOST_KEPT:
        raise BadPart(
            f"<{element.tag.rpartition('}')[2]}> has more than {MOST_KEPT} elements that are read as one value",
            hint="A path of `fields` or `stated` means elements that repeat.",
        )
