"""Records that end where the counts inside of them say, with nothing in front of them and nothing between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.fixed.framing.block import Block, Extent, Position, read_bytes, words

Measure = Callable[[bytes], int | None]
"""How long the record is that begins with these bytes (at most the longest there can be); None where it cannot be
told, as its kind or its counts are none that a layout has."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Each record is measured by what it holds; ``longest`` is the most bytes that one can have."""

    measure: Measure
    longest: int

    @property
    def numbers_are(self) -> str:
        """See ``Framing``."""
        return "record"

    def blocks(self, file: BinaryIO, extent: Extent, after: Position | None) -> Iterator[Block]:
        """See ``Framing``."""
        position = after or Position(extent.begin)
        room = max(min(extent.most_bytes, extent.most_records * self.longest), self.longest)
        while position.offset < extent.end:
            data = read_bytes(file, position.offset, min(room, extent.end - position.offset))
            last = position.offset + len(data) >= extent.end
            block = self._block(data, position, extent.most_records, last=last)
            position = block.after
            yield block

    def _block(
        self, data: np.ndarray[tuple[int], np.dtype[np.uint8]], position: Position, most: int, *, last: bool
    ) -> Block:
        held = data.tobytes()
        starts: list[int] = []
        sizes: list[int] = []
        at, cut = 0, False
        while at < len(held) and len(starts) < most and (last or not starts or at + self.longest <= len(held)):
            size = self._size(held[at : at + self.longest], position, at, len(starts))
            cut = at + size > len(held)
            starts.append(at)
            sizes.append(min(size, len(held) - at))
            at += sizes[-1]
        numbers = position.before + 1 + np.arange(len(starts), dtype=np.int64)
        after = Position(position.offset + at, position.before + len(starts))
        return Block(data, words(starts), words(sizes), numbers, after, cut)

    def _size(self, held: bytes, position: Position, at: int, records: int) -> int:
        size = self.measure(held)
        if size is None or size < 1:
            raise BadPart(
                "the record's kind or its counts are none that the layout has",
                where=f"record {position.before + records + 1}, byte {position.offset + at + 1}",
                hint="Nothing behind it can be told apart, as nothing says where a record ends.",
            )
        return size
