"""Compressed files as streams."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from contextlib import suppress

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.folder.packed.decompress import decompressed, unpacking
from legacy_adapters.sources.files.folder.packed.kinds import Compression

PACK: dict[Compression, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}
KINDS = sorted(PACK)


def unpacked(data: bytes, kind: Compression, block: int = 100_000) -> bytes:
    """All of it, in blocks."""
    found = b""
    with unpacking("a.gz"):
        stream = decompressed(io.BytesIO(data), kind)
        while part := stream.read(block):
            assert len(part) <= block
            found += part
    return found


@given(st.binary(max_size=5000), st.sampled_from(KINDS), st.integers(1, 6000))
def test_what_was_packed_comes_out(data: bytes, kind: Compression, block: int) -> None:
    """In blocks of any size."""
    assert unpacked(PACK[kind](data), kind, block) == data


@pytest.mark.parametrize("kind", KINDS)
def test_several_behind_one_another_are_one_file(kind: Compression) -> None:
    """As tools write them that append."""
    data = PACK[kind](b"one\n") + PACK[kind](b"") + PACK[kind](b"two\n" * 10_000)
    assert unpacked(data, kind) == b"one\n" + b"two\n" * 10_000


@given(st.sampled_from(KINDS), st.data())
def test_a_file_that_is_cut_off_is_told(kind: Compression, data: st.DataObject) -> None:
    """At whatever byte; never taken for a shorter one."""
    whole = PACK[kind](bytes(range(256)) * 20)
    cut = data.draw(st.integers(1, len(whole) - 1))
    with pytest.raises(BadPart) as raised:
        unpacked(whole[:cut], kind)
    assert raised.value.where == "a.gz"


@given(st.sampled_from(KINDS), st.binary(min_size=1, max_size=300))
def test_anything_else_is_damaged(kind: Compression, data: bytes) -> None:
    """Bytes that are none of this kind do no harm."""
    if kind == "gz" and not data.strip(b"\0"):
        return
    with suppress(BadPart):
        assert isinstance(unpacked(data, kind), bytes)


@pytest.mark.parametrize("kind", KINDS)
def test_garbage_behind_the_end_is_told(kind: Compression) -> None:
    """Something was lost or added there; bz2's library reads over it, as its own tool does."""
    data = PACK[kind](b"content") + b"garbage, and more of it"
    if kind == "bz2":
        assert unpacked(data, kind) == b"content"
        return
    with pytest.raises(BadPart):
        unpacked(data, kind)


def test_an_error_of_the_system_goes_on() -> None:
    """A disk that fails is no damaged file."""
    with pytest.raises(OSError, match="Input/output"), unpacking("a.gz"):
        raise OSError(5, "Input/output error")
