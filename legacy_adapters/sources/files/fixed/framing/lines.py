"""Records that are lines, which end in LF, CR LF, CR or, in EBCDIC, NEL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.fixed.framing.block import Block, Extent, Position
from legacy_adapters.sources.files.fixed.kinds.cells import Bytes, Mask, Words
from legacy_adapters.sources.files.format import FIELD_BYTES, HEAD_BYTES

_CHUNK = 1 << 20
_CR = 0x0D
_END_OF_FILE = b"\x1a"
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that end in one of the bytes ``ends``, with a CR in front of it or without.

    A CR alone ends a line only in a file whose first line ends so. Lines without a single character are no records;
    a byte order mark in front of the first line and a Ctrl-Z behind the last one belong to none.
    """

    ends: tuple[int, ...] = (0x0A,)
    mark: bool = True

    @property
    def numbers_are(self) -> str:
        """See ``Framing``."""
        return "line"

    def blocks(self, file: BinaryIO, extent: Extent, after: Position | None) -> Iterator[Block]:
        """See ``Framing``."""
        position = after or Position(self._begin(file, extent))
        ends = self._line_ends(file, extent)
        held = b""
        while True:
            file.seek(position.offset + len(held))
            held, found = self._filled(file, held, extent, position, ends)
            if not held:
                return
            block, used = _cut(held, found, extent, position, ends)
            position = block.after
            held = held[used:]
            if len(block.starts):
                yield block

    def _begin(self, file: BinaryIO, extent: Extent) -> int:
        file.seek(extent.begin)
        marked = self.mark and extent.begin == 0 and file.read(len(_MARK)) == _MARK
        return extent.begin + len(_MARK) * marked

    def _line_ends(self, file: BinaryIO, extent: Extent) -> tuple[int, ...]:
        file.seek(extent.begin)
        head = file.read(min(HEAD_BYTES, extent.end - extent.begin))
        firsts = [at for end in self.ends if (at := head.find(end)) >= 0]
        carriage = head.find(_CR)
        alone = 0 <= carriage < len(head) - 1 and head[carriage + 1] not in self.ends
        return (_CR,) if alone and all(carriage < first for first in firsts) else self.ends

    def _filled(
        self, file: BinaryIO, held: bytes, extent: Extent, position: Position, ends: tuple[int, ...]
    ) -> tuple[bytes, Words]:
        """``held`` with as much more as a block may have, or all that there is; and where lines end in it."""
        chunks, found = [held], [_where(held, ends, 0)]
        size, count = len(held), len(found[0])
        while count < extent.most_records and (size < extent.most_bytes or count == 0):
            if count == 0 and size > FIELD_BYTES:
                raise BadPart(
                    f"a line is longer than {FIELD_BYTES:,} bytes",
                    where=f"line {position.before + 1}",
                    hint="The file has no lines: state `record_length`.",
                )
            more = file.read(min(_CHUNK, extent.end - position.offset - size))
            if not more:
                break
            found.append(_where(more, ends, size))
            chunks.append(more)
            size += len(more)
            count += len(found[-1])
        return b"".join(chunks), np.concatenate(found)


def _where(data: bytes, ends: tuple[int, ...], offset: int) -> Words:
    array = np.frombuffer(data, np.uint8)
    found: Mask = array == ends[0]
    for end in ends[1:]:
        found |= array == end
    return np.flatnonzero(found).astype(np.int64) + offset


def _cut(held: bytes, found: Words, extent: Extent, position: Position, ends: tuple[int, ...]) -> tuple[Block, int]:
    """The first lines of ``held``, and how many bytes they take with their ends."""
    fits = int(np.searchsorted(found, extent.most_bytes, side="right"))
    stops = found[: min(extent.most_records, max(fits, 1))]
    at_end = position.offset + len(held) >= extent.end and len(stops) == len(found)
    used = int(stops[-1]) + 1 if len(stops) else 0
    open_end = (at_end and used < len(held) and len(stops) < extent.most_records) or len(stops) == 0
    if open_end:
        stops = np.append(stops, len(held))
        used = len(held)
    data = np.frombuffer(held, np.uint8)[:used]
    starts = np.concatenate([np.zeros(1, np.int64), stops[:-1] + 1])
    sizes = _sizes(data, starts, stops, ends)
    if open_end:
        tail = held[int(starts[-1]) : used].rstrip(_END_OF_FILE)
        sizes[-1] = len(tail)
    filled = sizes > 0
    numbers = position.before + 1 + np.arange(len(stops), dtype=np.int64)
    after = Position(position.offset + used, position.before + len(stops))
    return Block(data, starts[filled], sizes[filled], numbers[filled], after), used


def _sizes(data: Bytes, starts: Words, stops: Words, ends: tuple[int, ...]) -> Words:
    sizes: Words = stops - starts
    if ends == (_CR,):
        return sizes
    # Where a line is empty the byte before its end is another line's.
    before = data[np.maximum(stops - 1, 0)] == _CR
    sizes[before & (sizes > 0)] -= 1
    return sizes
