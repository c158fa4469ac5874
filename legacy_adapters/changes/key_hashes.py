"""Keys as hashes: 128 bits each, so that two different keys never have the same one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

Hashes: TypeAlias = "npt.NDArray[np.uint64]"
Mask: TypeAlias = "npt.NDArray[np.bool_]"


@dataclass(frozen=True, slots=True)
class KeyHashes:
    """Hashes of keys, as two halves of the same length. They need only be stable within one run, and a run is resumed
    only by the same versions (they are part of its fingerprint)."""

    first: Hashes
    second: Hashes

    @classmethod
    def of(cls, keys: pl.Series) -> KeyHashes:
        """The hashes of texts."""
        return cls(keys.hash(seed=1).to_numpy(), keys.hash(seed=2).to_numpy())

    def __getitem__(self, which: Mask | npt.NDArray[np.intp] | slice) -> KeyHashes:
        return KeyHashes(self.first[which], self.second[which])

    def __len__(self) -> int:
        return len(self.first)

    @property
    def is_in_order(self) -> bool:
        """Whether they are sorted by the first half."""
        return bool((self.first[1:] >= self.first[:-1]).all())

    def in_order(self) -> KeyHashes:
        """Sorted by the first half."""
        return self[np.argsort(self.first)]

    @staticmethod
    def joined(parts: list[KeyHashes]) -> KeyHashes:
        """Several sets of hashes one after the other."""
        return KeyHashes(np.concatenate([p.first for p in parts]), np.concatenate([p.second for p in parts]))

    def holds(self, keys: KeyHashes) -> Mask:
        """Which of ``keys`` are among these, which must be in order. More than two equal first halves do not occur in
        2⁶⁴."""
        found = np.zeros(len(keys), dtype=np.bool_)
        if not len(self):
            return found
        at = np.searchsorted(self.first, keys.first)
        for step in (0, 1):
            place = np.minimum(at + step, len(self) - 1)
            found |= (self.first[place] == keys.first) & (self.second[place] == keys.second)
        return found
