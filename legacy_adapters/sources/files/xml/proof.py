"""The count that shows that the values taken from a piece are all that stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.xml.counting import (
    AMPERSAND,
    Bytes,
    Positions,
    black,
    entity_bytes,
    is_plain,
    places_of,
)
from legacy_adapters.sources.files.xml.paths import FieldPath
from legacy_adapters.sources.files.xml.signs import Mask, Signs, signs_of

_CARRIAGE_RETURN = 13


@dataclass(frozen=True, slots=True)
class Leaf:
    """Something in a record that holds a value: an element without others in it, or an attribute.

    ``below`` is its path behind the record's, ``parents`` the elements between.
    """

    path: FieldPath
    below: str
    parents: tuple[str, ...]

    @classmethod
    def of(cls, path: FieldPath) -> Leaf:
        """The leaf at a path."""
        names = [step.local for step in path.steps]
        attribute = f"/@{path.attribute.local}" if path.attribute else ""
        parents = tuple("/".join(names[:end]) for end in range(1, len(names)))
        return cls(path, "".join(f"/{name}" for name in names) + attribute, parents)

    @property
    def is_attribute(self) -> bool:
        """Whether it is an attribute."""
        return self.path.attribute is not None

    @property
    def is_element(self) -> bool:
        """Whether it has tags of its own: it is neither an attribute nor the record."""
        return bool(self.path.steps) and not self.is_attribute


@dataclass(frozen=True, slots=True)
class Account:
    """What the values of a piece stand for: ``present`` says for each element and each record whether it is there
    (one number for all where it always is), ``filled`` the same of any text in a record, ``attributes`` how many there
    are, ``black`` the characters of all texts that are no blanks."""

    tag: str
    rows: int
    present: Mapping[str, Mask | int]
    filled: Mask | int
    attributes: int
    black: int

    @classmethod
    def of(cls, tag: str, leaves: Sequence[Leaf], columns: Sequence[Array]) -> Account:
        """Of the columns that were read, one for each leaf."""
        rows = len(columns[0]) if columns else 0
        present: dict[str, Mask | int] = {}
        filled: Mask | int = 0
        attributes = characters = 0
        for leaf, column in zip(leaves, columns, strict=True):
            if leaf.is_attribute:
                attributes += rows - column.null_count
                continue
            characters += black(_characters(column))
            there = _valid(column)
            filled = _either(filled, there)
            if leaf.is_element:
                for name in (leaf.below[1:], *leaf.parents):
                    present[name] = _either(present.get(name, 0), there)
        return cls(tag, rows, present, filled, attributes, characters)

    def elements(self) -> int:
        """How many elements hold a value, without the records themselves."""
        return sum(self._times(there) for there in self.present.values())

    def tag_bytes(self) -> int:
        """The length of the tags of all elements, if they have no attributes."""
        fields = sum(self._times(there) * _tag_bytes(name.rpartition("/")[2]) for name, there in self.present.items())
        return fields + self.rows * _tag_bytes(self.tag)

    def names(self) -> set[bytes]:
        """The names of all elements."""
        return {self.tag.encode(), *(name.rpartition("/")[2].encode() for name in self.present)}

    @property
    def has_tags_only(self) -> bool:
        """Whether every record is known to have two tags, and none of them an attribute that is known."""
        every = self.filled if isinstance(self.filled, int) else self.filled.all()
        return self.rows > 0 and self.attributes == 0 and bool(every)

    def _times(self, there: Mask | int) -> int:
        return there * self.rows if isinstance(there, int) else int(np.count_nonzero(there))


def first_tags(text: bytes, account: Account) -> Positions | None:
    """Where the first tag of each record ends, if their values account for everything in the piece; else None."""
    data = np.frombuffer(text, np.uint8)
    entities = entity_bytes(data)
    if not account.rows or entities is None:
        return None
    found = _counted(text, data, account, entities) if account.has_tags_only else None
    return _looked_at(text, account, entities) if found is None else found


def _counted(text: bytes, data: Bytes, account: Account, entities: int) -> Positions | None:
    """No attributes, no elements but those that the values stand for: then nothing but the characters is counted.

    Each value is the text between two tags, and none of those can be shorter than its name with its brackets. So if
    all of that together is as long as all there is but blanks, there is nothing else. A blank in a tag is before its
    closing bracket: anything else is not parsed.
    """
    if black(data) != account.tag_bytes() + account.black + entities or not is_plain(text, data):
        return None
    tag = f"<{account.tag}>".encode()
    found = places_of(data, tag)
    return found + len(tag) - 1 if len(found) == account.rows else None


def _looked_at(text: bytes, account: Account, entities: int) -> Positions | None:
    """Attributes, or elements without text, which a value does not show: those are found by their tags."""
    signs = signs_of(text)
    if signs is None:
        return None
    starts = _with_empty(signs, account, account.black + entities)
    return None if starts is None else signs.closes[starts]


def _with_empty(signs: Signs, account: Account, text: int) -> Positions | None:
    """Which tags the records begin with."""
    equals = signs.equals()
    if len(equals) != account.attributes or signs.has_prefixes(equals) or len(signs.within_tags(AMPERSAND)):
        return None
    ending, closed = signs.ending(), signs.closed()
    if (ending & closed).any():
        return None
    beginning = ~ending & ~closed
    pair = np.zeros(signs.tags, np.bool_)
    pair[:-1] = beginning[:-1] & ending[1:] & (signs.opens[1:] == signs.closes[:-1] + 1)
    depth = np.cumsum(1 - 2 * ending.astype(np.int64) - closed)
    alone, outer = closed & (depth == 0), beginning & (depth == 1)
    starts = np.flatnonzero(alone | outer)
    with_tags = account.rows - int(np.count_nonzero(alone)) - int(np.count_nonzero(outer & pair))
    tags = 2 * (with_tags + account.elements()) + int(np.count_nonzero(closed)) + 2 * int(np.count_nonzero(pair))
    if len(starts) != account.rows or tags != signs.tags:
        return None
    if black(signs.data) - signs.black_in_tags() != text or not signs.names(closed | pair) <= account.names():
        return None
    return starts


def has_carriage_return(columns: Sequence[Array]) -> bool:
    """Whether a value has one: XML turns line ends into newlines, which the fast lane does not."""
    return any(bool((_characters(column) == _CARRIAGE_RETURN).any()) for column in columns)


def _either(first: Mask | int, second: Mask | int) -> Mask | int:
    """Where one of the two is there; a number stands for all."""
    if isinstance(first, int):
        return first or second
    if isinstance(second, int):
        return second or first
    return first | second


def _characters(column: Array) -> Any:
    """The bytes of all values of a column of text, one after the other; an array that begins at its buffers' start."""
    data: Any = column.buffers()[2]
    return np.frombuffer(data if data is not None else b"", np.uint8)[: _length(column)]


def _length(column: Array) -> int:
    offsets: Any = column.buffers()[1]
    return int(np.frombuffer(offsets, np.int32)[len(column)]) if offsets is not None and len(column) else 0


def _valid(column: Array) -> Mask | int:
    if column.null_count == 0:
        return 1
    found: Mask = column.is_valid().to_numpy(zero_copy_only=False)
    return found


def _tag_bytes(name: str) -> int:
    """The length of ``<name>`` and ``</name>``."""
    return 2 * len(name.encode()) + 5
