"""Lines of UTF-8, in which positions count characters: brought to one byte a character, by a table of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from legacy_adapters.sources.files.fixed.charset import Charset, charset_of
from legacy_adapters.sources.files.fixed.framing.block import Block

_ROOM = 0x80
"""How many different characters that are not ASCII a table of one byte a character can hold."""

_UNICODE = 0x110000

_Codes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Transcribed:
    """Some records, and the code page that their bytes are in now."""

    block: Block
    charset: Charset


def transcribed(block: Block, page: Charset) -> Iterator[Transcribed]:
    """The records with one byte a character; in several parts where they have more than 128 different ones.

    Bytes that are no UTF-8 become bytes that stand for no character, as do those of a single line with more of them.
    """
    if not bool((block.data >= 0x80).any()):
        yield Transcribed(block, page)
        return
    text = block.data.tobytes().decode("utf-8", "surrogateescape")
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    foreign = np.flatnonzero(codes >= _ROOM)
    extra = _extra(codes[foreign])
    total = np.concatenate([np.zeros(1, np.int64), np.cumsum(extra)])
    # Where in the file each of them ends: what stands behind it is moved forward by all bytes that are too many.
    ends = foreign + total[1:] + 1
    starts = block.starts - total[np.searchsorted(ends, block.starts, side="right")]
    stops = block.starts + block.sizes
    sizes = stops - total[np.searchsorted(ends, stops, side="right")] - starts
    yield from _parts(codes, replace(block, starts=starts, sizes=sizes))


def _extra(codes: _Codes) -> NDArray[np.int64]:
    """How many bytes more than one each character took in the file; one that stands for a wrong byte took that one."""
    extra = (codes >= 0x80).astype(np.int64) + (codes >= 0x800) + (codes >= 0x10000)
    extra[_wrong(codes)] = 0
    return extra


def _wrong(codes: _Codes) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (codes >= 0xD800) & (codes <= 0xDFFF)
    return found


def _parts(codes: _Codes, block: Block) -> Iterator[Transcribed]:
    begin = int(block.starts[0])
    some = codes[begin : int(block.starts[-1] + block.sizes[-1])]
    foreign = np.unique(some[some >= _ROOM])
    foreign = foreign[~_wrong(foreign)]
    rows = len(block.starts)
    if len(foreign) >= _ROOM and rows > 1:
        for first, end in ((0, rows // 2), (rows // 2, rows)):
            part = replace(
                block,
                starts=block.starts[first:end],
                sizes=block.sizes[first:end],
                numbers=block.numbers[first:end],
                cut=block.cut and end == rows,
            )
            yield from _parts(codes, part)
        return
    # The last byte stands for no character at all.
    known = foreign[: _ROOM - 1]
    table = np.full(_UNICODE, 0xFF, np.uint8)
    table[:_ROOM] = np.arange(_ROOM)
    table[known] = _ROOM + np.arange(len(known))
    data = table[some]
    characters = [*map(chr, range(_ROOM)), *map(chr, known.tolist())]
    page = charset_of("utf-8", [*characters, *[None] * (2 * _ROOM - len(characters))])
    yield Transcribed(replace(block, data=data, starts=block.starts - begin), page)
