"""The file in which Paradox keeps long texts and binary data (.MB), and where in it each of them is.

A record has the first bytes of a text; behind them, low byte first, where the rest is and how long the whole is. What
fits into the record stands nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from legacy_adapters.sources.files.desktop.beside import same_stem_in_any_case
from legacy_adapters.sources.files.desktop.long_texts import TextLost
from legacy_adapters.sources.files.format import FIELD_BYTES
from legacy_adapters.sources.files.paradox.fields import POINTER_BYTES

_SINGLE: Final = 2
_SHARED: Final = 3
_ALONE: Final = 0xFF
_SINGLE_HEADER: Final = 9
_FIRST_ENTRY: Final = 12
_ENTRY: Final = 5
_UNIT: Final = 16


@dataclass(frozen=True, slots=True)
class BlobFile:
    """An open .MB file."""

    file: BinaryIO

    @classmethod
    def beside(cls, path: Path) -> BlobFile | None:
        """The one that belongs to a table, whatever the case of its name; None where there is none."""
        found = same_stem_in_any_case(path, ".mb")
        return None if found is None else cls(found.open("rb"))

    def close(self) -> None:
        """Closes the file."""
        self.file.close()

    def read(self, block: int, entry: int, length: int, shown: str) -> bytes:
        """A text: alone in its ``block``, or one of several, by its ``entry``. Raises ``TextLost``."""
        kind = self._at(block, 1, shown)[0]
        if kind == _SINGLE and entry == _ALONE:
            return self._at(block + _SINGLE_HEADER, length, shown)
        if kind == _SHARED and entry != _ALONE:
            place, units, _, _, last = self._at(block + _FIRST_ENTRY + _ENTRY * entry, _ENTRY, shown)
            if (units - 1) * _UNIT + last != length:
                raise TextLost("missing_memo", shown)
            return self._at(block + place * _UNIT, length, shown)
        raise TextLost("missing_memo", shown)

    def _at(self, place: int, length: int, shown: str) -> bytes:
        self.file.seek(place)
        found = self.file.read(length)
        if len(found) < length:
            raise TextLost("missing_memo", shown)
        return found


def text_of(cell: bytes, file: BlobFile | None) -> bytes | None:
    """The text of a cell: from the record, or from the file; None for nothing. Raises ``TextLost``."""
    begun, pointer = cell[:-POINTER_BYTES], cell[-POINTER_BYTES:]
    place, length = int.from_bytes(pointer[:4], "little"), int.from_bytes(pointer[4:8], "little")
    if not length:
        return None
    if length <= len(begun):
        return begun[:length]
    shown = f"block {place >> 8}"
    if length > FIELD_BYTES:
        raise TextLost("field_too_long", shown)
    if file is None or not place:
        raise TextLost("missing_memo", shown)
    return file.read(place & ~0xFF, place & 0xFF, length, shown)
