"""Records of .xlsb parts, however they are cut into chunks."""

from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.spreadsheet.xlsb_records import Record, records
from tests.sources.files.spreadsheet.books import record, wide

PATH = Path("book.xlsb")


@given(st.lists(st.tuples(st.integers(0, 0x3FFF), st.binary(max_size=300))), st.integers(1, 50))
def test_records_are_found_in_any_chunks(written: list[tuple[int, bytes]], size: int) -> None:
    """Every record comes once and whole."""
    data = b"".join(record(kind, content) for kind, content in written)
    chunks = [data[i : i + size] for i in range(0, len(data), size)]
    assert list(records(chunks, PATH)) == [Record(kind, content) for kind, content in written]


@given(st.binary(max_size=300))
def test_any_bytes_are_records_or_damage(data: bytes) -> None:
    """Nothing else is raised."""
    with suppress(BadPart):
        assert sum(len(found.data) + 2 for found in records([data], PATH)) <= len(data)


def test_cut_off() -> None:
    """A record without its end is damage."""
    with pytest.raises(BadPart, match="cut off"):
        list(records([record(7, b"12345678")[:-1]], PATH))


def test_a_record_beyond_all_size() -> None:
    """A record of 200 MB is refused when its length is read."""
    with pytest.raises(BadPart, match="longer than"):
        list(records([b"\x07\xff\xff\xff\x7f"], PATH))


def test_texts() -> None:
    """A text has its length before it; one that is cut off is noticed."""
    found = Record(1, b"\0" + wide("Grüße") + b"\xff\xff\xff\xff")
    assert found.text(1) == ("Grüße", 15)
    assert found.text(15) == ("", 19)
    with pytest.raises(struct.error):
        Record(1, struct.pack("<I", 9) + b"ab").text(0)
