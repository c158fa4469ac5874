"""Compressed files as a stream of what they hold: gz, bz2, xz and zst, also several of them one behind another."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.folder.packed.kinds import Compression
from legacy_adapters.sources.files.folder.packed.xz import XzReader
from legacy_adapters.sources.files.folder.packed.zst import ZstdError, ZstdReader

_DAMAGED = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, ZstdError, ValueError)


@contextmanager
def unpacking(where: str) -> Iterator[None]:
    """Turns what the libraries say of a damaged file into ``BadPart``."""
    try:
        yield
    except _DAMAGED as error:
        raise damaged(error, where) from error
    except OSError as error:
        # bz2 says "Invalid data stream" so; what the system says has a number.
        if error.errno is not None:
            raise
        raise damaged(error, where) from error


def damaged(error: Exception, where: str) -> BadPart:
    """The same for a person."""
    hint = "Was it cut off in the transfer? Have it sent again."
    what = "ends before its end" if isinstance(error, EOFError) else f"is damaged ({error})"
    return BadPart(f"the compressed file {what}", where=where, hint=hint)


def decompressed(file: BinaryIO, kind: Compression) -> BinaryIO:
    """What a compressed file holds, as a stream."""
    match kind:
        case "gz":
            return cast(BinaryIO, gzip.GzipFile(fileobj=file, mode="rb"))
        case "bz2":
            return cast(BinaryIO, bz2.BZ2File(file))
        case "xz":
            return cast(BinaryIO, XzReader(file))
        case "zst":
            return cast(BinaryIO, ZstdReader(file))
