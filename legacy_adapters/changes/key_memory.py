"""All keys of one entity seen in a run, in constant memory.

As long as keys ascend, comparing neighbours is enough, and their hashes are only kept on disk. From the first key that
does not, a Bloom filter says "never seen" of almost every new key, and what it cannot rule out is looked up, by binary
search, in the segments on disk. A segment is written at each commit, so a token (how many there are, and the last key
while keys ascend) is enough to go back. The hashes need only be stable within one run, and a run is resumed only by
the same versions (they are part of its fingerprint).
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

Hashes: TypeAlias = "npt.NDArray[np.uint64]"
Mask: TypeAlias = "npt.NDArray[np.bool_]"

FILTER_BITS = 1 << 29
"""64 MB: of ten million keys 3 in 100,000 are looked up in vain, of a hundred million 8 in 100."""
PROBES = 4


@dataclass(frozen=True, slots=True)
class KeyHashes:
    """128-bit hashes of keys, as two halves of the same length."""

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

    def in_order(self) -> KeyHashes:
        """Sorted by the first half."""
        return self[np.argsort(self.first)]

    @staticmethod
    def joined(parts: list[KeyHashes]) -> KeyHashes:
        """Several sets of hashes one after the other."""
        return KeyHashes(np.concatenate([p.first for p in parts]), np.concatenate([p.second for p in parts]))


class BloomFilter:
    """A fixed number of bits; may say "perhaps seen" of a new key, never "new" of one that was seen."""

    def __init__(self, bits: int = FILTER_BITS) -> None:
        self._mask = np.uint64(bits - 1)
        self._bytes = np.zeros(bits // 8, dtype=np.uint8)

    def add(self, keys: KeyHashes) -> None:
        """Marks keys as seen."""
        for place in self._places(keys):
            byte, bit = place >> np.uint64(3), _bit(place)
            while len(byte):
                self._bytes[byte] |= bit
                # Of several bits for one byte such an assignment keeps the last alone: the others take another turn.
                lost = (self._bytes[byte] & bit) == 0
                byte, bit = byte[lost], bit[lost]

    def may_hold(self, keys: KeyHashes) -> Mask:
        """False where a key was certainly never added."""
        found = np.ones(len(keys), dtype=np.bool_)
        for place in self._places(keys):
            found &= (self._bytes[place >> np.uint64(3)] & _bit(place)) != 0
        return found

    def _places(self, keys: KeyHashes) -> list[Hashes]:
        return [(keys.first + np.uint64(i) * keys.second) & self._mask for i in range(PROBES)]


def _bit(place: Hashes) -> npt.NDArray[np.uint8]:
    return np.left_shift(np.uint8(1), (place & np.uint64(7)).astype(np.uint8))


@dataclass(slots=True)
class KeyMemory:
    """The keys of one entity: asked with ``holds``, told with ``add``; ``commit`` makes them durable under ``folder``.

    Opened with the ``segments`` and ``last`` of an earlier commit it holds just the keys committed by then.
    """

    folder: Path
    name: str
    segments: int = 0
    last: str | None = ""
    _filter: BloomFilter | None = None
    _pending: list[KeyHashes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.glob(f"{self.name}.*.keys"):
            if int(path.suffixes[-2][1:]) >= self.segments:
                path.unlink()
        if self.last is None:
            self._build_filter()

    def ascends(self, keys: pl.Series) -> bool:
        """Whether all keys so far, and these behind them, ascend by length and then by bytes: none is there twice."""
        if self.last is None:
            return False
        with_last = pl.concat([pl.Series([self.last]), keys])
        before, after = with_last[:-1], with_last[1:]
        shorter, same = before.str.len_bytes() < after.str.len_bytes(), before.str.len_bytes() == after.str.len_bytes()
        return bool((shorter | (same & (before < after))).all())

    def holds(self, keys: KeyHashes) -> Mask:
        """True where a key was added before."""
        if self._filter is None:
            self._build_filter()
        assert self._filter is not None
        found = self._filter.may_hold(keys)
        (doubtful,) = found.nonzero()
        if len(doubtful):
            found[doubtful] = self._look_up(keys[doubtful])
        return found

    def add(self, keys: KeyHashes, last: str | None) -> None:
        """Remembers keys; they are durable after the next ``commit``. ``last`` is the last of them while all ascend."""
        if self._filter is not None:
            self._filter.add(keys)
        self._pending.append(keys)
        self.last = last if self._filter is None else None

    def commit(self) -> tuple[int, str | None]:
        """Writes what was added since the last commit; returns what it can be opened with again."""
        if self._pending:
            keys = KeyHashes.joined(self._pending)
            self._pending.clear()
            path = self._path(self.segments)
            _write(path, keys if self._filter is None else keys.in_order())
            self.segments += 1
        return self.segments, self.last

    def _build_filter(self) -> None:
        self.last = None
        self._filter = BloomFilter()
        for number in range(self.segments):
            path = self._path(number)
            keys = _mapped(path)
            if not bool((keys.first[1:] >= keys.first[:-1]).all()):
                keys = keys.in_order()
                _write(path, keys)
            self._filter.add(keys)
        for keys in self._pending:
            self._filter.add(keys)

    def _look_up(self, keys: KeyHashes) -> Mask:
        found = np.zeros(len(keys), dtype=np.bool_)
        for pending in self._pending:
            found |= _contains(pending.in_order(), keys)
        for number in range(self.segments):
            # Mapped for this look alone: what stays mapped counts as memory of ours.
            found |= _contains(_mapped(self._path(number)), keys)
        return found

    def _path(self, number: int) -> Path:
        return self.folder / f"{self.name}.{number}.keys"


def _write(path: Path, keys: KeyHashes) -> None:
    written = path.with_suffix(".new")
    with written.open("wb") as file:
        file.write(keys.first.tobytes())
        file.write(keys.second.tobytes())
        file.flush()
        os.fsync(file.fileno())
    written.replace(path)


def _mapped(path: Path) -> KeyHashes:
    if not path.stat().st_size:
        empty = np.empty(0, dtype=np.uint64)
        return KeyHashes(empty, empty)
    halves = np.memmap(path, dtype=np.uint64, mode="r").reshape(2, -1)
    return KeyHashes(halves[0], halves[1])


def _contains(ordered: KeyHashes, keys: KeyHashes) -> Mask:
    """Which of ``keys`` are in ``ordered``, which is sorted by its first half; equal first halves are next to each
    other, and more than two of them do not occur in 2⁶⁴."""
    found = np.zeros(len(keys), dtype=np.bool_)
    if not len(ordered):
        return found
    at = np.searchsorted(ordered.first, keys.first)
    for step in (0, 1):
        place = np.minimum(at + step, len(ordered) - 1)
        found |= (ordered.first[place] == keys.first) & (ordered.second[place] == keys.second)
    return found
