"""Brings the content of a file to where a format can read it: as it lies, copied from afar, or unpacked."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.folder.content import digest_of, open_regular
from legacy_adapters.sources.files.folder.entry import Entry
from legacy_adapters.sources.files.folder.local_errors import looking
from legacy_adapters.sources.files.folder.names import printable
from legacy_adapters.sources.files.folder.packed.decompress import decompressed, unpacking
from legacy_adapters.sources.files.folder.packed.kinds import (
    ArchiveKind,
    Compression,
    archive_kind,
    compression,
    is_archive,
)
from legacy_adapters.sources.files.folder.packed.limits import Bound, Unbound, copy_within
from legacy_adapters.sources.files.folder.packed.member import Member
from legacy_adapters.sources.files.folder.packed.members import Members
from legacy_adapters.sources.files.folder.packed.tar_archive import unpack_tar_member
from legacy_adapters.sources.files.folder.packed.zip_archive import unpack_zip_member
from legacy_adapters.sources.files.folder.protocols import Store
from legacy_adapters.sources.files.folder.scratch import Scratch
from legacy_adapters.sources.files.folder.settings import Limits

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}\Z")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The content of a file on this machine: the copy, None where it is read as it lies; its hash and size; the hash
    of the file as it lies in the folder, packed; and why it cannot be read, if it cannot."""

    copy: Path | None
    digest: str
    size: int
    packed_digest: str
    fault: BadPart | None = None


@dataclass(frozen=True, slots=True)
class _Whole:
    """A file of the folder as it is, on this machine."""

    path: Path
    copied: bool
    digest: str
    size: int


class Fetcher:
    """Copies and unpacks into ``scratch``. One archive is kept while its members are asked for one after another."""

    def __init__(self, store: Store, members: Members, limits: Limits, scratch: Scratch) -> None:
        self._store = store
        self._members = members
        self._limits = limits
        self._scratch = scratch
        self._kept: tuple[tuple[str, str], _Whole, Path | None] | None = None

    def fetch(self, entry: Entry, original: str, member: str | None) -> Fetched:
        """The content of a file, or of a member. Raises ``Lost``, ``Busy``, ``Unavailable``, ``AccessDenied``, and
        ``OutputError`` where there is no room for a copy."""
        if is_archive(original):
            return self._from_archive(entry, original, member)
        whole = self._whole(entry, original)
        kind = compression(original)
        if kind is None:
            return Fetched(whole.path if whole.copied else None, whole.digest, whole.size, whole.digest)
        try:
            path, digest, size = self._decompressed(whole, kind, original, self._store.shown(original))
        except BadPart as error:
            return Fetched(whole.path if whole.copied else None, whole.digest, whole.size, whole.digest, error)
        self._discard(whole)
        return Fetched(path, digest, size, whole.digest)

    def close(self) -> None:
        """Removes what is kept."""
        if self._kept is not None:
            _, whole, unpacked = self._kept
            self._discard(whole)
            if unpacked is not None:
                unpacked.unlink(missing_ok=True)
            self._kept = None

    def _whole(self, entry: Entry, original: str) -> _Whole:
        where = self._store.shown(original)
        with looking(where), self._store.open(entry.name) as file:
            if self._store.local:
                return _Whole(self._store.path(entry.name), False, *digest_of(file))
            with self._scratch.new(_ending(original)) as (path, target):
                return _Whole(path, True, *copy_within(file, target, Unbound(), where))

    def _decompressed(self, whole: _Whole, kind: Compression, name: str, where: str) -> tuple[Path, str, int]:
        bound = Bound(self._limits.unpacked, self._limits.ratio, whole.size)
        ending = _ending(name[: name.rindex(".")])
        with open_regular(whole.path) as file, self._scratch.new(ending) as (path, target), unpacking(where):
            return (path, *copy_within(decompressed(file, kind), target, bound, where))

    def _from_archive(self, entry: Entry, original: str, member: str | None) -> Fetched:
        whole, tar, fault = self._archive(entry, original)
        where = self._store.shown(original) + ("" if member is None else f"!{printable(member)}")
        if fault is None:
            try:
                found = self._of_name(entry, original, member, where)
                path, digest, size = self._member(whole, tar, found, archive_kind(original), where)
            except BadPart as error:
                fault = error
            else:
                return Fetched(path, digest, size, whole.digest)
        # What cannot be read is known again by its archive and its name there.
        digest = (
            hashlib.sha256(f"{whole.digest} {printable(member or '')}".encode()).hexdigest() if member else whole.digest
        )
        return Fetched(None, digest, whole.size, whole.digest, fault)

    def _archive(self, entry: Entry, original: str) -> tuple[_Whole, Path | None, BadPart | None]:
        """The archive on this machine, and, where a tar archive is compressed, what it holds."""
        key = (original, entry.stamp)
        if self._kept is not None and self._kept[0] == key:
            whole, tar = self._kept[1], self._kept[2]
            # Claimed in between, it has another name.
            here = whole if whole.copied else _Whole(self._store.path(entry.name), False, whole.digest, whole.size)
            return here, tar, None
        self.close()
        whole = self._whole(entry, original)
        kind = compression(original)
        tar = None
        if kind is not None:
            try:
                tar = self._decompressed(whole, kind, original, self._store.shown(original))[0]
            except BadPart as error:
                self._discard(whole)
                return whole, None, error
        self._kept = (key, whole, tar)
        return whole, tar, None

    def _of_name(self, entry: Entry, original: str, name: str | None, where: str) -> Member:
        found = next((one for one in self._members.of(entry, original) if one.name == name), None)
        if found is None:
            raise BadPart("the archive has no such member any more", where=where)
        if found.refused is not None:
            hint = "Nothing of it was unpacked. Have the archive made again without it."
            raise BadPart(f"this member is refused: {found.refused}", where=where, hint=hint)
        if is_archive(found.name):
            raise BadPart("an archive within an archive is not unpacked", where=where, hint="Have it sent by itself.")
        return found

    def _member(
        self, whole: _Whole, tar: Path | None, member: Member, kind: ArchiveKind | None, where: str
    ) -> tuple[Path, str, int]:
        bound = Bound(self._limits.unpacked, self._limits.ratio, whole.size)
        unpack = unpack_zip_member if kind == "zip" else unpack_tar_member
        with open_regular(tar or whole.path) as file, self._scratch.new(_ending(member.name)) as (path, target):
            return (path, *unpack(file, member, target, bound, where))

    def _discard(self, whole: _Whole) -> None:
        if whole.copied:
            whole.path.unlink(missing_ok=True)


def _ending(name: str) -> str:
    """The ending of a name, for formats that ask for one; "" for one that is not plain."""
    found = _ENDING.search(name)
    return found[0] if found else ""
