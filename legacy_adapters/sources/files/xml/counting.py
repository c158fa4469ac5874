"""What is counted in the bytes of a piece of XML in UTF-8, many at a time, without looking for its tags."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Bytes: TypeAlias = npt.NDArray[np.uint8]
Positions: TypeAlias = npt.NDArray[np.int64]

BLANK, NEWLINE, AMPERSAND = ord(" "), ord("\n"), ord("&")
_ENTITY_LENGTHS = {"a": 5, "l": 4, "g": 4, "q": 6}
"""``&amp;`` (``&apos;`` is told from it by its next letter), ``&lt;``, ``&gt;``, ``&quot;``."""


def is_plain(text: bytes, data: Bytes) -> bool:
    """Whether there are only characters that XML allows, no references to characters by their numbers, and no ``]]>``.

    ``data`` are the bytes of ``text``. What is rare by its first byte is looked for by that first: it is ten times as
    fast.
    """
    blanks = np.count_nonzero(data == NEWLINE) + sum(text.count(sign) for sign in (b"\t", b"\r") if sign in text)
    if np.count_nonzero(data < BLANK) != blanks:
        return False
    rare = ((b"#", b"&#"), (b"\xef", b"\xef\xbf"), (b"]", b"]]>"))
    return not any(sign in text and whole in text for sign, whole in rare)


def black(data: Bytes) -> int:
    """How many characters are no blanks."""
    return int(np.count_nonzero(data > BLANK))


def entity_bytes(data: Bytes) -> int | None:
    """How much longer the text is than what it means; None where something else than the five is referred to."""
    places = np.flatnonzero(data == AMPERSAND)
    if not len(places):
        return 0
    if places[-1] + 3 >= len(data):
        return None
    first, second = data[places + 1], data[places + 2]
    lengths = np.zeros(256, np.int64)
    for letter, length in _ENTITY_LENGTHS.items():
        lengths[ord(letter)] = length - 1
    extra = lengths[first]
    extra[(first == ord("a")) & (second == ord("p"))] = 5
    return None if (extra == 0).any() else int(extra.sum())


def places_of(data: Bytes, sought: bytes) -> Positions:
    """Where something of two bytes or more stands.

    Two bytes are compared at once, at even and at odd places, and the others only where those are found.
    """
    pair = int(np.frombuffer(sought[:2], np.uint16)[0])
    found = []
    for first in (0, 1):
        pairs = data[first : first + (len(data) - first) // 2 * 2].view(np.uint16)
        found.append(np.flatnonzero(pairs == pair) * 2 + first)
    places = np.concatenate(found)
    places = places[places + len(sought) <= len(data)]
    for number in range(len(sought) - 1, 1, -1):
        places = places[data[places + number] == sought[number]]
    places.sort()
    return places


def lines_of(data: Bytes, positions: Positions, first: int) -> Positions:
    """The lines in which something stands, if the first byte is in line ``first``."""
    return np.searchsorted(np.flatnonzero(data == NEWLINE), positions) + first
