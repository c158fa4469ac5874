"""Where the tags of a piece of XML stand, found in its bytes by numpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from legacy_adapters.sources.files.xml.counting import BLANK, NEWLINE, Bytes, Positions, is_plain

Mask: TypeAlias = npt.NDArray[np.bool_]

_SLASH, _COLON, _LESS, _EQUALS, _GREATER, _BANG, _QUESTION = (ord(sign) for sign in "/:<=>!?")


@dataclass(frozen=True, slots=True)
class Signs:
    """``opens`` and ``closes``: where each tag's ``<`` and ``>`` stand, one after the other. There are tags only:
    neither a comment, a CDATA section nor a processing instruction, and no character that XML does not allow."""

    data: Bytes
    opens: Positions
    closes: Positions

    @property
    def tags(self) -> int:
        """How many tags there are."""
        return len(self.opens)

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
        for blank in (BLANK, NEWLINE, ord("\t"), ord("\r")):
            places = np.append(np.flatnonzero(self.data == blank), len(self.data))
            end = np.minimum(end, places[np.searchsorted(places, begin)])
        offsets = np.empty(len(begin) * 2 + 1, np.int32)
        offsets[:-1:2], offsets[1:-1:2], offsets[-1] = begin, end, len(self.data)
        py_buffer: Any = pa.py_buffer
        buffers = [None, py_buffer(offsets), py_buffer(self.data)]
        every: Any = pa.BinaryArray.from_buffers(pa.binary(), len(offsets) - 1, buffers)
        return set(every.take(pa.array(np.arange(0, len(offsets) - 1, 2))).unique().to_pylist())

    def black_in_tags(self) -> int:
        """How many characters that are no blanks stand in tags."""
        edges = np.empty(self.tags * 2, np.int64)
        edges[::2], edges[1::2] = self.opens, self.closes
        sums = np.add.reduceat((self.data > BLANK).view(np.uint8), edges, dtype=np.int64)
        return int(sums[::2].sum()) + self.tags


def signs_of(text: bytes) -> Signs | None:
    """The tags of some XML in UTF-8; None where its signs are not that plain."""
    data = np.frombuffer(text, np.uint8)
    if not is_plain(text, data):
        return None
    opens, closes = np.flatnonzero(data == _LESS), np.flatnonzero(data == _GREATER)
    if len(opens) != len(closes) or not len(opens):
        return None
    if not ((opens < closes).all() and (closes[:-1] < opens[1:]).all()):
        return None
    following = data[opens + 1]
    if ((following == _BANG) | (following == _QUESTION)).any():
        return None
    return Signs(data, opens, closes)
