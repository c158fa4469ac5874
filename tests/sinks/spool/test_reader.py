"""Reading what waits: what is damaged is named, and the rest goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sinks.spool.frames import HEAD_BYTES
from legacy_adapters.sinks.spool.place import Place
from tests.sinks.spool.samples import filled, names, read, spool


def segment(folder: Path) -> Path:
    """The only one there is."""
    (found,) = spool(folder).run("run-1").segments()
    return found


def test_each_frame_says_where_to_go_on(tmp_path: Path) -> None:
    """A sink that is killed between two begins with the next one."""
    filled(tmp_path)
    whole = read(tmp_path)
    assert names(read(tmp_path, whole[0].end)) == ["a1", "b1", "a2", "b2"]
    assert read(tmp_path, whole[-1].end) == []


def flipped(folder: Path, place: int) -> None:
    """One bit of the segment."""
    content = bytearray(segment(folder).read_bytes())
    content[place] ^= 1
    segment(folder).write_bytes(content)


@pytest.mark.parametrize("inside", [0, 9, HEAD_BYTES - 1, HEAD_BYTES, HEAD_BYTES + 100])
def test_a_flipped_bit_costs_one_frame(tmp_path: Path, inside: int) -> None:
    """In its head or in its content: it is named, and the frames before and behind it are read."""
    filled(tmp_path)
    first = read(tmp_path)[0].end.offset
    flipped(tmp_path, first + inside)
    found = read(tmp_path)
    assert names(found) == ["a0", "b0", "a2", "b2"]
    (damage,) = [frame.damage for frame in found if frame.damage]
    assert str(segment(tmp_path)) in damage.what
    assert found[-1].end == Place(1, segment(tmp_path).stat().st_size)


def test_damaged_content_names_its_records(tmp_path: Path) -> None:
    """By their number and count, which stand in the head."""
    filled(tmp_path)
    flipped(tmp_path, read(tmp_path)[0].end.offset + HEAD_BYTES + 8)
    (damage,) = [frame.damage for frame in read(tmp_path) if frame.damage]
    assert "2 records, numbered from 10 on" in damage.what


def test_a_segment_cut_short_is_noticed(tmp_path: Path) -> None:
    """Whatever is before the cut is read."""
    filled(tmp_path)
    whole = segment(tmp_path).read_bytes()
    segment(tmp_path).write_bytes(whole[: len(whole) - 5])
    found = read(tmp_path)
    assert names(found) == ["a0", "b0", "a1", "b1"]
    assert f"it ends at byte {len(whole) - 5:,} of {len(whole):,}" in [f.damage for f in found if f.damage][-1].what
    assert found[-1].end == Place(1, len(whole))


def test_a_segment_that_is_gone_is_noticed(tmp_path: Path) -> None:
    """It ends at its first byte."""
    filled(tmp_path)
    segment(tmp_path).unlink()
    (only,) = read(tmp_path)
    assert only.damage is not None
    assert "ends at byte 0" in only.damage.what


def test_a_segment_of_nothing_but_rubbish_ends(tmp_path: Path) -> None:
    """No frame is found in it, and the reader comes to its end."""
    filled(tmp_path)
    size = segment(tmp_path).stat().st_size
    segment(tmp_path).write_bytes(b"LASPOOL1" * (size // 8 + 1))
    found = read(tmp_path)
    assert names(found) == []
    assert found[-1].end.offset == size
