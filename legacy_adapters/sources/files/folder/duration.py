"""A length of time in words."""

from __future__ import annotations

from typing import Final

_UNITS: Final = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def in_words(seconds: float) -> str:
    """In the largest unit that there are two of, whole: ``45 seconds``, ``90 minutes``, ``3 days``."""
    for size, unit in _UNITS:
        count = int(seconds // size)
        if count >= 2 or size == 1:
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "0 seconds"
