"""Says of nearly every new key that it was never seen, in a few bytes for each: a Bloom filter.

A key has three bits in each of two words of 64, so that two places in memory are looked at, not six.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from legacy_adapters.changes.key_hashes import Hashes, KeyHashes, Mask

BITS_PER_KEY: Final = 12
"""With so many at the least, of two hundred new keys one is taken for one that may have been seen."""

SMALLEST: Final = 1 << 17
LARGEST: Final = 1 << 23
"""Words: 1 MB, and 64 MB, which are enough for 44 million keys; among a hundred million one in ten looks like seen."""

_WORD: Final = 64
_ONE: Final = np.uint64(1)
_PLACE: Final = np.uint64(_WORD - 1)


class KeyFilter:
    """May say "perhaps seen" of a new key, never "new" of one that was added.

    Made for so many ``keys``; as long as it has no more than ``room``, it seldom errs.
    """

    def __init__(self, keys: int) -> None:
        words = SMALLEST
        while words * _WORD < keys * BITS_PER_KEY and words < LARGEST:
            words *= 2
        self.room: int | None = words * _WORD // BITS_PER_KEY if words < LARGEST else None
        self._words: Hashes = np.zeros(words, dtype=np.uint64)

    @property
    def nbytes(self) -> int:
        """What it takes of the memory."""
        return self._words.nbytes

    def add(self, keys: KeyHashes) -> None:
        """Marks keys as seen."""
        for place, bits in self._marks(keys):
            self._set(place, bits)

    def may_hold(self, keys: KeyHashes) -> Mask:
        """False where a key was certainly never added."""
        found = np.ones(len(keys), dtype=np.bool_)
        for place, bits in self._marks(keys):
            found &= (self._words[place] & bits) == bits
        return found

    def _set(self, place: npt.NDArray[np.intp], bits: Hashes) -> None:
        while len(place):
            self._words[place] |= bits
            # Of several keys for one word this keeps the last alone: the others take another turn.
            lost = (self._words[place] & bits) != bits
            place, bits = place[lost], bits[lost]

    def _marks(self, keys: KeyHashes) -> list[tuple[npt.NDArray[np.intp], Hashes]]:
        """The two words of each key, and its bits in them: each part of the hash is used once."""
        mask = np.uint64(len(self._words) - 1)
        one, other = keys.first & mask, (keys.second >> np.uint64(20)) & mask
        return [
            (one.astype(np.intp), _bits(keys.second)),
            (other.astype(np.intp), _bits(keys.first >> np.uint64(46))),
        ]


def _bits(hashes: Hashes) -> Hashes:
    """Three bits of a word, by the lowest eighteen bits of a hash."""
    bits = np.zeros(len(hashes), dtype=np.uint64)
    for shift in (0, 6, 12):
        bits |= _ONE << ((hashes >> np.uint64(shift)) & _PLACE)
    return bits
