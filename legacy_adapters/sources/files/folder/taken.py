"""A file that was taken: where to read it, and whether it is still what was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from legacy_adapters.core.errors import BadPart, PartChanged
from legacy_adapters.sources.files.folder.content import path_digest
from legacy_adapters.sources.files.folder.entry import Entry, Waiting
from legacy_adapters.sources.files.folder.local_errors import looking
from legacy_adapters.sources.files.folder.place import Place
from legacy_adapters.sources.files.folder.protocols import Store

RACY: Final = 2_000_000_000
"""Nanoseconds: a file that changed so shortly before it was taken may change again within the same tick of its time."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file, or a member of an archive, with its content on this machine.

    ``digest`` is SHA-256 of the whole content, unpacked, in hexadecimal; ``size`` its bytes. ``place`` is to be kept in
    the ledger until the file is put away. ``fault`` says why the content cannot be had at all (a damaged archive, a
    bomb, a member that climbs out): ``path`` raises it.
    """

    waiting: Waiting
    digest: str
    size: int
    place: str
    fault: BadPart | None
    _store: Store = field(repr=False)
    _held: Entry = field(repr=False)
    _copy: Path | None = field(repr=False)
    _taken_at: int = field(repr=False)

    @property
    def path(self) -> Path:
        """The file to read; never to be written. Raises ``BadPart`` where there is nothing to read."""
        if self.fault is not None:
            raise BadPart(self.fault.message, where=self.fault.where, hint=self.fault.hint)
        return self._copy or self._store.path(self._held.name)

    def unchanged(self) -> None:
        """To be called when everything is read. Raises ``PartChanged`` where the file in the folder was changed, grew
        or went away since it was taken."""
        where = self.waiting.shown
        found = self._store.find(self._held.name)
        hint = "It is taken anew, once it is complete, by the next run."
        if found is None:
            raise PartChanged("the file went away while it was read", where=where, hint=hint)
        if found.stamp != self._held.stamp:
            grown = "grew" if found.size > self._held.size else "changed"
            raise PartChanged(f"the file {grown} while it was read", where=where, hint=hint)
        if self._doubtful(found) and self._digest_now() != Place.of(self.place).digest:
            raise PartChanged("the file changed while it was read", where=where, hint=hint)

    def _doubtful(self, found: Entry) -> bool:
        """Whether the times alone do not prove that the content is the same."""
        return self._taken_at - self._held.modified < RACY or found.changed != self._held.changed

    def _digest_now(self) -> str:
        if not self._store.local:
            return Place.of(self.place).digest
        with looking(self.waiting.shown):
            return path_digest(self._store.path(self._held.name))[0]

    def close(self) -> None:
        """Removes the temporary copy, if there is one."""
        if self._copy is not None:
            self._copy.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def place_of(original: str, held: Entry, packed_digest: str, member: str | None, trigger: Entry | None) -> Place:
    """What has to be known to put the file away later."""
    announced = None if trigger is None else (trigger.name, trigger.stamp)
    return Place(original, held.name, packed_digest, held.stamp, member, announced)
