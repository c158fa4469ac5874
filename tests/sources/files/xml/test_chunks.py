"""Files cut before records."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.xml import chunks
from legacy_adapters.sources.files.xml.chunks import Chunk, chunks_of
from tests.sources.files.xml.xml_files import write


def test_parts_begin_at_records_and_nothing_is_between_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last has no data: it has to be read as one with the rest of the file."""
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 50)
    content = b"<R>\n" + b"<E>1</E>\n<E2/>\n" * 20 + b"<E/></R>"
    found = list(chunks_of(write(tmp_path, content), b"E", 4, 2))
    assert b"".join(chunk.data or b"" for chunk in found) == content[4 : found[-1].offset]
    assert all(chunk.data is None or chunk.data.startswith((b"<E>", b"<E/>")) for chunk in found)
    assert [chunk.line for chunk in found] == [content.count(b"\n", 0, chunk.offset) + 1 for chunk in found]
    assert [chunk.offset for chunk in found if chunk.data is None] == [found[-1].offset]


def test_a_record_longer_than_a_part_makes_it_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to a limit, behind which the rest is read as one."""
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 50)
    monkeypatch.setattr(chunks, "LONGEST_CHUNK", 400)
    path = write(tmp_path, "<E>" + "x" * 150 + "</E><E>" + "x" * 1000 + "</E><E/>")
    first, second = chunks_of(path, b"E", 0, 1)
    assert len(first.data or b"") == 157
    assert (second.offset, second.data) == (157, None)


def test_a_part_with_many_lines_is_cut_again() -> None:
    """Where records are shorter than that."""
    chunk = Chunk(10, 5, b"<E>\n\n</E>\n" * 10)
    parts = list(chunk.within(b"E", 7))
    assert b"".join(part.data or b"" for part in parts) == chunk.data
    assert [(part.offset, part.line) for part in parts[:3]] == [(10, 5), (30, 11), (50, 17)]
    assert len(list(Chunk(0, 1, b"<E>" + b"\n" * 20 + b"</E>").within(b"E", 7))) == 1
