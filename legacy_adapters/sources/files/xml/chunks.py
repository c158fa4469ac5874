"""Cuts a file before records, so that each part can be parsed by itself.

Nothing is known of the bytes in between: whether a part is whole is for its parser to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

CHUNK_BYTES = 2 * 1024 * 1024
LONGEST_CHUNK = 64 * 1024 * 1024
_NEWLINE = ord("\n")
_AFTER_NAME = b" \t\r\n/>"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some bytes of a file that begin at a record and end before one; ``line`` is that of the first of them,
    and ``lines`` how many newlines there are.

    ``data`` None: from here on no further cut was found, and the rest has to be read as one.
    """

    offset: int
    line: int
    data: bytes | None
    lines: int = 0

    def within(self, tag: bytes, lines: int) -> Iterator[Chunk]:
        """The same in parts of so many lines at most, where records are shorter than that."""
        data, offset, line = self.data or b"", self.offset, self.line
        while _newlines(data) > lines:
            end = np.flatnonzero(np.frombuffer(data, np.uint8) == _NEWLINE)[lines]
            cut = _last(data[:end], b"<" + tag)
            if cut == 0:
                break
            part, data = data[:cut], data[cut:]
            yield Chunk(offset, line, part)
            offset, line = offset + cut, line + _newlines(part)
        yield Chunk(offset, line, data)


def chunks_of(path: Path, tag: bytes, offset: int, line: int) -> Iterator[Chunk]:
    """The parts of a file from the record at ``offset`` on, and at last its rest. Raises ``OSError``."""
    opening = b"<" + tag
    with path.open("rb") as file:
        while True:
            size = CHUNK_BYTES
            cut = 0
            data = b""
            while cut == 0:
                file.seek(offset)
                data = file.read(size)
                cut = _last(data, opening)
                if cut == 0 and (len(data) < size or size >= LONGEST_CHUNK):
                    yield Chunk(offset, line, None)
                    return
                size *= 2
            part = data[:cut]
            lines = _newlines(part)
            yield Chunk(offset, line, part, lines)
            offset, line = offset + cut, line + lines


def _newlines(data: bytes) -> int:
    """How many there are; quicker than ``bytes.count`` where there are many."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == _NEWLINE))


def _last(data: bytes, opening: bytes) -> int:
    """Where the last record begins; 0 if that is the first one, too."""
    found = data.rfind(opening)
    while found > 0:
        behind = found + len(opening)
        if data[behind : behind + 1] in _AFTER_NAME and behind < len(data):
            return found
        found = data.rfind(opening, 0, found)
    return 0
