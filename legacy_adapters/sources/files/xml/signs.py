"""Where the tags of a piece of XML stand, found in its bytes by numpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Positions: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]

_SPACE, _AMPERSAND, _SLASH, _COLON, _LESS, _EQUALS, _GREATER = (ord(sign) for sign in " &/:<=>")
_BANG, _QUESTION, _NEWLINE = ord("!"), ord("?"), ord("\n")
_ENTITY_LENGTHS = {"a": 5, "l": 4, "g": 4, "q": 6}
"""``&amp;`` (``&apos;`` is told from it by its next letter), ``&lt;``, ``&gt;``, ``&quot;``."""


@dataclass(frozen=True, slots=True)
class Signs:
    """``opens`` and ``closes``: where each tag's ``<`` and ``>`` stand, one after the other. There are tags only:
    neither a comment, a CDATA section nor a processing instruction, and no character that XML does not allow."""

    data: npt.NDArray[np.uint8]
    opens: Positions
    closes: Positions
    newlines: Positions

    @property
    def tags(self) -> int:
        """How many tags there are."""
        return len(self.opens)

    def tag_bytes(self) -> int:
        """The length of all tags together."""
        return int((self.closes - self.opens).sum()) + self.tags

    def lines(self, positions: Positions, first: int) -> Positions:
        """The lines in which something stands, if the first byte is in line ``first``."""
        return np.searchsorted(self.newlines, positions) + first

    def ending(self) -> Mask:
        """Which tags end an element."""
        found: Mask = self.data[self.opens + 1] == _SLASH
        return found

    def closed(self) -> Mask:
        """Which tags are elements by themselves: ``<a/>``."""
        found: Mask = self.data[self.closes - 1] == _SLASH
        return found

    def within_tags(self, sign: int) -> Positions:
        """Where a sign stands within a tag."""
        places = np.flatnonzero(self.data == sign)
        tag = np.searchsorted(self.opens, places) - 1
        return places[(tag >= 0) & (places < self.closes[tag])]

    def equals(self) -> Positions:
        """The signs of attributes."""
        return self.within_tags(_EQUALS)

    def has_prefixes(self, equals: Positions) -> bool:
        """Whether a colon stands in the name of an element: before any attribute."""
        colons = self.within_tags(_COLON)
        begin = self.opens[np.searchsorted(self.opens, colons) - 1]
        return bool((np.searchsorted(equals, colons) == np.searchsorted(equals, begin)).any())

    def names(self, tags: Mask) -> set[bytes]:
        """The different names of some tags that begin an element or are one."""
        begin = self.opens[tags] + 1
        end = self.closes[tags] - self.closed()[tags]
        for blank in (_SPACE, _NEWLINE, ord("\t"), ord("\r")):
            places = np.append(np.flatnonzero(self.data == blank), len(self.data))
            end = np.minimum(end, places[np.searchsorted(places, begin)])
        offsets = np.empty(len(begin) * 2 + 1, np.int32)
        offsets[:-1:2], offsets[1:-1:2], offsets[-1] = begin, end, len(self.data)
        py_buffer: Any = pa.py_buffer
        buffers = [None, py_buffer(offsets), py_buffer(self.data)]
        every: Any = pa.BinaryArray.from_buffers(pa.binary(), len(offsets) - 1, buffers)
        return set(every.take(pa.array(np.arange(0, len(offsets) - 1, 2))).unique().to_pylist())

    def black(self) -> int:
        """How many characters are no blanks."""
        return int(np.count_nonzero(self.data > _SPACE))

    def black_in_tags(self) -> int:
        """How many of them stand in tags."""
        edges = np.empty(self.tags * 2, np.int64)
        edges[::2], edges[1::2] = self.opens, self.closes
        sums = np.add.reduceat((self.data > _SPACE).view(np.uint8), edges, dtype=np.int64)
        return int(sums[::2].sum()) + self.tags

    def entity_bytes(self) -> int | None:
        """How much longer the text is than what it means; None where something else than the five is referred to."""
        places = np.flatnonzero(self.data == _AMPERSAND)
        if not len(places):
            return 0
        if places[-1] + 3 >= len(self.data):
            return None
        first, second = self.data[places + 1], self.data[places + 2]
        lengths = np.zeros(256, np.int64)
        for letter, length in _ENTITY_LENGTHS.items():
            lengths[ord(letter)] = length - 1
        extra = lengths[first]
        extra[(first == ord("a")) & (second == ord("p"))] = 5
        return None if (extra == 0).any() else int(extra.sum())


def signs_of(text: bytes) -> Signs | None:
    """The tags of some XML in UTF-8; None where its signs are not that plain."""
    data = np.frombuffer(text, np.uint8)
    opens, closes = np.flatnonzero(data == _LESS), np.flatnonzero(data == _GREATER)
    if len(opens) != len(closes) or not len(opens):
        return None
    if not ((opens < closes).all() and (closes[:-1] < opens[1:]).all()):
        return None
    following = data[opens + 1]
    if ((following == _BANG) | (following == _QUESTION)).any():
        return None
    newlines = np.flatnonzero(data == _NEWLINE)
    blanks = len(newlines) + sum(text.count(sign) for sign in (b"\t", b"\r") if sign in text)
    if np.count_nonzero(data < _SPACE) != blanks:
        return None
    if (b"#" in text and b"&#" in text) or b"\xef\xbf" in text:
        return None
    return Signs(data, opens, closes, newlines)
