"""Keys on disk: one file for those of one commit, sorted, of which a look-up reads a few blocks.

The files are read, not mapped: what is mapped counts as memory of ours.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from legacy_adapters.changes.key_hashes import Hashes, KeyHashes, Mask

BLOCK: Final = 256
"""Keys of 16 bytes that are read at once: a page of the disk."""

_MANY: Final = 256
"""Blocks that are held in memory at once."""

_KEY_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class KeySegment:
    """A file of keys; ``starts`` has the first half of the first key of each block."""

    path: Path
    count: int
    starts: Hashes

    @classmethod
    def written(cls, path: Path, keys: KeyHashes) -> KeySegment:
        """Writes ``keys``, which should be in order if they are to be looked up; durable on return."""
        made = path.with_suffix(".new")
        with made.open("wb") as file:
            file.write(np.column_stack([keys.first, keys.second]).tobytes())
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
        return cls(path, len(keys), keys.first[::BLOCK].copy())

    @classmethod
    def sorted_at(cls, path: Path) -> KeySegment:
        """The segment in a file, which is sorted first if it is not."""
        segment = cls(path, path.stat().st_size // _KEY_BYTES, np.empty(0, dtype=np.uint64))
        keys = KeyHashes.joined(list(segment.windows())) if segment.count else KeyHashes(segment.starts, segment.starts)
        if not keys.is_in_order:
            return cls.written(path, keys.in_order())
        return cls(path, len(keys), keys.first[::BLOCK].copy())

    def windows(self) -> Iterator[KeyHashes]:
        """All keys, some at a time."""
        with self.path.open("rb") as file:
            while data := file.read(_MANY * BLOCK * _KEY_BYTES):
                yield _keys(data)

    def holds(self, keys: KeyHashes) -> Mask:
        """Which of ``keys`` are in it."""
        found = np.zeros(len(keys), dtype=np.bool_)
        if not self.count:
            return found
        # The first of a block may have its equal at the end of the block before.
        ends = [np.searchsorted(self.starts, keys.first, side) for side in ("left", "right")]
        blocks = np.unique(np.maximum(np.concatenate(ends) - 1, 0))
        with self.path.open("rb", buffering=0) as file:
            for start in range(0, len(blocks), _MANY):
                data = bytearray()
                for block in blocks[start : start + _MANY].tolist():
                    file.seek(block * BLOCK * _KEY_BYTES)
                    data += file.read(BLOCK * _KEY_BYTES)
                found |= _keys(bytes(data)).holds(keys)
        return found


def _keys(data: bytes) -> KeyHashes:
    both = np.frombuffer(data, dtype=np.uint64).reshape(-1, 2)
    return KeyHashes(both[:, 0].copy(), both[:, 1].copy())
