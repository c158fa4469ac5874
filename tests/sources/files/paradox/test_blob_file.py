"""Long texts of Paradox."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.desktop.long_texts import TextLost
from legacy_adapters.sources.files.format import FIELD_BYTES
from legacy_adapters.sources.files.paradox.blob_file import BlobFile, text_of
from tests.sources.files.paradox.tables import blob

ALONE = b"\x02\x02\x00" + (5000).to_bytes(4, "little") + b"\x01\x00" + b"x" * 5000
LONG = b"a long text of forty-one characters, just"
SHARED = (
    bytes([3, 1, 0]).ljust(12, b"\0") + bytes(5) + bytes([0x15, 3, 1, 0, len(LONG) - 32])
).ljust(0x150, b"\0") + LONG  # fmt: skip
FILE = b"\0" * 4096 + ALONE.ljust(8192, b"\0") + SHARED.ljust(4096, b"\0")


def lost(cell: bytes, file: BlobFile | None) -> str:
    with pytest.raises(TextLost) as error:
        text_of(cell, file)
    return error.value.code


def opened(folder: Path, data: bytes = FILE) -> BlobFile:
    (folder / "T.MB").write_bytes(data)
    found = BlobFile.beside(folder / "t.db")
    assert found is not None
    return found


def test_a_short_text_stands_in_the_record() -> None:
    """And nowhere else; a length of nothing is none."""
    assert text_of(blob(b"short", 8, 5), None) == b"short"
    assert text_of(blob(b"eightbyt", 8, 8), None) == b"eightbyt"
    assert text_of(blob(b"", 8, 0), None) is None


def test_a_long_text_stands_alone_or_with_others(tmp_path: Path) -> None:
    """By the last byte of its place."""
    with closing(opened(tmp_path)) as file:
        assert text_of(blob(b"x" * 8, 8, 5000, 4096 + 0xFF), file) == b"x" * 5000
        assert text_of(blob(LONG, 8, len(LONG), 12288 + 1), file) == LONG


@pytest.mark.parametrize(
    ("length", "place"),
    [(42, 12288 + 1), (41, 12288), (41, 12288 + 0xFF), (41, 4096), (41, 0), (41, 1 << 30), (5000, 12288 + 1)],
)  # fmt: skip
def test_a_text_that_is_not_where_it_should_be_is_lost(tmp_path: Path, length: int, place: int) -> None:
    """Another length, another kind of block, no such block."""
    with closing(opened(tmp_path)) as file:
        assert lost(blob(LONG, 8, length, place), file) == "missing_memo"


def test_without_a_file_long_texts_are_missing(tmp_path: Path) -> None:
    """Also where the file ends too early."""
    assert BlobFile.beside(tmp_path / "t.db") is None
    assert lost(blob(LONG, 8, 41, 12288 + 1), None) == "missing_memo"
    with closing(opened(tmp_path, FILE[:5000])) as file:
        assert lost(blob(b"x" * 8, 8, 5000, 4096 + 0xFF), file) == "missing_memo"


def test_a_text_beyond_all_measure_is_lost(tmp_path: Path) -> None:
    """Before anything is read."""
    with closing(opened(tmp_path)) as file:
        assert lost(blob(LONG, 8, FIELD_BYTES + 1, 4096 + 0xFF), file) == "field_too_long"


@given(st.binary(min_size=18, max_size=18), st.binary(max_size=600))
def test_any_bytes_are_a_text_or_lost(tmp_path_factory: pytest.TempPathFactory, cell: bytes, data: bytes) -> None:
    """Nothing else comes of them."""
    with closing(opened(tmp_path_factory.mktemp("mb"), data)) as file:
        for place in (cell, blob(cell[:8], 8, cell[8] + 8, cell[9])):
            try:
                found = text_of(place, file)
            except TextLost:
                continue
            assert found is None or len(found) <= max(len(data), 8)
