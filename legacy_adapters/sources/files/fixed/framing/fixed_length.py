"""Records of one length, one directly behind the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from legacy_adapters.sources.files.fixed.framing.block import Block, Extent, Position, read_bytes


@dataclass(frozen=True, slots=True)
class FixedLength:
    """Every record has ``length`` bytes; what is left at the end is a record that was cut."""

    length: int

    @property
    def numbers_are(self) -> str:
        """See ``Framing``."""
        return "record"

    def blocks(self, file: BinaryIO, extent: Extent, after: Position | None) -> Iterator[Block]:
        """See ``Framing``."""
        position = after or Position(extent.begin)
        many = max(1, min(extent.most_records, extent.most_bytes // self.length))
        while position.offset < extent.end:
            data = read_bytes(file, position.offset, min(many * self.length, extent.end - position.offset))
            if len(data) == 0:
                return
            starts = np.arange(0, len(data), self.length, dtype=np.int64)
            sizes = np.full(len(starts), self.length, np.int64)
            sizes[-1] = len(data) - starts[-1]
            numbers = position.before + 1 + np.arange(len(starts), dtype=np.int64)
            position = Position(position.offset + len(data), position.before + len(starts))
            yield Block(data, starts, sizes, numbers, position, cut=bool(sizes[-1] < self.length))
