"""Zstandard as a stream that notices its end, and never holds more than some blocks."""

from __future__ import annotations

from typing import BinaryIO

import zstandard

ZstdError = zstandard.ZstdError

_BLOCK = 1 << 16
_SLICE = 512
"""Bytes fed at once. Four of them may stand for a block of 128 KB, so that a slice gives at most 16 MB."""

_WINDOW = 128 * 1024 * 1024
"""Bytes of memory that a file may ask for: what its highest level (with ``--long=27``) asks for."""


class ZstdReader:
    """What a file of one or more frames holds."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._input = b""
        self._at = 0
        self._output = bytearray()
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._ended = False

    def read(self, size: int = -1, /) -> bytes:
        """Up to so many bytes, none at the end. Raises ``EOFError`` where the last frame is not whole, ``ZstdError``
        for a damaged one."""
        while not self._ended and (size < 0 or len(self._output) < size):
            self._feed()
        taken = len(self._output) if size < 0 else min(size, len(self._output))
        found = bytes(self._output[:taken])
        del self._output[:taken]
        return found

    def _feed(self) -> None:
        if self._at == len(self._input):
            self._input, self._at = self._file.read(_BLOCK), 0
        block = self._input[self._at : self._at + _SLICE]
        self._at += len(block)
        if not block:
            if self._frame is not None:
                raise EOFError("the last frame is not whole")
            self._ended = True
            return
        if self._frame is None:
            self._frame = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        self._output += self._frame.decompress(block)
        if self._frame.eof:
            # The next frame begins within the slice.
            self._at -= len(self._frame.unused_data)
            self._frame = None

    def close(self) -> None:
        """Nothing is held."""
