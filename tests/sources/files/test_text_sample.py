"""The text of a file that is to be recognised."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.format import HEAD_BYTES, Sample
from legacy_adapters.sources.files.text_sample import text_sample


def sample_of(path: Path, data: bytes) -> Sample:
    path.write_bytes(data)
    return Sample.of(path)


def test_small_files_are_their_head(tmp_path: Path) -> None:
    """All of a small file is there, without its mark, and its lines end in one way."""
    found = text_sample(sample_of(tmp_path / "a.csv", b"\xef\xbb\xbfa;b\r\n1;2\r3;4"))
    assert found is not None
    assert (found.head, found.tail) == ("a;b\n1;2\n3;4", "")
    assert found.end is found.head


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "utf-16-le", "utf-16", "utf-32-be"])
def test_large_files_have_a_head_and_a_tail_of_whole_lines(tmp_path: Path, codec: str) -> None:
    """Of a large file the beginning and the end are decoded, cut at ends of lines, in any code page."""
    text = "".join(f"{number};Löhne und Gehälter;{number},00\r\n" for number in range(40_000))
    found = text_sample(sample_of(tmp_path / "a.csv", text.encode(codec)))
    assert found is not None
    assert found.head.startswith("0;Löhne und Gehälter;0,00\n1;")
    assert found.head.endswith(",00\n")
    assert found.tail.endswith("39999;Löhne und Gehälter;39999,00\n")
    assert found.tail.split("\n")[1].count(";") == 2
    assert len(found.tail) < len(found.head) < len(text)


@pytest.mark.parametrize(
    "data", [b"", bytes(range(256)) * 10, b"\x00" * 500, b"SQLite format 3\x00" + b"\x01\x02\x05" * 90]
)
def test_binary_is_no_text(tmp_path: Path, data: bytes) -> None:
    """A file without text, and one full of control characters, has no text."""
    assert text_sample(sample_of(tmp_path / "a.bin", data)) is None


@pytest.mark.parametrize(
    "data", [b"a;b\r\n\x1a", b"a\x1fb\r\n", b"1;Account\x00\r\n" * 20, b"page 1\x0c\r\n", b"a\x01b\r\n"]
)
def test_what_old_systems_write_is_text(tmp_path: Path, data: bytes) -> None:
    """DOS's end of file, separators that are control characters, form feeds and a NUL here and there."""
    assert text_sample(sample_of(tmp_path / "a.txt", data)) is not None


def test_marks_of_broken_characters_in_the_file_are_text(tmp_path: Path) -> None:
    """A file that somebody else has already spoiled is UTF-8 all the same."""
    assert text_sample(sample_of(tmp_path / "a.csv", "37\ufffd36;N\ufffd\ufffd\n".encode())) is not None


def test_a_file_that_went_away_has_its_head(tmp_path: Path) -> None:
    """What was read is looked at, also if there is no more to be had."""
    sample = Sample(tmp_path / "gone.csv", b"a;b\n1;2\n", HEAD_BYTES * 3)
    found = text_sample(sample)
    assert found is not None
    assert (found.head, found.tail) == ("a;b\n1;2\n", "")


@given(st.binary(max_size=2000), st.integers(0, 3))
def test_no_bytes_are_too_odd(data: bytes, more: int) -> None:
    """Whatever the bytes, and however large the file is said to be, there is text or there is none."""
    found = text_sample(Sample(Path("nowhere"), data, len(data) + more))
    assert found is None or "\r" not in found.head
