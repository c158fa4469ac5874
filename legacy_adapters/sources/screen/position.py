"""How far a screen was read: which ranges are left, how many pages of the first of them, and what proves them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self, TypeAlias

Range: TypeAlias = tuple[str, str]
"""First and last of a range, both included, as ``Ranges`` counts them."""


@dataclass(frozen=True, slots=True)
class Position:
    """``ranges`` are those that are not read to their end; None where they were not made yet, and where a recipe has
    none. ``pages`` of the first of them were read, and ``last`` is the hash of the last of these; ``address`` leads
    there at once, "" where none is known to, and None where one was tried and led elsewhere.

    ``whole`` is true once everything was read: the next run begins anew.
    """

    ranges: tuple[Range, ...] | None = None
    pages: int = 0
    last: str = ""
    proof: Mapping[str, Any] = field(default_factory=dict)
    whole: bool = False
    address: str | None = ""

    @classmethod
    def of(cls, text: str | None) -> Self:
        """What ``dump`` wrote; the beginning where there is nothing, or where everything was read."""
        if not text:
            return cls()
        kept = json.loads(text)
        if kept["whole"]:
            return cls()
        ranges = kept["ranges"]
        pairs = None if ranges is None else tuple((first, last) for first, last in ranges)
        return cls(pairs, kept["pages"], kept["last"], kept["proof"], address=kept.get("address", ""))

    def dump(self) -> str:
        """As text, for the ledger."""
        kept = {
            "ranges": self.ranges,
            "pages": self.pages,
            "last": self.last,
            "proof": dict(self.proof),
            "whole": self.whole,
            "address": self.address,
        }
        return json.dumps(kept, ensure_ascii=False)
