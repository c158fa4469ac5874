"""Records with their length in front: RDW as mainframes have them, with BDW around them, and other descriptors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Literal

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.fixed.framing.block import Block, Extent, Position, read_bytes, words

_CHUNK = 1 << 20
_BLOCK_WORD = 4
_LARGEST = 1 << 24


@dataclass(frozen=True, slots=True)
class LengthField:
    """A descriptor of ``size`` bytes in front of each record, with the length in ``width`` bytes from ``at`` (from 0).

    IBM's RDW (z/OS DFSMS Using Data Sets, "Variable-length record formats") is 4 bytes, of which the first two are
    the length, most significant byte first, itself ``included``; with ``in_blocks`` a word of the same form is in
    front of each physical block.
    """

    size: int = 4
    at: int = 0
    width: int = 2
    order: Literal["big", "little"] = "big"
    included: bool = True
    in_blocks: bool = False

    @property
    def numbers_are(self) -> str:
        """See ``Framing``."""
        return "record"

    def blocks(self, file: BinaryIO, extent: Extent, after: Position | None) -> Iterator[Block]:
        """See ``Framing``."""
        position = after or Position(extent.begin)
        while position.offset < extent.end:
            cut = _Cut(self, file, extent, position)
            cut.fill()
            position = cut.position
            yield Block(
                read_bytes(file, cut.begin, position.offset - cut.begin),
                words(cut.starts),
                words(cut.sizes),
                cut.first + words(list(range(len(cut.starts)))),
                position,
                cut=cut.short,
            )

    @property
    def plain(self) -> bool:
        """Whether all bytes of the descriptor but the length must be zero: it is an RDW, in either byte order."""
        return self.size == 4 and self.width == 2


@dataclass(slots=True)
class _Cut:
    """The way through one block of records."""

    form: LengthField
    file: BinaryIO
    extent: Extent
    position: Position
    begin: int = 0
    first: int = 0
    starts: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    short: bool = False
    held: bytes = b""
    held_at: int = 0

    def fill(self) -> None:
        """Takes records until there are enough of them, or no more."""
        self.begin, self.first = self.position.offset, self.position.before + 1
        while len(self.starts) < self.extent.most_records and self.position.offset < self.extent.end:
            if self.form.in_blocks and self.position.left == 0 and not self._enter_block():
                continue
            if self.extent.end - self.position.offset < self.form.size:
                self._take_rest()
                continue
            size = self._length()
            end = self.position.offset + self.form.size + size
            if self.starts and end - self.begin > self.extent.most_bytes:
                return
            self._take(size, end)

    def _take(self, size: int, end: int) -> None:
        at = self.position.offset + self.form.size
        if end > self.extent.end:
            self.short = True
            size, end = self.extent.end - at, self.extent.end
        left = self.position.left - (end - self.position.offset) if self.form.in_blocks else 0
        if left < 0 and not self.short:
            raise self._bad("a record is longer than the block that it is in")
        self.starts.append(at - self.begin)
        self.sizes.append(size)
        self.position = Position(end, self.position.before + 1, 0 if self.short else left)

    def _enter_block(self) -> bool:
        """Reads the word in front of a block; False where no record can be read in it."""
        word = self._bytes(self.position.offset, _BLOCK_WORD)
        if len(word) < _BLOCK_WORD:
            self._take_rest()
            return False
        # A set first bit says that the length is 31 bits long.
        size = int.from_bytes(word) & 0x7FFFFFFF if word[0] & 0x80 else int.from_bytes(word[:2])
        if size < _BLOCK_WORD or (not word[0] & 0x80 and any(word[2:])):
            raise self._bad(f"{word.hex().upper()} is no length of a block")
        self.position = Position(self.position.offset + _BLOCK_WORD, self.position.before, size - _BLOCK_WORD)
        return self.position.left > 0

    def _length(self) -> int:
        word = self._bytes(self.position.offset, self.form.size)
        size = int.from_bytes(word[self.form.at : self.form.at + self.form.width], self.form.order)
        size -= self.form.size if self.form.included else 0
        others = word[: self.form.at] + word[self.form.at + self.form.width :]
        if size < 0 or size > _LARGEST or (self.form.plain and any(others)):
            raise self._bad(f"{word.hex().upper()} is no length of a record")
        return size

    def _take_rest(self) -> None:
        self.short = True
        self.starts.append(self.position.offset - self.begin)
        self.sizes.append(self.extent.end - self.position.offset)
        self.position = Position(self.extent.end, self.position.before + 1)

    def _bytes(self, offset: int, size: int) -> bytes:
        """Bytes of the file, read ahead in large pieces."""
        if offset < self.held_at or offset + size > self.held_at + len(self.held):
            self.file.seek(offset)
            self.held, self.held_at = self.file.read(min(_CHUNK, max(self.extent.end - offset, 0))), offset
        at = offset - self.held_at
        return self.held[at : at + size]

    def _bad(self, what: str) -> BadPart:
        return BadPart(
            what,
            where=f"record {self.position.before + 1}, byte {self.position.offset + 1}",
            hint="Nothing behind it can be told apart. See `rdw` in the format's settings for other forms of lengths.",
        )
