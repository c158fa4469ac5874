"""The hours in which a source may be read."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError, TryLater
from legacy_adapters.runs.hours import Hours


@pytest.mark.parametrize(
    ("hours", "moment", "allowed"),
    [
        ("20:00-06:00", "19:59", False),
        ("20:00-06:00", "20:00", True),
        ("20:00-06:00", "00:00", True),
        ("20:00-06:00", "05:59", True),
        ("20:00-06:00", "06:00", False),
        ("08:30 – 17:00", "08:29", False),
        ("08:30 – 17:00", "12:00", True),
        ("8:30-17:00", "17:00", False),
        ("20:00-24:00", "23:59", True),
        ("20:00-24:00", "00:00", False),
        ("00:00-24:00", "12:00", True),
        ("00:00-00:00", "12:00", True),
    ],
)
def test_the_end_is_outside(hours: str, moment: str, allowed: bool) -> None:
    """From the first minute until before the last, over midnight where it ends earlier than it begins."""
    assert Hours.parse(hours).include(time.fromisoformat(moment)) is allowed


@given(st.times(), st.times(), st.times())
def test_hours_and_their_opposite_cover_the_day(start: time, end: time, moment: time) -> None:
    """A moment is in the hours or in those from end to start, never in both, unless they are the whole day."""
    inside, outside = Hours(start, end).include(moment), Hours(end, start).include(moment)
    assert (inside and outside) if start == end else (inside != outside)


@pytest.mark.parametrize(
    "text", ["", "20:00", "20-06", "25:00-06:00", "20:60-06:00", "24:01-06:00", "at night", "٢٠:00-06:00"]
)
def test_what_is_no_hours_says_how_to_write_them(text: str) -> None:
    """A wrong form is an error of the pipeline file, with an example."""
    with pytest.raises(ConfigError, match="no hours") as caught:
        Hours.parse(text)
    assert "20:00-06:00" in caught.value.hint


def test_outside_it_is_to_be_tried_later() -> None:
    """Exit code 75, with the time it is and the hours there are."""
    hours = Hours.parse("20:00-06:00")
    hours.check(datetime(2026, 11, 21, 23, 0))
    with pytest.raises(TryLater, match="it is 12:05, and the source may be read from 20:00 to 06:00 only") as caught:
        hours.check(datetime(2026, 11, 21, 12, 5))
    assert caught.value.exit_code == 75
