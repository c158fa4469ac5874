"""Claims in a bucket, where nothing can be renamed in one step: a small object beside the file, made only if there is
none. To everyone else such a file looks as if it had the claim's name.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import BinaryIO

from legacy_adapters.remote.errors import Lost
from legacy_adapters.sources.files.folder.claims import Claim
from legacy_adapters.sources.files.folder.entry import Entry
from legacy_adapters.sources.files.folder.names import joined, printable, split_name
from legacy_adapters.sources.files.folder.protocols import Listing
from legacy_adapters.sources.files.folder.remote.remote_store import RemoteStore

_ENDING = ".claimed"
MARKER_BYTES = 10_000


class MarkerClaims(RemoteStore):
    """A bucket with claims."""

    def entries(self, wanted: Callable[[str], bool], into: Callable[[str], bool]) -> Listing:
        """Files with a marker have the name of the claim that it holds."""
        listing = super().entries(lambda name: wanted(name) or _is_marker(name), into)
        claims = {}
        for entry in listing.entries:
            if _is_marker(entry.name):
                claim = self._claim_in(entry.name)
                if claim is not None:
                    claims[claim.original] = claim
        found = [
            Entry(claims[one.name].name, one.kind, one.size, one.modified, one.changed, one.version)
            if one.name in claims
            else one
            for one in listing.entries
            if not _is_marker(one.name)
        ]
        return Listing(tuple(found), listing.closed)

    def find(self, name: str) -> Entry | None:
        """A claim's name stands for its file, as long as the marker says so."""
        claim = Claim.of(name)
        if claim is None:
            return super().find(name)
        held = self._claim_in(_marker(claim.original))
        found = None if held != claim else super().find(claim.original)
        if found is None:
            return None
        return Entry(name, found.kind, found.size, found.modified, found.changed, found.version)

    def open(self, name: str) -> BinaryIO:
        """The file itself."""
        return super().open(_original(name))

    def claim(self, name: str, held: str) -> None:
        """Makes the marker; a file that went away in between leaves none."""
        claim = Claim.of(held)
        if claim is None or claim.original != name:
            raise ValueError(f"{held} is no claim of {name}")
        text = json.dumps({"claim": split_name(held)[1]}).encode()
        if not self.write_new(_marker(name), text):
            raise Lost(printable(name))
        if super().find(name) is None:
            self._unmark(name)
            raise Lost(printable(name))

    def move_new(self, name: str, target: str) -> bool:
        """To the archive: the marker goes last. Back to its own name: the marker is all that goes."""
        claim = Claim.of(name)
        if claim is None:
            return super().move_new(name, target)
        if self._claim_in(_marker(claim.original)) != claim:
            raise Lost(printable(name))
        if target != claim.original and not super().move_new(claim.original, target):
            return False
        self._unmark(claim.original)
        return True

    def remove(self, entry: Entry) -> None:
        """The file, then its marker."""
        original = _original(entry.name)
        super().remove(Entry(original, entry.kind, entry.size, entry.modified, entry.changed, entry.version))
        if original != entry.name:
            self._unmark(original)

    def _unmark(self, original: str) -> None:
        marker = super().find(_marker(original))
        if marker is not None:
            super().remove(marker)

    def _claim_in(self, marker: str) -> Claim | None:
        """What a marker says; None where there is none, or it is none of ours."""
        try:
            with super().open(marker) as file:
                found = json.loads(file.read(MARKER_BYTES))
            name = found["claim"]
            claim = Claim.of(joined(split_name(marker)[0], name)) if isinstance(name, str) else None
        except (Lost, ValueError, KeyError, TypeError):
            return None
        return claim if claim is not None and _marker(claim.original) == marker else None


def _marker(original: str) -> str:
    folder, last = split_name(original)
    return joined(folder, f".{last}{_ENDING}")


def _is_marker(name: str) -> bool:
    last = split_name(name)[1]
    return last.startswith(".") and last.endswith(_ENDING) and Claim.of(name) is None


def _original(name: str) -> str:
    claim = Claim.of(name)
    return name if claim is None else claim.original
