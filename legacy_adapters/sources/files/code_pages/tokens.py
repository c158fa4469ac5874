"""The words of a sample that have bytes above 127: what a code page is recognised by."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import log2
from typing import Final

_RUN: Final = re.compile(rb"(?:[\x80-\xff][\x40-\xff]?|[0-9A-Za-z])+")
"""A byte above 127 takes the next one with it, as it may be the first of two."""

LONGEST = 120
MOST = 240


@dataclass(frozen=True, slots=True)
class Tokens:
    """Different words, each with its weight: one that comes a hundred times says hardly more than one that comes
    twice. ``found`` counts all places with bytes above 127."""

    words: tuple[bytes, ...]
    weights: tuple[float, ...]
    found: int


def tokens_of(data: bytes) -> Tokens:
    """The first ``MOST`` different words of ``data`` with bytes above 127."""
    counted = Counter(run[:LONGEST] for run in _RUN.findall(data) if not run.isascii())
    words = tuple(counted)[:MOST]
    return Tokens(words, tuple(1 + log2(counted[word]) / 2 for word in words), counted.total())
