"""What the end of a Parquet file says of its column chunks, read without Arrow.

Arrow's way to a chunk's description (``row_group.column``) ends the process where a damaged footer contradicts itself:
its C++ exception reaches nobody. So the few numbers that are needed are taken from the footer itself: Thrift's compact
protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md), and the fields of
``FileMetaData`` (https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

_ENDING: Final = 8
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_INTEGERS: Final = frozenset({4, 5, 6})
_BYTE_ARRAY: Final = 6
_DEEPEST: Final = 40


@dataclass(frozen=True, slots=True)
class Chunk:
    """A column of one row group: its path as Arrow writes it, its bytes when unpacked, and whether it holds texts."""

    path: str
    size: int
    is_text: bool


def chunks(file: BinaryIO) -> Iterator[Chunk]:
    """All column chunks of a file, group by group. Raises ``ValueError`` where its footer is none."""
    end = file.seek(-_ENDING, 2)
    length = int.from_bytes(file.read(4), "little")
    if length > end:
        raise ValueError("the footer is longer than the file")
    file.seek(end - length)
    reader = _Compact(file.read(length))
    try:
        yield from _chunks(reader)
    except IndexError as error:
        raise ValueError("the footer ends too early") from error


def _chunks(reader: _Compact) -> Iterator[Chunk]:
    for _ in reader.structs_at(4):
        for _ in reader.structs_at(1):
            for number, kind in reader.fields():
                if number == 3 and kind == _STRUCT:
                    yield _chunk(reader)
                else:
                    reader.skip(kind)


def _chunk(reader: _Compact) -> Chunk:
    path, size, is_text = "", 0, False
    for number, kind in reader.fields():
        if number == 1 and kind in _INTEGERS:
            is_text = reader.integer() == _BYTE_ARRAY
        elif number == 3 and kind == _LIST:
            path = ".".join(reader.texts())
        elif number == 6 and kind in _INTEGERS:
            size = reader.integer()
        else:
            reader.skip(kind)
    return Chunk(path, size, is_text)


class _Compact:
    """Reads values one after the other. Raises ``IndexError`` behind the end, and ``ValueError`` for what is none."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def fields(self) -> Iterator[tuple[int, int]]:
        """Number and type of each field of a structure; its value must be taken or skipped before the next."""
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self.integer()
            yield number, head & 15

    def structs_at(self, wanted: int) -> Iterator[None]:
        """Stands at each structure of the list that is field ``wanted`` of the structure here."""
        for number, kind in self.fields():
            if number == wanted and kind == _LIST:
                count, element = self._list()
                if element != _STRUCT and count:
                    raise ValueError("the footer has no row groups")
                for _ in range(count):
                    yield
            else:
                self.skip(kind)

    def integer(self) -> int:
        """A number in groups of seven bits, its sign in the lowest bit."""
        found = self._number()
        return found >> 1 ^ -(found & 1)

    def texts(self) -> list[str]:
        """A list of texts."""
        count, element = self._list()
        if element != _BINARY and count:
            raise ValueError("a path has no texts")
        return [self._take(self._number()).decode("utf-8", "surrogateescape") for _ in range(count)]

    def skip(self, kind: int, depth: int = 0) -> None:
        """Passes over one value."""
        if depth > _DEEPEST:
            raise ValueError("the footer is nested too deep")
        if kind in _INTEGERS:
            self._number()
        elif kind == _BINARY:
            self._take(self._number())
        elif kind in {_BYTE, _DOUBLE}:
            self._take(1 if kind == _BYTE else 8)
        elif kind == _STRUCT:
            for _, member in self.fields():
                self.skip(member, depth + 1)
        elif kind in {_LIST, _SET, _MAP}:
            self._skip_elements(kind, depth + 1)
        elif kind not in {_TRUE, _FALSE}:
            raise ValueError(f"{kind} is no type")

    def _skip_elements(self, kind: int, depth: int) -> None:
        if kind == _MAP:
            count = self._number()
            both = self._byte() if count else 0
            members = [both >> 4, both & 15]
        else:
            count, element = self._list()
            members = [element]
        for _ in range(count):
            for member in members:
                self.skip(_BYTE if member in {_TRUE, _FALSE} else member, depth)

    def _list(self) -> tuple[int, int]:
        head = self._byte()
        return (self._number() if head >> 4 == 15 else head >> 4), head & 15

    def _number(self) -> int:
        found = shift = 0
        while True:
            byte = self._byte()
            found |= (byte & 0x7F) << shift
            if byte < 0x80:
                return found
            shift += 7
            if shift > 63:
                raise ValueError("a number has too many bytes")

    def _byte(self) -> int:
        self._place += 1
        return self._data[self._place - 1]

    def _take(self, count: int) -> bytes:
        if self._place + count > len(self._data):
            raise IndexError
        self._place += count
        return self._data[self._place - count : self._place]
