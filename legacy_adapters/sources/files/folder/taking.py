"""Takes a file for this runner alone: checks it once more, claims it, and brings its content here."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from legacy_adapters.remote.errors import Busy, Lost
from legacy_adapters.sources.files.folder.claims import Claim
from legacy_adapters.sources.files.folder.completeness import Completeness
from legacy_adapters.sources.files.folder.entry import Entry, Left, Waiting
from legacy_adapters.sources.files.folder.fetching import Fetched, Fetcher
from legacy_adapters.sources.files.folder.local_errors import looking
from legacy_adapters.sources.files.folder.names import folded, split_name
from legacy_adapters.sources.files.folder.protocols import Store
from legacy_adapters.sources.files.folder.taken import Taken, place_of

_CHANGED = "it changed since it was found; it is looked at again next time"
_GONE = "it is not there any more: another runner took it, or it was moved or removed"
_BUSY = "another program holds it; it is tried again next time"
_TOO_LONG = "its name is too long for a claim to be added to it; a shorter one is needed"
LONGEST = 255
"""Bytes of a name that every file system in use takes."""


class _NotTaken(Exception):
    """Why a file is left alone."""


@dataclass(slots=True)
class Taking:
    """Takes files one by one. ``owner`` is None where nothing is claimed: files are then read as they lie."""

    store: Store
    completeness: Completeness
    fetcher: Fetcher
    owner: str | None
    held: dict[str, Entry] = field(default_factory=dict)
    """What this process claimed, by the stamp and name it was found under: an archive's members come one by one."""

    def take(self, waiting: Waiting) -> Taken | Left:
        """Raises ``OutputError`` where it may not be claimed or there is no room for a copy, ``Unavailable``,
        ``AccessDenied``."""
        try:
            return self._take(waiting)
        except _NotTaken as reason:
            return Left(waiting.name, str(reason))
        except Lost:
            return Left(waiting.name, _GONE)
        except Busy:
            return Left(waiting.name, _BUSY)

    def _take(self, waiting: Waiting) -> Taken:
        ours = self._held_already(waiting)
        fetched = None
        if self.completeness.reads and ours is None:
            fetched = self._ready(waiting)
        try:
            held = ours or self._claimed(waiting)
            fetched = fetched or self.fetcher.fetch(held, waiting.original, waiting.member)
            if self._stamp_of(held.name) != held.stamp:
                self._give_back(held, waiting)
                raise _NotTaken(_CHANGED)
        except BaseException:
            _discard(fetched)
            raise
        place = place_of(waiting.original, held, fetched.packed_digest, waiting.member, waiting.trigger)
        return Taken(
            waiting=waiting,
            digest=fetched.digest,
            size=fetched.size,
            place=place.to_text(),
            fault=fetched.fault,
            _store=self.store,
            _held=held,
            _copy=fetched.copy,
            _taken_at=time.time_ns(),
        )

    def _held_already(self, waiting: Waiting) -> Entry | None:
        """The file as it is under our claim: from an earlier run, or for another of its members."""
        if waiting.claimed:
            return waiting.entry
        known = self.held.get(f"{waiting.entry.stamp} {waiting.original}")
        return known if known is not None and self.store.find(known.name) is not None else None

    def _ready(self, waiting: Waiting) -> Fetched:
        """Its content, before it is claimed: a program that is writing it must not lose it under its hands."""
        fetched = self.fetcher.fetch(waiting.entry, waiting.original, waiting.member)
        try:
            # One that cannot be unpacked now may be complete as little as any other.
            file = self.store.path(waiting.entry.name) if self.store.local else None
            with looking(waiting.shown):
                content = fetched.copy or file
                reason = None if content is None else self.completeness.unready(waiting.name, file, content)
            if reason is not None:
                raise _NotTaken(reason)
        except BaseException:
            _discard(fetched)
            raise
        return fetched

    def _claimed(self, waiting: Waiting) -> Entry:
        """The file as it is now, under our claim where claims are made."""
        entry = waiting.entry
        if self._stamp_of(entry.name) != entry.stamp:
            raise _NotTaken(_CHANGED)
        if self.owner is None:
            return entry
        name = Claim(waiting.original, self.owner, datetime.now(UTC).replace(microsecond=0)).name
        if len(split_name(name)[1].encode(errors="surrogateescape")) > LONGEST:
            raise _NotTaken(_TOO_LONG)
        if self.store.find(name) is not None:
            raise _NotTaken("a file of this name was claimed in the same second; it is taken next time")
        self.store.claim(entry.name, name)
        held = self.store.find(name)
        if held is None:
            raise Lost(name)
        if held.stamp != entry.stamp:
            self._give_back(held, waiting)
            raise _NotTaken(_CHANGED)
        self.held[f"{entry.stamp} {waiting.original}"] = held
        return held

    def _stamp_of(self, name: str) -> str:
        found = self.store.find(name)
        if found is None:
            raise Lost(name)
        return found.stamp

    def _give_back(self, held: Entry, waiting: Waiting) -> None:
        """Its own name, unless there is a new file of that name by now: then our claim stands, and is taken up."""
        self.held.pop(f"{waiting.entry.stamp} {waiting.original}", None)
        if folded(held.name) != folded(waiting.original):
            self.store.move_new(held.name, waiting.original)


def _discard(fetched: Fetched | None) -> None:
    if fetched is not None and fetched.copy is not None:
        fetched.copy.unlink(missing_ok=True)
