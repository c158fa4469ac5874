"""Moves files that were read to the archive or to quarantine; nothing there is ever overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from legacy_adapters.core.errors import PartChanged
from legacy_adapters.remote.errors import Lost
from legacy_adapters.sources.files.folder.archive_path import ArchivePath
from legacy_adapters.sources.files.folder.content import digest_of
from legacy_adapters.sources.files.folder.entry import Entry
from legacy_adapters.sources.files.folder.local_errors import looking
from legacy_adapters.sources.files.folder.names import as_part, joined, split_name, stem_and_suffix
from legacy_adapters.sources.files.folder.place import Place
from legacy_adapters.sources.files.folder.protocols import Store

REPORT = ".report.txt"


@dataclass(frozen=True, slots=True)
class PuttingAway:
    """Moves within one store."""

    store: Store

    def move(self, place: Place, template: ArchivePath, at: datetime) -> str | None:
        """Moves the file, what belongs to it, and its trigger: where it went, None where it is in neither place.

        Done again after a kill, with the same moment, it finds what it did. Raises ``PartChanged`` where the file is
        not what was read: it has its own name again then. ``OutputError`` where it cannot be moved.
        """
        folder = template.folder(place.original, at)
        held = self._as_read(place)
        for name, stamp in (*place.beside, *([place.trigger] if place.trigger else [])):
            self._move_along(name, stamp, folder)
        for target in _names(folder, split_name(place.original)[1], place.digest):
            if held is not None:
                try:
                    if self.store.move_new(held.name, target):
                        return target
                except Lost:
                    held = None
            if self._has(target, place.digest):
                if held is not None:
                    self.store.remove(held)
                return target
        return None

    def report(self, place: Place, template: ArchivePath, at: datetime, text: str, moved_to: str | None) -> str:
        """Writes a report beside a file that was moved; of an archive's member where the archive will be."""
        name = moved_to or joined(template.folder(place.original, at), split_name(place.original)[1])
        if place.member is not None:
            name += f"!{as_part(place.member)}"
        data = text.encode(errors="backslashreplace")
        for target in (name + REPORT, f"{name}.{hashlib.sha256(data).hexdigest()[:8]}{REPORT}"):
            if self.store.write_new(target, data) or self._has(target, hashlib.sha256(data).hexdigest()):
                return target
        return name

    def release(self, place: Place) -> bool:
        """Gives a claimed file its name back; False where there is a new file of that name: the claim then stays."""
        if not place.claimed:
            return True
        try:
            return self.store.move_new(place.held, place.original)
        except Lost:
            return True

    def _as_read(self, place: Place) -> Entry | None:
        """The file where it lies; None where it is not there any more."""
        found = self.store.find(place.held)
        if found is None or found.stamp == place.stamp or self._has(place.held, place.digest):
            return found
        self.release(place)
        raise PartChanged(
            "the file was changed after it had been taken, so it was not put away",
            where=self.store.shown(place.original),
            hint="What was read before is delivered. The next run takes the file as it is now; find out who writes it.",
        )

    def _has(self, name: str, digest: str) -> bool:
        """Whether there is a file of this content."""
        try:
            where = self.store.shown(name)
            with looking(where), self.store.open(name) as file:
                return digest_of(file)[0] == digest
        except Lost:
            return False

    def _move_along(self, name: str, stamp: str, folder: str) -> None:
        """Only while it is the one that belonged to the file: it may be that of a new one already."""
        found = self.store.find(name)
        if found is None or found.stamp != stamp:
            return
        digest = self._digest(name)
        for target in _names(folder, split_name(name)[1], digest):
            try:
                if self.store.move_new(name, target):
                    return
            except Lost:
                return
            if self._has(target, digest):
                self.store.remove(found)
                return

    def _digest(self, name: str) -> str:
        with looking(self.store.shown(name)), self.store.open(name) as file:
            return digest_of(file)[0]


def _names(folder: str, last: str, digest: str) -> Iterator[str]:
    """Under which names a file may be put away: its own, then one with a part of its hash, then with all of it."""
    stem, suffix = stem_and_suffix(last)
    yield joined(folder, last)
    yield joined(folder, f"{stem}-{digest[:8]}{suffix}")
    yield joined(folder, f"{stem}-{digest}{suffix}")
