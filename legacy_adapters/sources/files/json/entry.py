"""A record as it stands in a file, whether or not it can be read, and where it begins."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from legacy_adapters.core.batch import BATCH_BYTES
from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.format import FIELD_BYTES

LONGEST_RECORD: Final = BATCH_BYTES
"""A record that is longer is set aside unread."""

SHOWN: Final = 10_000
"""So many characters of a record that cannot be read are kept to show it."""


class Place(NamedTuple):
    """Where reading goes on: the byte, and how many records (or lines) stand before it."""

    byte: int = 0
    number: int = 0


class Entry(NamedTuple):
    """One record: its origin, its value (or the code of what is wrong and its text), where it begins and ends.

    There is one for each row: a named tuple is made three times as fast as a frozen data class.
    """

    origin: str
    start: Place
    end: Place
    value: Any = None
    code: str | None = None
    text: str = ""


def too_long(value: Any) -> bool:
    """Whether a text within a record is longer than any field that is read."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and len(one) > FIELD_BYTES:
            return True
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return False


def bad(where: str, message: str) -> BadPart:
    """The error for a file that is no JSON as a whole."""
    return BadPart(message, where=where, hint="Have it sent again, or look at it with an editor at this place.")
