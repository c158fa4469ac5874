"""Some records of a file as they lie in memory, and the place behind them from which reading goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol, Self

import numpy as np

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.fixed.kinds.cells import Bytes, Words


@dataclass(frozen=True, slots=True)
class Position:
    """A place between two records: its first byte in the file, how many records (or lines) are before it, and how many
    bytes of the physical block that it is in are left (0 where there are none)."""

    offset: int = 0
    before: int = 0
    left: int = 0

    def dump(self) -> str:
        """As text."""
        return f"{self.offset}:{self.before}:{self.left}"

    @classmethod
    def of(cls, text: str | None) -> Self | None:
        """From ``dump``; None for the beginning. Raises ``BadPart`` for a text of another kind."""
        if text is None:
            return None
        parts = text.split(":")
        if len(parts) != 3 or not all(part.isdecimal() for part in parts):
            raise BadPart(f"{text} is no position in a file of fixed records", hint="Run it anew with --full.")
        return cls(*map(int, parts))


@dataclass(frozen=True, slots=True)
class Block:
    """Records that lie in ``data``: where each begins and how many bytes it has, line ends and lengths in front not
    counted; ``numbers`` are those of the records or lines in the file, from 1.

    ``cut`` is True where the file ends within the last of them.
    """

    data: Bytes
    starts: Words
    sizes: Words
    numbers: Words
    after: Position
    cut: bool = False

    def record(self, row: int) -> bytes:
        """One record as it stands."""
        start = int(self.starts[row])
        return self.data[start : start + int(self.sizes[row])].tobytes()

    def cells(self, rows: Words, at: int, width: int, pad: int) -> Bytes:
        """The bytes of one field in some records, filled up with ``pad`` where a record ends before the field does."""
        starts = self.starts[rows] + at
        data = self.data
        if len(rows) and int(starts.max()) + width > len(data):
            data = np.concatenate([data, np.full(at + width, pad, np.uint8)])
        if width == 0 or len(rows) == 0:
            return np.zeros((len(rows), width), np.uint8)
        found: Bytes = np.lib.stride_tricks.sliding_window_view(data, width)[starts]
        sizes = self.sizes[rows]
        if int(sizes.min()) < at + width:
            beyond = np.arange(at, at + width) >= sizes[:, None]
            found = np.where(beyond, np.uint8(pad), found)
        return found


@dataclass(frozen=True, slots=True)
class Extent:
    """The part of a file that holds records, and how much of it is taken at a time."""

    begin: int
    end: int
    most_records: int
    most_bytes: int


class Framing(Protocol):
    """A way of telling records apart."""

    def blocks(self, file: BinaryIO, extent: Extent, after: Position | None) -> Iterator[Block]:
        """All records in their order, behind ``after``; never more than ``most_records`` at a time, and no more than
        ``most_bytes`` unless a single one is longer. Raises ``BadPart`` where nothing behind it can be told apart."""
        ...

    @property
    def numbers_are(self) -> str:
        """What a record's number counts: ``line`` or ``record``."""
        ...


def read_bytes(file: BinaryIO, offset: int, size: int) -> Bytes:
    """Some bytes of a file, fewer where it ends."""
    file.seek(offset)
    return np.frombuffer(file.read(size), np.uint8)


def words(values: list[int]) -> Words:
    """Numbers as an array."""
    return np.array(values, np.int64)
