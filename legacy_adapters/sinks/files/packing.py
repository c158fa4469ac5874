"""gzip and zstd for text files: one member or frame for each piece that is written, so that none is ever reopened."""

from __future__ import annotations

import gzip
from typing import Literal, TypeAlias

import polars as pl
import pyarrow as pa

from legacy_adapters.sinks.text.layout import Layout

Packing: TypeAlias = Literal["gzip", "zstd"]

_GZIP_LEVEL = 6
_ZSTD_LEVEL = 3


def packed(data: bytes, packing: Packing) -> bytes:
    """``data`` as a member of gzip, without a time, or as a frame of zstd, with its length and checksum."""
    if packing == "gzip":
        return gzip.compress(data, _GZIP_LEVEL, mtime=0)
    import zstandard

    return zstandard.ZstdCompressor(_ZSTD_LEVEL, write_checksum=True).compress(data)


class PackedLayout:
    """A layout whose header and whose every piece are compressed by themselves.

    A piece is what one batch gives one file: commits come between batches, so that what is committed is never
    compressed again, and where a commit falls does not show in the bytes.
    """

    def __init__(self, layout: Layout, packing: Packing) -> None:
        self._layout = layout
        self._packing = packing
        self.header = packed(layout.header, packing) if layout.header else b""

    def text(self, rows: pa.RecordBatch) -> pl.DataFrame:
        """As it is rendered."""
        return self._layout.text(rows)

    def render(self, text: pl.DataFrame) -> bytes:
        """Compressed; nothing for no rows. Raises ``UnicodeEncodeError``."""
        data = self._layout.render(text)
        return packed(data, self._packing) if data else b""
