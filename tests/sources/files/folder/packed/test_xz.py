"""xz in bounded memory."""

from __future__ import annotations

import io
import lzma

import pytest

from legacy_adapters.sources.files.folder.packed.xz import XzReader


def test_zeros_may_stand_between_two_streams() -> None:
    """The standard allows them, in fours."""
    data = lzma.compress(b"one") + bytes(8) + lzma.compress(b"two") + bytes(4)
    reader, found = XzReader(io.BytesIO(data)), b""
    while block := reader.read(2):
        found += block
    assert found == b"onetwo"
    reader.close()


def test_the_old_format_is_read_too() -> None:
    """`.lzma` of before."""
    reader = XzReader(io.BytesIO(lzma.compress(b"abc", format=lzma.FORMAT_ALONE)))
    assert reader.read(10) == b"abc"
    assert reader.read(10) == b""


def test_a_dictionary_that_asks_for_too_much_memory_is_refused() -> None:
    """More than a gigabyte, by the file's own word."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]
    data = bytearray(lzma.compress(b"abc", format=lzma.FORMAT_ALONE, filters=[{**filters[0], "id": lzma.FILTER_LZMA1}]))
    # Bytes 1 to 4 of the old format's header state the size of the dictionary.
    data[1:5] = (1 << 30).to_bytes(4, "little")
    with pytest.raises(lzma.LZMAError, match=r"(?i)memory"):
        XzReader(io.BytesIO(bytes(data))).read(10)
