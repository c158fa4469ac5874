"""Reading what waits of a run, frame by frame; what is damaged is named, and the rest goes on."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from legacy_adapters.core.records import Records
from legacy_adapters.sinks.spool.folder import RunFolder, Slip
from legacy_adapters.sinks.spool.frames import HEAD_BYTES, MARK, Head, records_of
from legacy_adapters.sinks.spool.place import Place


@dataclass(frozen=True, slots=True)
class Damage:
    """A part of a segment that is not as it was written, in words: which bytes, and which records where that is
    known."""

    what: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands from ``begin`` up to ``end``: records, or what is left of them."""

    begin: Place
    end: Place
    records: Records | None = None
    damage: Damage | None = None


def frames(folder: RunFolder, slip: Slip, since: Place) -> Iterator[Frame]:
    """The frames behind a place, in their order. One that is damaged comes as such, and what it says of itself."""
    for number in range(since.segment, len(slip.segments) + 1):
        begin = since.offset if number == since.segment else 0
        length = slip.segments[number - 1]
        if begin < length:
            yield from _of_segment(folder.segment(number), number, begin, length)


def _of_segment(path: Path, number: int, begin: int, length: int) -> Iterator[Frame]:
    try:
        held = path.stat().st_size
    except FileNotFoundError:
        held = 0
    end = min(held, length)
    if begin < end:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            yield from _in(mapped, path, number, begin, end)
    if held < length:
        what = f"it ends at byte {held:,} of {length:,}"
        yield Frame(Place(number, end), Place(number, length), damage=Damage(f"{path}: {what}"))


def _in(mapped: mmap.mmap, path: Path, number: int, begin: int, end: int) -> Iterator[Frame]:
    place = begin
    while place < end:
        head = Head.read(mapped[place : place + HEAD_BYTES])
        if head is None or place + HEAD_BYTES + head.length > end:
            following = _next_mark(mapped, place + 1, end)
            what = f"bytes {place:,} to {following:,} are not as they were written"
            yield Frame(Place(number, place), Place(number, following), damage=Damage(f"{path}: {what}"))
            place = following
            continue
        upto = place + HEAD_BYTES + head.length
        found = (Place(number, place), Place(number, upto))
        yield _frame(mapped[place + HEAD_BYTES : upto], head, str(path), *found)
        place = upto


def _frame(content: bytes, head: Head, where: str, begin: Place, end: Place) -> Frame:
    if crc32(content) == head.checksum:
        return Frame(begin, end, records_of(content))
    what = f"{head.count:,} records, numbered from {head.first} on, are not as they were written"
    return Frame(begin, end, damage=Damage(f"{where}: {what}"))


def _next_mark(mapped: mmap.mmap, place: int, end: int) -> int:
    """Where the next frame begins that says so itself; ``end`` where none does."""
    while (place := mapped.find(MARK, place, end)) >= 0:
        if Head.read(mapped[place : place + HEAD_BYTES]) is not None:
            return place
        place += 1
    return end
