"""Text fields: as they stand, decoded by table look-up for code pages of one byte a character."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.fixed.charset import Charset
from legacy_adapters.sources.files.fixed.kinds.arrow import buffer, validity
from legacy_adapters.sources.files.fixed.kinds.cells import Bytes, Decoded, Mask, Words, any_bad

_UNDECODABLE = "undecodable"


@dataclass(frozen=True, slots=True)
class Text:
    """Characters, blanks included; ``low_values`` turns NUL, COBOL's LOW-VALUES, into blanks first."""

    width: int
    charset: Charset
    low_values: bool = False

    @property
    def type(self) -> pa.DataType:
        """Text."""
        return pa.string()

    def decode(self, cells: Bytes) -> Decoded:
        """See ``Kind``."""
        flat = np.ascontiguousarray(cells).reshape(-1)
        return decode_text(flat, np.full(len(cells), self.width, np.int64), self.charset, low_values=self.low_values)

    def show(self, cell: bytes) -> str:
        """See ``Kind``."""
        return self.charset.show(cell)


@dataclass(frozen=True, slots=True)
class National:
    """``PIC N``: UTF-16, two bytes a character."""

    width: int

    @property
    def type(self) -> pa.DataType:
        """Text."""
        return pa.string()

    def decode(self, cells: Bytes) -> Decoded:
        """See ``Kind``."""
        return _one_by_one([cell.tobytes() for cell in cells], "utf-16-be")

    def show(self, cell: bytes) -> str:
        """See ``Kind``."""
        return cell.hex().upper()


def decode_text(flat: Bytes, sizes: Words, charset: Charset, *, low_values: bool = False) -> Decoded:
    """Cells that lie behind each other in ``flat``, ``sizes`` bytes each, as text."""
    if low_values:
        flat = np.where(flat == 0, np.uint8(charset.space), flat)
    if charset.single:
        return _by_table(flat, sizes, charset)
    if not bool((flat >= 0x80).any()):
        return Decoded(_strings(flat, sizes, None))
    ends = np.cumsum(sizes)
    data = flat.tobytes()
    return _one_by_one([data[e - s : e] for s, e in zip(sizes.tolist(), ends.tolist(), strict=True)], charset.name)


def _by_table(flat: Bytes, sizes: Words, charset: Charset) -> Decoded:
    as_ascii = np.frombuffer(flat.tobytes().translate(charset.to_ascii), np.uint8)
    if as_ascii.max(initial=0) < 0x80:
        return Decoded(_strings(as_ascii, sizes, None))
    lengths = charset.sizes[flat]
    ends = np.cumsum(sizes)
    good: Mask | None = None
    if int(lengths.min()) == 0:
        good = np.ones(len(sizes), np.bool_)
        good[np.searchsorted(ends, np.flatnonzero(lengths == 0), side="right")] = False
        flat = np.where(np.repeat(good, sizes), flat, np.uint8(charset.space))
        lengths = charset.sizes[flat]
    text, _ = codecs.charmap_decode(flat.tobytes(), "strict", charset.table)
    longer = np.flatnonzero(lengths > 1)
    rows = np.searchsorted(ends, longer, side="right")
    written = sizes + np.bincount(rows, weights=lengths[longer] - 1, minlength=len(sizes)).astype(np.int64)
    values = _strings(np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8), written, good)
    return Decoded(values, None if good is None else ~good, _UNDECODABLE)


def _strings(data: Bytes, sizes: Words, good: Mask | None) -> Array:
    """Arrow text from valid UTF-8."""
    offsets = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=offsets[1:])
    bitmap, nulls = validity(good)
    buffers = [bitmap, buffer(offsets.astype(np.int32)), buffer(data)]
    return pa.Array.from_buffers(pa.string(), len(sizes), buffers, nulls)


def _one_by_one(cells: list[bytes], encoding: str) -> Decoded:
    texts: list[str | None] = []
    for cell in cells:
        try:
            texts.append(cell.decode(encoding))
        except UnicodeDecodeError:
            texts.append(None)
    bad: Mask = np.array([text is None for text in texts], np.bool_)
    return Decoded(pa.array(texts, pa.string()), any_bad(bad), _UNDECODABLE)
