"""xz and lzma as a stream that asks for a limited amount of memory."""

from __future__ import annotations

import lzma
from typing import BinaryIO

_BLOCK = 1 << 16
MEMORY = 256 * 1024 * 1024
"""Bytes that unpacking may ask for; the highest level of xz asks for 65 MB."""


class XzReader:
    """What a file of one or more streams holds."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._stream: lzma.LZMADecompressor | None = None
        self._rest = b""

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes, none at the end. Raises ``EOFError`` where the last stream is not whole,
        ``LZMAError`` for a damaged one, or one that asks for too much memory."""
        while True:
            if self._stream is None and not self._begin():
                return b""
            found = self._next(size)
            if found:
                return found

    def _begin(self) -> bool:
        """Whether another stream follows; between two of them zeros may stand."""
        block = self._rest or self._file.read(_BLOCK)
        while block and not block.lstrip(b"\0"):
            block = self._file.read(_BLOCK)
        if not block:
            return False
        self._rest = block.lstrip(b"\0")
        self._stream = lzma.LZMADecompressor(memlimit=MEMORY)
        return True

    def _next(self, size: int) -> bytes:
        stream = self._stream
        assert stream is not None, "a stream was begun"
        block = b""
        if stream.needs_input:
            block = self._rest or self._file.read(_BLOCK)
            self._rest = b""
            if not block:
                raise EOFError("the last stream is not whole")
        found = stream.decompress(block, size)
        if stream.eof:
            self._rest, self._stream = stream.unused_data, None
        return found

    def close(self) -> None:
        """Nothing is held."""
