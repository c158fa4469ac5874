"""Damaged zip files are told in words, whatever the library raises for them."""

from __future__ import annotations

import errno
import struct
from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.format import Sample
from legacy_adapters.sources.files.spreadsheet.recognise import recognise
from legacy_adapters.sources.files.spreadsheet.settings import SpreadsheetSettings
from legacy_adapters.sources.files.spreadsheet.unpacking import unpacking
from tests.sources.files.spreadsheet.books import ods, row, xlsx


def test_a_part_before_the_beginning_of_the_file(tmp_path: Path) -> None:
    """The directory is said to lie further on than it does: all parts would begin so much earlier."""
    path = xlsx(tmp_path / "a.xlsx", {"S": row("a")})
    content = bytearray(path.read_bytes())
    place = content.rindex(b"PK\x05\x06") + 16
    struct.pack_into("<I", content, place, struct.unpack_from("<I", content, place)[0] + 10_000)
    path.write_bytes(content)
    with pytest.raises(BadPart, match="outside the file"):
        SpreadsheetSettings().tables(path, count=False)


def test_a_damaged_kind_is_not_recognised(tmp_path: Path) -> None:
    """The part that says what kind of file it is cannot be unpacked; nothing is raised."""
    path = ods(tmp_path / "a.ods", {"S": ""})
    content = bytearray(path.read_bytes())
    place = content.index(b"mimetype") + len("mimetype")
    content[place : place + 8] = b"\xff" * 8
    path.write_bytes(content)
    recognise(Sample.of(path))
    with pytest.raises(BadPart, match="archive cannot be read"):
        SpreadsheetSettings().tables(path, count=False)


def test_what_is_not_the_files_fault_goes_on(tmp_path: Path) -> None:
    """A disk that cannot be read is no damaged workbook."""
    with pytest.raises(OSError, match="gone"), unpacking(tmp_path, "it"):
        raise OSError(errno.EIO, "gone")
