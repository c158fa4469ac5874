"""What bytes say of themselves without any knowledge of languages: byte-order marks, UTF-8, UTF-16, UTF-32."""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import dataclass
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_BROKEN = "\ufffd"


@dataclass(frozen=True, slots=True)
class Marked:
    """A byte-order mark: the codec that reads bytes behind it, and the name a person knows."""

    codec: str
    name: str


def marked(data: bytes) -> Marked | None:
    """What the byte-order mark at the beginning says, if there is one."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return Marked(codec, name)
    return None


@dataclass(frozen=True, slots=True)
class Utf8:
    """How far bytes keep to the rules of UTF-8: characters of several bytes, and places that break the rules."""

    characters: int
    broken: int

    @property
    def valid(self) -> bool:
        """Whether there are characters of several bytes, and nothing breaks the rules."""
        return self.characters > 0 and not self.broken

    @property
    def damaged(self) -> bool:
        """Whether it is UTF-8 with a few bytes in it that are not: by chance so many would never fit."""
        return 0 < self.broken * 10 <= self.characters


def utf8(data: bytes) -> Utf8:
    """Looks at all bytes; a character cut off at the end counts for nothing."""
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(data)
    outside = sum(1 for one in text if one > "\x7f") if not text.isascii() else 0
    honest = data.count(_BROKEN.encode())
    broken = text.count(_BROKEN) - honest
    return Utf8(outside - text.count(_BROKEN) + honest, broken)


def unmarked_wide(data: bytes) -> str | None:
    """``utf-16-le``, ``utf-16-be``, ``utf-32-le`` or ``utf-32-be`` for text in one of them without a mark: the same
    few high bytes, most often zero, stand at every second (fourth) place, and what comes out is readable."""
    sample = data[: 1 << 16]
    if len(sample) < 8 or sample.count(0) * 10 < len(sample):
        return None
    wide = sample[: len(sample) // 4 * 4]
    for codec, upper in (("utf-32-le", (2, 3)), ("utf-32-be", (0, 1))):
        if sum(wide[at::4].count(0) for at in upper) == len(wide) // 2:
            return _readable(wide, codec)
    pairs = sample[: len(sample) // 2 * 2]
    low, high = _concentration(pairs[0::2]), _concentration(pairs[1::2])
    if max(low, high) < 0.75 or abs(low - high) < 0.15:
        return None
    return _readable(pairs, "utf-16-le" if high > low else "utf-16-be")


def _concentration(half: bytes) -> float:
    """The share of the two commonest bytes, if one of them is zero."""
    common = Counter(half).most_common(2)
    return sum(count for _, count in common) / len(half) if any(byte == 0 for byte, _ in common) else 0.0


def _readable(data: bytes, codec: str) -> str | None:
    text = codecs.getincrementaldecoder(codec)("replace").decode(data)
    good = sum(1 for one in text if one.isprintable() or one in "\r\n\t\f") - text.count(_BROKEN)
    return codec if good >= 0.95 * len(text) else None
