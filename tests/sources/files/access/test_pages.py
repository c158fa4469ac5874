"""Pages and the rows on them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.access.jet import JET3, JET4, ROW_DELETED, ROW_ELSEWHERE, Jet
from legacy_adapters.sources.files.access.pages import open_pages
from tests.sources.files.access.databases import Database


def database(tmp_path: Path, layout: Jet = JET4, key: bytes = b"\0\0\0\0") -> Path:
    """A file with a data page, number 10, of which rows are deleted or moved, and with page 11 where they are."""
    made = Database(layout, 1 if layout.wide else 0, key)
    made.next_page = 12
    moved = [(ROW_ELSEWHERE, struct.pack("<I", 11 << 8)), (ROW_ELSEWHERE, struct.pack("<I", (11 << 8) | 2))]
    made.pages[10] = made.data_page(5, [b"first", (ROW_DELETED, b"gone"), *moved, b"last"])
    again = (ROW_DELETED | ROW_ELSEWHERE, struct.pack("<I", (11 << 8) | 1))
    made.pages[11] = made.data_page(5, [(ROW_DELETED, b"moved"), (ROW_DELETED, b"moved twice"), again])
    return made.write(tmp_path / "a.mdb")


@pytest.mark.parametrize("layout", [JET3, JET4])
def test_rows_of_a_page(tmp_path: Path, layout: Jet) -> None:
    """Deleted ones are left out, moved ones are fetched, and where they are they are not found a second time."""
    with open_pages(database(tmp_path, layout)) as pages:
        assert list(pages.rows(10)) == [b"first", b"moved", b"moved twice", b"last"]
        assert list(pages.rows(11)) == []


@pytest.mark.parametrize("layout", [JET3, JET4])
def test_encoded_pages(tmp_path: Path, layout: Jet) -> None:
    """Each page is encoded with a key of its own."""
    path = database(tmp_path, layout, b"\x12\x34\x56\x78")
    assert b"first" not in path.read_bytes()
    with open_pages(path) as pages:
        assert next(pages.rows(10)) == b"first"


def test_pages_are_kept(tmp_path: Path) -> None:
    """A page that was just read is not read again; many pages do not fill the memory."""
    made = Database()
    made.next_page = 300
    with open_pages(made.write(tmp_path / "a.mdb")) as pages:
        assert pages.page(5) is pages.page(5)
        for number in range(1, 300):
            pages.page(number)
        assert len(pages._kept) <= 64


@pytest.mark.parametrize("pointer", [0, 9999 << 8, (10 << 8) | 200])
def test_pointers_that_lead_nowhere(tmp_path: Path, pointer: int) -> None:
    """They are damage."""
    with open_pages(database(tmp_path)) as pages, pytest.raises(BadPart, match="damaged"):
        pages.row(pointer)


def test_a_row_moved_without_end(tmp_path: Path) -> None:
    """A row that was moved to itself is damage; so is one that does not say where."""
    made = Database()
    made.next_page = 12
    rows = [(ROW_ELSEWHERE, struct.pack("<I", 10 << 8)), (ROW_ELSEWHERE, b"x")]
    made.pages[10] = made.data_page(5, rows)
    with open_pages(made.write(tmp_path / "a.mdb")) as pages:
        with pytest.raises(BadPart, match="without an end"):
            pages.row(10 << 8)
        with pytest.raises(BadPart, match="does not say where"):
            pages.row((10 << 8) | 1)


def test_a_page_that_says_too_much(tmp_path: Path) -> None:
    """More rows than fit are damage."""
    made = Database()
    made.next_page = 12
    page = bytearray(made.data_page(5, [b"x"]))
    struct.pack_into("<H", page, JET4.row_count, 60_000)
    made.pages[10] = bytes(page)
    with open_pages(made.write(tmp_path / "a.mdb")) as pages, pytest.raises(BadPart, match="60000 rows"):
        list(pages.rows(10))
