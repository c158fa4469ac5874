"""Where the fields of a record are: columns, and their places once the counts in it are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import pyarrow as pa

from legacy_adapters.sources.files.fixed.kinds.cells import Kind

Counts: TypeAlias = Mapping[int, str]
"""What the fields hold that others depend on, by column, as text without blanks around it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A field holds one of some values, blanks around them aside."""

    column: int
    values: frozenset[str]


When: TypeAlias = tuple[Condition, ...]
"""All of these must hold for a field to be there; empty: it always is."""


@dataclass(frozen=True, slots=True)
class Column:
    """A field that is handed over: its name, what its bytes mean, and in which records it is there.

    ``rest`` is a text field that goes on to the end of its record, however long that is.
    """

    name: str
    kind: Kind
    when: When = ()
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """The places of a record's fields: ``spans`` has column and first byte (from 0), ``size`` is the length of the
    whole record, and ``ends`` how long it must be at least for what is there under each condition."""

    spans: tuple[tuple[int, int], ...]
    size: int
    ends: Mapping[When, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanting:
    """A count that must be known before anything behind it has a place: its column, and where it is."""

    column: int
    at: int


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """A count that no record of this layout can have."""

    column: int
    value: str


class Layout(Protocol):
    """How records of one kind are laid out."""

    @property
    def columns(self) -> Sequence[Column]:
        """All fields, in the order of the record; their names are unique."""
        ...

    @property
    def size(self) -> int:
        """The length of the longest record, in bytes."""
        ...

    def place(self, counts: Counts) -> Placed | Wanting | OutOfRange:
        """The places for these counts, or the first count that is missing, or is none."""
        ...


@dataclass(frozen=True, slots=True)
class FlatLayout:
    """Fields at places that are always the same."""

    columns: tuple[Column, ...]
    placed: Placed

    @property
    def size(self) -> int:
        """See ``Layout``."""
        return self.placed.size

    def place(self, counts: Counts) -> Placed | Wanting | OutOfRange:
        """See ``Layout``."""
        return self.placed


def schema_of(columns: Sequence[Column]) -> pa.Schema:
    """The columns as Arrow knows them."""
    return pa.schema([pa.field(column.name, column.kind.type) for column in columns])


def cell_bytes(columns: Sequence[Column]) -> int:
    """Roughly how much memory a row of these columns takes."""
    return sum(8 + max(column.kind.width, 8) for column in columns)
