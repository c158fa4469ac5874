"""Zstandard in bounded memory."""

from __future__ import annotations

import io
import tracemalloc

import pytest
import zstandard

from legacy_adapters.sources.files.folder.packed.zst import ZstdError, ZstdReader


def test_a_bomb_is_read_in_pieces() -> None:
    """200 MB of zeros from some kilobytes: what is held stays small."""
    packer = zstandard.ZstdCompressor().compressobj()
    data = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    assert len(data) < 200_000
    reader, size = ZstdReader(io.BytesIO(data)), 0
    tracemalloc.start()
    while block := reader.read(1 << 18):
        size += len(block)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == 200 << 20
    assert peak < 100_000_000


def test_all_of_it_at_once() -> None:
    """Where a size is not stated."""
    reader = ZstdReader(io.BytesIO(zstandard.compress(b"abc")))
    assert (reader.read(), reader.read()) == (b"abc", b"")
    reader.close()


def test_a_window_that_asks_for_too_much_memory_is_refused() -> None:
    """Two gigabytes, by the file's own word."""
    parameters = zstandard.ZstdCompressionParameters(window_log=31, enable_ldm=True)
    data = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    packed = data.compress(b"abc" * 100_000) + data.flush()
    with pytest.raises(ZstdError, match=r"(?i)memory|window"):
        ZstdReader(io.BytesIO(packed)).read()
