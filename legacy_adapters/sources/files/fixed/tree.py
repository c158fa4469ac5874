"""Layouts with repetition, alternatives and counts, as COBOL has them: a tree, and a walk that places its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from legacy_adapters.sources.files.fixed.kinds.cells import Kind
from legacy_adapters.sources.files.fixed.layout import Column, Counts, OutOfRange, Placed, Wanting, When

Subscripts: TypeAlias = tuple[int, ...]
"""Which occurrence of each repetition around it a field is in, from 1."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field; without a ``kind`` it is a gap. ``align`` is the number of bytes whose multiple it begins at."""

    number: int
    width: int
    kind: Kind | None = None
    align: int = 1
    when: When = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Fields behind each other."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives for the same bytes (REDEFINES), which take as many as the longest of them."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A node ``most`` times, or as often as the field ``counter`` says, which lies within the first ``depth``
    repetitions around it. ``meanings`` are the counts that its values stand for where it holds no number.

    With ``keeps_place`` room is always kept for ``most``; otherwise what follows moves up.
    """

    child: Node
    most: int
    align: int = 1
    counter: int | None = None
    depth: int = 0
    meanings: Mapping[str, int] = field(default_factory=dict)
    keeps_place: bool = False


Node: TypeAlias = "Leaf | Group | Choice | Repeat"


class _CountWanted(Exception):
    """Ends a walk that cannot go on without a count."""

    def __init__(self, answer: Wanting | OutOfRange) -> None:
        super().__init__()
        self.answer = answer


@dataclass(frozen=True, slots=True)
class TreeLayout:
    """A layout that is a tree; ``numbers`` has the column of each field and occurrence that is one."""

    columns: tuple[Column, ...]
    root: Node
    size: int
    numbers: Mapping[tuple[int, Subscripts], int]

    def place(self, counts: Counts) -> Placed | Wanting | OutOfRange:
        """See ``Layout``."""
        walk = _Walk(self.numbers, counts)
        try:
            end = walk.go(self.root, 0, ())
        except _CountWanted as stopped:
            return stopped.answer
        return Placed(tuple(walk.spans), end, walk.ends)


@dataclass(slots=True)
class _Walk:
    numbers: Mapping[tuple[int, Subscripts], int]
    counts: Counts
    spans: list[tuple[int, int]] = field(default_factory=list)
    starts: dict[int, int] = field(default_factory=dict)
    ends: dict[When, int] = field(default_factory=dict)

    def go(self, node: Node, at: int, subscripts: Subscripts) -> int:
        """Places a node, and says where it ends."""
        match node:
            case Leaf():
                return self._leaf(node, at, subscripts)
            case Group():
                for child in node.children:
                    at = self.go(child, at, subscripts)
                return at
            case Choice():
                return max(self.go(child, at, subscripts) for child in node.children)
            case Repeat():
                return self._repeat(node, at, subscripts)

    def _leaf(self, leaf: Leaf, at: int, subscripts: Subscripts) -> int:
        at = rounded(at, leaf.align)
        end = at + leaf.width
        column = self.numbers.get((leaf.number, subscripts))
        if column is not None:
            self.spans.append((column, at))
            self.starts[column] = at
        self.ends[leaf.when] = max(end, self.ends.get(leaf.when, 0))
        return end

    def _repeat(self, repeat: Repeat, at: int, subscripts: Subscripts) -> int:
        start = at
        for occurrence in range(1, self._count(repeat, subscripts) + 1):
            at += rounded(self.go(repeat.child, at, (*subscripts, occurrence)) - at, repeat.align)
        return start + repeat.most * stride(repeat) if repeat.keeps_place else at

    def _count(self, repeat: Repeat, subscripts: Subscripts) -> int:
        if repeat.counter is None:
            return repeat.most
        column = self.numbers[repeat.counter, subscripts[: repeat.depth]]
        value = self.counts.get(column)
        if value is None:
            raise _CountWanted(Wanting(column, self.starts[column]))
        count = repeat.meanings.get(value, int(value) if value.isdecimal() and len(value) < 10 else -1)
        if not 0 <= count <= repeat.most:
            raise _CountWanted(OutOfRange(column, value))
        return count


def rounded(at: int, align: int) -> int:
    """The next multiple of ``align``."""
    return -(-at // align) * align


def stride(repeat: Repeat) -> int:
    """How many bytes one occurrence takes at most."""
    return rounded(extent(repeat.child, 0), repeat.align)


def extent(node: Node, at: int) -> int:
    """Where a node ends at most that begins at ``at``."""
    match node:
        case Leaf():
            return rounded(at, node.align) + node.width
        case Group():
            for child in node.children:
                at = extent(child, at)
            return at
        case Choice():
            return max(extent(child, at) for child in node.children)
        case Repeat():
            return at + node.most * stride(node)


def instances(node: Node) -> int:
    """How many fields and gaps there are at most, every occurrence counted."""
    match node:
        case Leaf():
            return 1
        case Repeat():
            return node.most * instances(node.child)
        case Group() | Choice():
            return sum(instances(child) for child in node.children)


def occurrences(node: Node, subscripts: Subscripts = ()) -> Sequence[tuple[Leaf, Subscripts]]:
    """Every field and gap with its subscripts, in the order of the record."""
    match node:
        case Leaf():
            return [(node, subscripts)]
        case Repeat():
            numbers = range(1, node.most + 1)
            return [one for number in numbers for one in occurrences(node.child, (*subscripts, number))]
        case Group() | Choice():
            return [one for child in node.children for one in occurrences(child, subscripts)]
