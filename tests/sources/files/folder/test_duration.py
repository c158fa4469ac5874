"""Lengths of time in words."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.folder.duration import in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (45, "45 seconds"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (90 * 60, "90 minutes"),
        (86400 * 3, "3 days"),
    ],
)
def test_the_unit_is_one_that_there_are_two_of(seconds: float, words: str) -> None:
    """A person knows at once how long it is."""
    assert in_words(seconds) == words
