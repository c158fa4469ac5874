"""All keys of one entity seen in a run, in constant memory.

As long as keys ascend, comparing neighbours is enough, and their hashes are only kept on disk. From the first key that
does not, a filter says "never seen" of almost every new key, and what it cannot rule out is looked up in the segments
on disk. A segment is written at each commit, so a token (how many there are, and the last key while keys ascend) is
enough to go back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from legacy_adapters.changes.key_filter import KeyFilter
from legacy_adapters.changes.key_hashes import KeyHashes, Mask
from legacy_adapters.changes.key_segment import KeySegment


@dataclass(slots=True)
class KeyMemory:
    """The keys of one entity: asked with ``holds``, told with ``add``; ``commit`` makes them durable under ``folder``.

    Opened with the ``segments`` and ``last`` of an earlier commit it holds just the keys committed by then.
    """

    folder: Path
    name: str
    segments: int = 0
    last: str | None = ""
    _filter: KeyFilter | None = None
    _sorted: list[KeySegment] = field(default_factory=list)
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
        if self._filter is None:
            self._pending.append(keys)
            self.last = last
            return
        self._pending.append(keys.in_order())
        if self._filter.room is None or self._count() <= self._filter.room:
            self._filter.add(keys)
        else:
            self._fill_filter()

    def commit(self) -> tuple[int, str | None]:
        """Writes what was added since the last commit; returns what it can be opened with again."""
        if self._pending:
            keys = KeyHashes.joined(self._pending)
            self._pending.clear()
            path = self._path(self.segments)
            if self._filter is None:
                KeySegment.written(path, keys)
            else:
                self._sorted.append(KeySegment.written(path, keys.in_order()))
            self.segments += 1
        return self.segments, self.last

    def _build_filter(self) -> None:
        self.last = None
        self._sorted = [KeySegment.sorted_at(self._path(number)) for number in range(self.segments)]
        self._pending = [keys.in_order() for keys in self._pending]
        self._fill_filter()

    def _fill_filter(self) -> None:
        """Makes a filter for all keys that there are, and some to come."""
        # The old one goes first: together they would be half as much again.
        self._filter = None
        self._filter = KeyFilter(self._count())
        for segment in self._sorted:
            for keys in segment.windows():
                self._filter.add(keys)
        for keys in self._pending:
            self._filter.add(keys)

    def _count(self) -> int:
        return sum(segment.count for segment in self._sorted) + sum(len(keys) for keys in self._pending)

    def _look_up(self, keys: KeyHashes) -> Mask:
        found = np.zeros(len(keys), dtype=np.bool_)
        known: list[KeyHashes | KeySegment] = [*self._pending, *self._sorted]
        for held in known:
            found |= held.holds(keys)
        return found

    def _path(self, number: int) -> Path:
        return self.folder / f"{self.name}.{number}.keys"
