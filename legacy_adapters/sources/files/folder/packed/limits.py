"""Copies what an archive or a compressed file holds, and stops where it unpacks beyond what is stated."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.folder.content import BLOCK
from legacy_adapters.sources.files.folder.local_errors import changing

JUDGED_FROM: Final = 64_000_000
"""Bytes: below it no ratio is too high, as it could do no harm."""


class Source(Protocol):
    """What is read from."""

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes; none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Bound:
    """The most bytes that may come out, and the most for each byte of the ``packed`` ones."""

    unpacked: int
    ratio: int
    packed: int

    def check(self, size: int, where: str) -> None:
        """Raises ``BadPart`` where so many bytes are more than stated."""
        if size > self.unpacked:
            hint = "If it is meant to be so large, state more: limits: {unpacked: …}."
            raise BadPart(f"unpacks to more than {self.unpacked:,} bytes", where=where, hint=hint)
        if size > JUDGED_FROM and size > self.ratio * max(self.packed, 1):
            hint = "It looks made to fill a disk. If it is meant to be so, state more: limits: {ratio: …}."
            raise BadPart(f"unpacks to more than {self.ratio:,} times its size", where=where, hint=hint)


@dataclass(frozen=True, slots=True)
class Unbound:
    """No limits: for a file that is copied as it is."""

    def check(self, size: int, where: str) -> None:
        """Any size is fine."""


class Bounds(Protocol):
    """What is asked after each block."""

    def check(self, size: int, where: str) -> None:
        """Raises ``BadPart`` where so many bytes are too many."""
        ...


def copy_within(source: Source, target: BinaryIO, bound: Bounds, where: str) -> tuple[str, int]:
    """Copies to the end: SHA-256 in hexadecimal, and the number of bytes. Raises ``BadPart``, ``OutputError`` where
    the disk is full, and whatever reading raises."""
    found, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        size += len(block)
        bound.check(size, where)
        found.update(block)
        with changing(target.name):
            target.write(block)
    with changing(target.name):
        target.flush()
    return found.hexdigest(), size
