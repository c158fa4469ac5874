"""The sink that a run writes to where its records have to wait: everything is durable at ``commit``, and sealed once it
is all there."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from legacy_adapters.core.errors import OutputError, StateMismatch
from legacy_adapters.core.protocols import Delivery, Receipt, Refusal, Token
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.atomic_file import make_folder, sync_folder, write_all, writing
from legacy_adapters.sinks.spool.folder import RunFolder, SpoolFolder, slip_of
from legacy_adapters.sinks.spool.frames import frame_of
from legacy_adapters.sinks.spool.place import Place, SpoolToken

SEGMENT_BYTES: Final = 64 * 1024 * 1024
"""A segment that has so many is followed by the next one."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much the spool may hold: ``most`` bytes, of which ``others`` are those of other runs. ``make`` is called
    where that is not enough: it takes away what all sinks have, and returns the bytes that others still hold."""

    most: int
    others: int
    make: Callable[[], int]


class SpoolWriter:
    """One run's writing into the spool; a ``Sink``."""

    def __init__(self, spool: SpoolFolder, room: Room, delivery: Delivery, token: Token | None) -> None:
        self._folder = spool.run(delivery.run_id)
        self._room = room
        self._delivery = delivery
        self._token = SpoolToken(delivery.run_id) if token is None else _own(token, delivery.run_id)
        self._file: int | None = None
        with writing(self._folder.path):
            make_folder(self._folder.path)
            _go_back(self._folder, self._token.end)
        self._size = self._folder.size()

    def write(self, records: Records) -> None:
        """Appends a frame. Raises ``OutputError`` where the disk, or the spool, is full."""
        frame = frame_of(records)
        length = sum(map(len, frame))
        self._check_room(length)
        path = self._folder.segment(self._token.end.segment)
        with writing(path):
            if self._file is None:
                self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
            for piece in frame:
                write_all(self._file, piece)
        self._size += length
        end = replace(self._token.end, offset=self._token.end.offset + length)
        self._token = SpoolToken(self._token.run, end, self._token.frames + 1, self._token.records + records.count)
        if end.offset >= SEGMENT_BYTES:
            self._next_segment()

    def commit(self) -> Token:
        """Everything written is on the disk."""
        self._sync()
        return self._token.dump()

    def publish(self) -> Token:
        """Seals the run: from now on it may be delivered. Idempotent."""
        self._sync()
        segments = tuple(path.stat().st_size for path in self._folder.segments())
        self._folder.seal(slip_of(self._delivery, segments, self._token.frames, self._token.records))
        return self._token.dump()

    def receipts(self) -> Sequence[Receipt]:
        """None: whoever delivers the records has them."""
        return ()

    def refusals(self) -> Sequence[Refusal]:
        """None: the spool takes everything."""
        return ()

    def outputs(self) -> Sequence[str]:
        """Nothing that a person looks for: where the records go is told by whoever delivers them."""
        return ()

    def close(self) -> None:
        """Closes the file; what was committed waits for the run to be gone on with."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _check_room(self, length: int) -> None:
        room = self._room
        if self._size + room.others + length > room.most:
            self._room = room = replace(room, others=room.make())
        if self._size + room.others + length > room.most:
            what = f"the spool is full: {self._size + room.others:,} of {room.most:,} bytes wait to be delivered"
            hint = "Nothing is lost: run it again when `deliver` has made room, or allow more with spool: max_bytes."
            raise OutputError(what, where=str(self._folder.path.parent), hint=hint)

    def _sync(self) -> None:
        if self._file is not None:
            with writing(self._folder.path):
                os.fsync(self._file)
                sync_folder(self._folder.path)

    def _next_segment(self) -> None:
        self._sync()
        self.close()
        self._token = replace(self._token, end=Place(self._token.end.segment + 1))


def _own(token: Token, run: str) -> SpoolToken:
    found = SpoolToken.load(token)
    if found.run != run:
        raise StateMismatch(f"the ledger has run {run}, its place in the spool is of run {found.run}")
    return found


def _go_back(folder: RunFolder, end: Place) -> None:
    """Forgets what was written behind ``end``. Raises ``StateMismatch`` where not all before it is there."""
    for number, path in enumerate(folder.segments(), start=1):
        if number > end.segment:
            path.unlink()
    last = folder.segment(end.segment)
    held = last.stat().st_size if last.exists() else 0
    complete = all(folder.segment(number).exists() for number in range(1, end.segment))
    if held < end.offset or not complete:
        what = f"the spool holds {held:,} bytes of segment {end.segment}, and the ledger says {end.offset:,}"
        raise StateMismatch(what, where=str(last), hint="Begin the run anew (--full).")
    if held > end.offset:
        os.truncate(last, end.offset)
