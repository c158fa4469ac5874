"""What is in the archives of a folder, as far as it is meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.folder.entry import Entry
from legacy_adapters.sources.files.folder.local_errors import looking
from legacy_adapters.sources.files.folder.packed.decompress import decompressed
from legacy_adapters.sources.files.folder.packed.kinds import archive_kind, compression
from legacy_adapters.sources.files.folder.packed.limits import Bound
from legacy_adapters.sources.files.folder.packed.member import Member
from legacy_adapters.sources.files.folder.packed.tar_archive import tar_members
from legacy_adapters.sources.files.folder.packed.zip_archive import zip_members
from legacy_adapters.sources.files.folder.pattern import Patterns
from legacy_adapters.sources.files.folder.protocols import Store
from legacy_adapters.sources.files.folder.settings import Limits


class Members:
    """Lists archives, each content once: a folder is looked at again and again."""

    def __init__(self, store: Store, patterns: Patterns, limits: Limits) -> None:
        self._store = store
        self._patterns = patterns
        self._limits = limits
        self._known: dict[tuple[str, str], tuple[Member, ...] | BadPart] = {}

    def of(self, entry: Entry, original: str) -> tuple[Member, ...]:
        """The members of an archive that are meant, in its order, also those that are refused; a second one of a name
        is. ``original`` is its name without a claim. Raises ``BadPart`` for one that cannot be read, or has too many
        members; ``Lost`` and ``Busy``."""
        key = (original, entry.stamp)
        if key not in self._known:
            try:
                self._known[key] = self._listed(entry, original)
            except BadPart as error:
                self._known[key] = error
        found = self._known[key]
        if isinstance(found, BadPart):
            raise BadPart(found.message, where=found.where, hint=found.hint)
        return found

    def _listed(self, entry: Entry, original: str) -> tuple[Member, ...]:
        where = self._store.shown(original)
        with looking(where), self._store.open(entry.name) as file:
            found: dict[str, Member] = {}
            for number, member in enumerate(self._all(file, entry, original, where)):
                if number >= self._limits.members:
                    hint = "If it is meant to have so many, state more: limits: {members: …}."
                    raise BadPart(f"has more than {self._limits.members:,} members", where=where, hint=hint)
                if member.name in found:
                    first = found[member.name]
                    twice = "the archive has two members of this name"
                    found[member.name] = Member(first.name, first.size, first.at, twice)
                elif self._patterns.matches_member(original, member.name):
                    found[member.name] = member
            return tuple(found.values())

    def _all(self, file: BinaryIO, entry: Entry, original: str, where: str) -> Iterator[Member]:
        if archive_kind(original) == "zip":
            return zip_members(file, where)
        kind = compression(original)
        bound = Bound(self._limits.unpacked, self._limits.ratio, entry.size)
        return tar_members(file if kind is None else decompressed(file, kind), bound, where)
