"""What a folder says of a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from legacy_adapters.sources.files.folder.entry import Entry, Left, moment

_ENTRY = Entry("a.txt", "file", 5, 1_000_000_000_000_000_000, 1_000_000_000_000_000_000, "17")


def test_a_stamp_differs_where_the_content_may() -> None:
    """Size, time and number count; that of a renaming does not."""
    assert replace(_ENTRY, size=6).stamp != _ENTRY.stamp
    assert replace(_ENTRY, modified=1).stamp != _ENTRY.stamp
    assert replace(_ENTRY, version="18").stamp != _ENTRY.stamp
    assert replace(_ENTRY, name="b.txt", changed=2_000_000_000_000_000_000).stamp == _ENTRY.stamp


def test_times_outside_of_the_calendar_are_its_ends() -> None:
    """A damaged file system has files of the year 200,000."""
    assert _ENTRY.modified_at == datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)
    assert moment(10**22).year == 9999
    assert moment(-(10**22)).year == 1


def test_what_is_left_alone_is_named_as_it_can_be_shown() -> None:
    """A newline in a name does not begin a line of the report."""
    assert Left.of("a\nb", "why") == Left(r"a\x0ab", "why")
