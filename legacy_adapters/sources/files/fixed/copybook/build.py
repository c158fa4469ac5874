"""From the items of a copybook to a layout: places, alternatives, repetition, and names of columns."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from legacy_adapters.sources.files.fixed.copybook.item import Item, Occurs
from legacy_adapters.sources.files.fixed.copybook.naming import Named, column_names
from legacy_adapters.sources.files.fixed.copybook.source import CopybookFault
from legacy_adapters.sources.files.fixed.copybook.storage import alignment, kind_of
from legacy_adapters.sources.files.fixed.dialect import Dialect
from legacy_adapters.sources.files.fixed.layout import Column, Condition, When
from legacy_adapters.sources.files.fixed.tree import (
    Choice,
    Group,
    Leaf,
    Node,
    Repeat,
    TreeLayout,
    extent,
    instances,
    occurrences,
)
from legacy_adapters.sources.files.format import FIELD_BYTES, MOST_COLUMNS

Value = TypeVar("Value")

Conditions = Mapping[str, Mapping[str, Sequence[str]]]
"""Item → field → values: the item is only there in records whose field has one of the values."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a pipeline file says about a copybook: ``when`` alternatives apply, what counts that are no numbers mean
    (item → value → count), and whether repeated items keep their room when there are fewer."""

    when: Conditions = field(default_factory=dict)
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    keeps_place: bool = False


@dataclass(frozen=True, slots=True)
class _Field:
    """A named field as it was met: the groups and the repetitions around it."""

    number: int
    item: Item
    groups: tuple[str, ...]
    repeats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Around:
    """What is around an item on the way down."""

    groups: tuple[str, ...] = ()
    repeats: tuple[int, ...] = ()
    when: When = ()


def build_layout(records: Sequence[Item], dialect: Dialect, choices: Choices) -> TreeLayout:
    """The layout of a record; several items are alternatives for it. Raises ``CopybookFault`` and ``ValueError``."""
    plain = _Builder(dialect, choices, lambda _: 0)
    root = plain.alternatives(records, _Around())
    _limited(records[0], root)
    plain.check_names()
    numbers = _numbers(root, plain.fields)
    # The second time round the columns that conditions look at are known.
    final = _Builder(dialect, choices, lambda found: numbers[found.number, ()])
    root = final.alternatives(records, _Around())
    places = [(leaf, subscripts) for leaf, subscripts in occurrences(root) if (leaf.number, subscripts) in numbers]
    met = {found.number: found for found in final.fields}
    names = column_names(
        [Named(met[leaf.number].item.name or "", met[leaf.number].groups, subs) for leaf, subs in places]
    )
    columns = tuple(
        Column(name, leaf.kind, leaf.when)
        for name, (leaf, _) in zip(names, places, strict=True)
        if leaf.kind is not None
    )
    return TreeLayout(columns, root, extent(root, 0), numbers)


def _numbers(root: Node, fields: Sequence[_Field]) -> dict[tuple[int, tuple[int, ...]], int]:
    named = {found.number for found in fields}
    places = [(leaf.number, subscripts) for leaf, subscripts in occurrences(root) if leaf.number in named]
    return {place: number for number, place in enumerate(places)}


def _limited(record: Item, root: Node) -> None:
    if instances(root) > MOST_COLUMNS:
        raise CopybookFault(
            record.line, f"{record.shown} has {instances(root):,} fields; at most {MOST_COLUMNS:,} are read"
        )
    if extent(root, 0) > FIELD_BYTES:
        raise CopybookFault(
            record.line, f"{record.shown} has {extent(root, 0):,} bytes; at most {FIELD_BYTES:,} are read"
        )


@dataclass(slots=True)
class _Builder:
    dialect: Dialect
    choices: Choices
    column_of: Callable[[_Field], int]
    fields: list[_Field] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    number: int = 0

    def alternatives(self, items: Sequence[Item], around: _Around) -> Node:
        """Items for the same bytes."""
        nodes = tuple(self._node(item, around) for item in items)
        return nodes[0] if len(nodes) == 1 else Choice(nodes)

    def check_names(self) -> None:
        """Raises ``ValueError`` for a name in the settings that no item has."""
        for name in [*self.choices.when, *self.choices.counts]:
            if name.upper() not in self.used:
                near = difflib.get_close_matches(name.upper(), self.used, 3, 0.4)
                raise ValueError(
                    f"no item of the copybook is called {name}; near it: {', '.join(sorted(near)) or 'none'}"
                )

    def _node(self, item: Item, around: _Around) -> Node:
        around = _Around(around.groups, around.repeats, (*around.when, *self._conditions(item)))
        self.used.add((item.name or "FILLER").upper())
        if item.occurs is None:
            return self._single(item, around)
        counter, depth = self._counter(item, item.occurs, around)
        repeated = _Around(around.groups, (*around.repeats, self.number), around.when)
        # A number of its own tells this repetition from others.
        self.number += 1
        child = self._single(item, repeated)
        meanings = _by_name(self.choices.counts, item.name) or {}
        return Repeat(child, item.occurs.most, _widest(item), counter, depth, dict(meanings), self.choices.keeps_place)

    def _single(self, item: Item, around: _Around) -> Node:
        if item.children:
            inside = _Around((*around.groups, *([item.name] if item.name else [])), around.repeats, around.when)
            return Group(tuple(self._members([child.inherits(item) for child in item.children], inside)))
        kind = kind_of(item, self.dialect)
        number = self.number
        self.number += 1
        if item.name is not None:
            self.fields.append(_Field(number, item, around.groups, around.repeats))
        return Leaf(number, kind.width, kind, alignment(item), around.when)

    def _members(self, items: Sequence[Item], around: _Around) -> list[Node]:
        """The children of a group, those that redefine each other together."""
        together: list[list[Item]] = []
        for item in items:
            if item.redefines is None:
                together.append([item])
                continue
            names = {(one.name or "").upper() for one in together[-1]} if together else set()
            if item.redefines.upper() not in names:
                raise CopybookFault(item.line, f"{item.shown} redefines {item.redefines}, which is not right before it")
            together[-1].append(item)
        return [self.alternatives(one, around) for one in together]

    def _counter(self, item: Item, occurs: Occurs, around: _Around) -> tuple[int | None, int]:
        if occurs.depending is None:
            return None, 0
        found = self._field(occurs.depending, around)
        if found is None:
            raise CopybookFault(item.line, f"{item.shown} depends on {occurs.depending}, which is no field before it")
        return found.number, len(found.repeats)

    def _field(self, name: str, around: _Around) -> _Field | None:
        """The nearest field of that name before this place that is in no repetition of its own."""
        for found in reversed(self.fields):
            same = (found.item.name or "").upper() == name.upper()
            if same and around.repeats[: len(found.repeats)] == found.repeats:
                return found
        return None

    def _conditions(self, item: Item) -> When:
        stated = _by_name(self.choices.when, item.name) or {}
        return tuple(self._condition(item, name, values) for name, values in stated.items())

    def _condition(self, item: Item, name: str, values: Sequence[str]) -> Condition:
        found = self._field(name, _Around())
        if found is None:
            raise CopybookFault(
                item.line, f"{item.shown} is there when {name} has a value, which is no field before it"
            )
        return Condition(self.column_of(found), frozenset(value.strip() for value in values))


def _by_name(stated: Mapping[str, Value], name: str | None) -> Value | None:
    return next((value for key, value in stated.items() if name and key.upper() == name.upper()), None)


def _widest(item: Item) -> int:
    return max(alignment(one) for one in _stored(item))


def _stored(item: Item) -> Sequence[Item]:
    """An item and all below it, with what they inherit."""
    return [item, *(one for child in item.children for one in _stored(child.inherits(item)))]
