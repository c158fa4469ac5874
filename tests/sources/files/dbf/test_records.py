"""Records and their marks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from legacy_adapters.sources.files.dbf.header import read_header
from legacy_adapters.sources.files.dbf.records import Extent, RecordCount, extent_of, marks_of, read_records
from tests.sources.files.dbf.tables import F, table, write

FIELDS = [F("A", "C", 3)]
ROWS = [(b"aaa",), (b"*", b"bbb"), (b"ccc",)]


def extent(folder: Path, data: bytes, count: RecordCount = "check") -> Extent:
    path = write(folder, data)
    return extent_of(path, read_header(path), count)


@pytest.mark.parametrize("tail", [b"", b"\x1a", b"\x1a\0\0\0\0\0\0", bytes(9), b"  "])
def test_what_is_behind_the_last_record_is_none(tmp_path: Path, tail: bytes) -> None:
    """The end mark, and what was left over."""
    assert extent(tmp_path, table(FIELDS, ROWS, tail=tail)) == Extent(3, cut=False)


def test_records_that_the_header_does_not_count_are_there(tmp_path: Path) -> None:
    """As after a crash, before the header was written; up to the first that has no mark."""
    data = table(FIELDS, ROWS, records=1)
    assert extent(tmp_path, data) == Extent(3, cut=False)
    assert extent(tmp_path, data, "header") == Extent(1, cut=False)
    assert extent(tmp_path, table(FIELDS, [*ROWS, (b"\x1a", b"ddd"), (b"eee",)], records=0)) == Extent(3, cut=False)
    assert extent(tmp_path, table(FIELDS, ROWS, records=1, tail=b"*dd")) == Extent(3, cut=True)


@pytest.mark.parametrize("count", ["check", "header", "file"])
def test_a_record_cut_off_is_one(tmp_path: Path, count: RecordCount) -> None:
    """However the number is taken."""
    data = table(FIELDS, ROWS, tail=b"")
    assert extent(tmp_path, data[:-2], count) == Extent(2, cut=True)
    assert extent(tmp_path, data[:-4], count) == Extent(2, cut=False)
    assert extent(tmp_path, data[:-4] + b"\x1a", count) == Extent(2, cut=False)


def test_a_long_tail_is_looked_at_in_steps(tmp_path: Path) -> None:
    """More than is read at once."""
    rows = [(b"x" * 60_000 if letter else b" " * 60_000,) for letter in range(200)]
    fields = [F("A", "C", 60_000 % 256, 60_000 // 256)]
    assert extent(tmp_path, table(fields, rows, records=2, length=60_001)) == Extent(200, cut=False)


def test_records_are_rows_of_bytes(tmp_path: Path) -> None:
    """As many as are there."""
    path = write(tmp_path, table(FIELDS, ROWS))
    with path.open("rb") as file:
        found = read_records(file, read_header(path), 1, 2)
    assert [row.tobytes() for row in found] == [b"*bbb", b" ccc"]


def test_marks_are_blank_star_or_nul() -> None:
    """A record of NULs was never written, and any other byte is no mark."""
    marks = marks_of(np.frombuffer(b" aa*bb\0cc\0\0\0xdd\x1aee   ", np.uint8).reshape(-1, 3))
    assert marks.deleted.tolist() == [False, True, False, False, False, False, False]
    assert marks.broken.tolist() == [False, False, False, True, True, True, False]
