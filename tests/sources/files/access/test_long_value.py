"""Memos in the row, on a page, and over several."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from legacy_adapters.sources.files.access.jet import JET3, JET4, Jet
from legacy_adapters.sources.files.access.long_value import Missing, length_of, long_value
from legacy_adapters.sources.files.access.pages import open_pages
from tests.sources.files.access.databases import Database


def head(kind: int, length: int, pointer: int = 0) -> bytes:
    """What a row says of a long value."""
    return struct.pack("<III", kind | length, pointer, 0)


@pytest.mark.parametrize("layout", [JET3, JET4])
def test_long_values(tmp_path: Path, layout: Jet) -> None:
    """In the row, in a row of another page, and in a chain of rows."""
    database = Database(layout, 1 if layout.wide else 0)
    second = database.long_page([b"\0\0\0\0world"])
    first = database.long_page([b"whole", struct.pack("<I", second << 8) + b"hello "])
    with open_pages(database.write(tmp_path / "a.mdb")) as pages:
        assert long_value(pages, head(0x80000000, 3) + b"abc") == b"abc"
        assert long_value(pages, head(0x40000000, 5, first << 8)) == b"whole"
        assert long_value(pages, head(0, 11, (first << 8) | 1)) == b"hello world"
        assert long_value(pages, head(0x80000000, 0)) == b""
    assert length_of(head(0, 11, 5)) == 11
    assert length_of(b"x") == 0


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"short", "missing_memo"),
        (head(0x80000000, 5) + b"abc", "missing_memo"),
        (head(0x40000000, 5, 999 << 8), "missing_memo"),
        (head(0, 5, 0), "missing_memo"),
        (head(0, 20_000_000, 4 << 8), "field_too_long"),
    ],
)
def test_what_is_missing(tmp_path: Path, raw: bytes, code: str) -> None:
    """It is told with the code of the fault; a length of many megabytes is not believed."""
    with open_pages(Database().write(tmp_path / "a.mdb")) as pages, pytest.raises(Missing) as caught:
        long_value(pages, raw)
    assert caught.value.code == code


def test_a_chain_that_leads_to_itself(tmp_path: Path) -> None:
    """It ends with the length that the row states, and one without bytes is missing."""
    database = Database()
    number = database.next_page
    database.long_page([struct.pack("<I", number << 8) + b"ab", struct.pack("<I", (number << 8) | 1)])
    with open_pages(database.write(tmp_path / "a.mdb")) as pages:
        assert long_value(pages, head(0, 7, number << 8)) == b"abababa"
        with pytest.raises(Missing, match="0 of 7"):
            long_value(pages, head(0, 7, (number << 8) | 1))
