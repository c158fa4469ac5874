"""The end of a file, looked at from behind, without reading what lies before."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import BinaryIO, Final

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.delimited.charset import Charset

TAIL_BYTES: Final = 256 * 1024
"""How far from its end a file's last lines are looked for."""


@dataclass(frozen=True, slots=True)
class LastLine:
    """A line at the end of a file: where it begins, and its bytes as they stand, without its line break."""

    offset: int
    data: bytes


def last_lines(file: BinaryIO, charset: Charset, count: int) -> list[LastLine]:
    """The last ``count`` lines that are not empty, the last one first; fewer where the file has no more of them within
    ``TAIL_BYTES``. DOS's end of file (1A) and NULs behind the last line are no part of it."""
    size = file.seek(0, os.SEEK_END)
    unit = len("\n".encode(charset.codec))
    first = charset.bom + max(0, size - charset.bom - TAIL_BYTES) // unit * unit
    file.seek(first)
    data = file.read(size - first)
    feed, back = ("\n".encode(charset.codec), "\r".encode(charset.codec))
    ends = _breaks(data, feed, back, unit)
    lines: list[LastLine] = []
    stop = len(data)
    for begin, text_end in [*reversed(ends), (0, 0)]:
        line = data[begin:stop]
        if _has_text(line, charset):
            if begin or first == charset.bom:
                lines.append(LastLine(first + begin, line))
            if len(lines) == count:
                break
        stop = text_end
    return lines


def _breaks(data: bytes, feed: bytes, back: bytes, unit: int) -> list[tuple[int, int]]:
    """Of each line break: where the next line begins, and where the text before ends."""
    pattern = re.compile(re.escape(back) + b"(?:" + re.escape(feed) + b")?|" + re.escape(feed))
    return [(one.end(), one.start()) for one in pattern.finditer(data) if one.start() % unit == 0]


def _has_text(line: bytes, charset: Charset) -> bool:
    return bool(line.decode(charset.codec, "replace").strip(" \t\r\n\f\0\x1a"))


def footer_start(file: BinaryIO, charset: Charset, lines: int, where: str) -> int:
    """Where the last ``lines`` lines that are not empty begin; the file's size for none. Raises ``BadPart`` for a file
    that does not have so many."""
    if not lines:
        return file.seek(0, os.SEEK_END)
    found = last_lines(file, charset, lines)
    if len(found) < lines:
        raise BadPart(
            f"has {len(found)} lines where {lines} are to be left out at the end",
            where=where,
            hint="see `footer` in the pipeline file",
        )
    return found[-1].offset
