"""The blocks of a Paradox table: a chain, each with some records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import numpy as np

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.desktop.code_page import Matrix
from legacy_adapters.sources.files.paradox.header import Header

_HEADER: Final = 6


@dataclass(frozen=True, slots=True)
class Block:
    """The records of one block, the block's number, and that of the next one (0: it was the last)."""

    number: int
    next: int
    records: Matrix


@dataclass(frozen=True, slots=True)
class Chain:
    """The blocks of an open table, in their order."""

    file: BinaryIO
    header: Header
    where: str

    def blocks(self, first: int, before: int = 0) -> Iterator[Block]:
        """From a block on, with so many ``before`` it, to the last. Raises ``BadPart`` for a chain that leads out of
        the file, or in a circle."""
        number, seen = first, before
        while number:
            if seen >= self._room():
                raise self._bad("its blocks lead in a circle", number)
            block = self._block(number)
            yield block
            number, seen = block.next, seen + 1

    def _room(self) -> int:
        """How many blocks the file has room for; a chain of more comes back to one."""
        return -(-(self.header.size - self.header.start) // self.header.block_size) + 1

    def _block(self, number: int) -> Block:
        header = self.header
        self.file.seek(header.start + (number - 1) * header.block_size)
        data = self.file.read(header.block_size)
        if len(data) < _HEADER:
            raise self._bad("ends before one of its blocks", number)
        following, _, last = np.frombuffer(data, "<i2", 3).tolist()
        count = 0 if last < 0 else last // header.record_size + 1
        if _HEADER + count * header.record_size > header.block_size:
            raise self._bad("states more records than there is room for", number)
        if _HEADER + count * header.record_size > len(data):
            raise self._bad("ends within one of its blocks", number)
        records = np.frombuffer(data, np.uint8, count * header.record_size, _HEADER)
        return Block(number, following & 0xFFFF, records.reshape(count, header.record_size))

    def _bad(self, message: str, number: int) -> BadPart:
        return BadPart(message, where=f"{self.where}, block {number}", hint="The file is incomplete or damaged.")
