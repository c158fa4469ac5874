"""The part of a file that is being looked at, in the bytes that are worked on."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from typing import BinaryIO, Final

from legacy_adapters.sources.files.delimited.charset import UNDECODABLE, Charset

READ_BYTES: Final = 256 * 1024
"""What is decoded in one go; going on from a position reads no more than this again."""

_LINE_BREAK = re.compile(rb"\r\n?|\n")


class Window:
    """Bytes of an open file, from a place that moves on; ``data`` never holds more than was asked for.

    ``begin`` is where in the file it opens, ``end`` where the file is to end (a footer lies behind it).
    """

    def __init__(self, file: BinaryIO, charset: Charset, begin: int, end: int) -> None:
        self.data = b""
        self.ended = False
        self._file, self._charset, self._end = file, charset, end
        self._read = begin
        self._dropped = 0
        self._made = 0
        self._chunks: list[tuple[int, int]] = [(0, begin)]
        self._decoder = codecs.getincrementaldecoder(charset.codec)(UNDECODABLE)
        file.seek(begin)

    @property
    def read_to(self) -> int:
        """How far the file was read."""
        return self._read

    def fill(self, size: int) -> bool:
        """Reads about ``size`` bytes more; False if there were none left. DOS's end of file (1A) ends it too."""
        if self.ended:
            return False
        if self._charset.direct:
            self._extend(size)
        else:
            self.data += self._decoded(size)
        if self._read >= self._end:
            self.ended = True
            self.data = self.data.rstrip(b"\x1a")
        return True

    def _extend(self, size: int) -> None:
        """Reads the bytes that are there together with those that follow: that is less than to put them together."""
        known = len(self.data)
        self._file.seek(self._read - known)
        block = self._file.read(min(known + size, known + self._end - self._read))
        if len(block) <= known:
            self._read = self._end
        else:
            self.data = block
            self._read += len(block) - known

    def _direct(self, size: int) -> bytes:
        block = self._file.read(min(size, self._end - self._read))
        self._read = self._read + len(block) if block else self._end
        return block

    def _decoded(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size > 0 and self._read < self._end:
            block = self._direct(READ_BYTES)
            text = self._decoder.decode(block, self._read >= self._end)
            parts.append(text.encode("utf-8", "surrogatepass"))
            self._made += len(parts[-1])
            size -= len(parts[-1])
            self._chunks.append((self._made, self._read - len(self._decoder.getstate()[0])))
        return b"".join(parts)

    def drop(self, size: int) -> None:
        """Moves on: the first ``size`` bytes are no longer needed."""
        self.data = self.data[size:]
        self._dropped += size
        del self._chunks[: bisect_right(self._chunks, (self._dropped, self._end)) - 1]

    def place(self, at: int) -> tuple[int, int]:
        """Where ``data[at]`` stands: an offset in the file to open a window at, and how many bytes to drop there."""
        if self._charset.direct:
            return self._chunks[0][1] + self._dropped + at, 0
        made, offset = self._chunks[bisect_right(self._chunks, (self._dropped + at, self._end)) - 1]
        return offset, self._dropped + at - made

    def skip_line(self) -> None:
        """Moves on behind the next line break, however far it is, without holding what lies before it."""
        while (found := _LINE_BREAK.search(self.data)) is None or (found.end() == len(self.data) and not self.ended):
            if self.ended:
                self.drop(len(self.data))
                return
            self.drop(found.start() if found else len(self.data))
            self.fill(READ_BYTES)
        self.drop(found.end())
