"""A page as it was seen."""

from __future__ import annotations

import dataclasses

import pytest

from legacy_adapters.sources.screen.paging.seen import PageSeen
from tests.sources.screen.fake_screen import shown


def test_it_stays_as_it_was_seen() -> None:
    """Whatever the screen shows later."""
    seen = PageSeen(1, shown("<p></p>"), "{}", "http://ledger.test/list")
    with pytest.raises(dataclasses.FrozenInstanceError):
        seen.count = 2  # type: ignore[misc]
