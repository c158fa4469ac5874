"""A source in use is spared."""

from __future__ import annotations

from datetime import datetime, time
from types import SimpleNamespace

import pytest

from legacy_adapters.core.errors import TryLater
from legacy_adapters.runs.hours import Hours
from legacy_adapters.runs.limits import SourceLimits


def test_a_source_without_limits_is_read_at_once() -> None:
    """No setting, no waiting."""
    waits: list[float] = []
    limits = SourceLimits.of(SimpleNamespace(), waits.append)
    limits.check_hours()
    limits.after(1_000_000)
    assert waits == []


def test_rows_are_paid_for_behind_each_batch() -> None:
    """A batch of as many rows as a second allows costs about a second."""
    waits: list[float] = []
    limits = SourceLimits.of(SimpleNamespace(max_rows_per_second=1000, hours=None), waits.append)
    limits.after(1000)
    assert 0.9 < sum(waits) <= 1.0


def test_outside_its_hours_a_run_ends_until_later() -> None:
    """Also in the middle, when the hours are over."""
    limits = SourceLimits(hours=Hours(time(20), time(6)), clock=lambda: datetime(2026, 1, 31, 6, 0))
    with pytest.raises(TryLater, match="06:00"):
        limits.after(1)


def test_within_its_hours_nothing_happens() -> None:
    """The hours may go over midnight."""
    settings = SimpleNamespace(max_rows_per_second=None, hours="00:00-24:00")
    SourceLimits.of(settings, lambda seconds: None).check_hours()
