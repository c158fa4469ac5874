"""Headers and trailers: records that are told by how they begin, and say what the file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.fixed.charset import Charset
from legacy_adapters.sources.files.fixed.kinds.cells import Kind


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure in such a record: where it is, and what its bytes mean."""

    at: int
    kind: Kind

    def read(self, record: bytes) -> str:
        """The figure as plain text; as it stands where it is none."""
        cell = record[self.at : self.at + self.kind.width]
        if len(cell) < self.kind.width:
            return self.kind.show(cell)
        decoded = self.kind.decode(np.frombuffer(cell, np.uint8).reshape(1, -1))
        return _plain(decoded.values) or self.kind.show(cell)


@dataclass(frozen=True, slots=True)
class Mark:
    """A record with ``text`` at byte ``at``. ``count_extra`` of the records that it counts are no rows."""

    text: bytes
    at: int = 0
    count: Stated | None = None
    count_extra: int = 0
    totals: Mapping[str, Stated] = field(default_factory=dict)

    def matches(self, record: bytes) -> bool:
        """Whether a record is this one."""
        return record[self.at : self.at + len(self.text)] == self.text

    def stated(self, record: bytes, columns: frozenset[str]) -> dict[str, str]:
        """What it says of the rows and of the sums of ``columns``, as ``Piece.stated`` wants it."""
        found = {name: stated.read(record) for name, stated in self.totals.items() if name in columns}
        if self.count is not None:
            text = self.count.read(record)
            number = text.strip()
            found["count"] = str(int(number) - self.count_extra) if number.isdecimal() else text
        return found


def mark_of(text: str, at: int, charset: Charset) -> Mark:
    """A mark without figures. Raises ``ValueError`` for characters that the code page does not have."""
    try:
        return Mark(charset.encode(text), at)
    except UnicodeEncodeError:
        raise ValueError(f"{text!r} cannot be written in {charset.name}") from None


def _plain(values: Array) -> str:
    value = values[0].as_py()
    return format(value, "f") if isinstance(value, Decimal) else "" if value is None else str(value)
