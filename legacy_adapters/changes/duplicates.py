"""Two rows of one key of an entity in one run: the second is set aside whole, unless the pipeline says ``keep``."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa

from legacy_adapters.changes.key_folder import keeping
from legacy_adapters.changes.key_hashes import KeyHashes
from legacy_adapters.changes.key_memory import KeyMemory
from legacy_adapters.changes.set_aside import set_aside
from legacy_adapters.core.batch import Batch
from legacy_adapters.core.protocols import Mapped, Token
from legacy_adapters.core.reject import Reason


class Duplicates:
    """A stage over all streams of a run that remembers the keys of ``entities`` under ``folder``.

    Opened at a token it knows just the keys that were committed then. Every step raises ``OutputError`` where the
    folder cannot be written, ``StateMismatch`` where what was written there is gone.
    """

    def __init__(self, folder: Path, entities: Iterable[str], token: Token | None = None) -> None:
        self._folder = folder
        self._entities = tuple(entities)
        self._memories: dict[str, KeyMemory] = {}
        self.back_to(token or "{}")

    def __call__(self, batch: Batch, mapped: Mapped) -> Mapped:
        """What goes on: records of keys not seen before, and whole rows only."""
        with keeping(self._folder):
            return self._first_ones(batch, mapped)

    def _first_ones(self, batch: Batch, mapped: Mapped) -> Mapped:
        watched = _keys_by_entity(mapped, self._memories)
        ascending = {entity for entity, keys in watched.items() if self._memories[entity].ascends(keys)}
        repeated = self._repeated_rows(mapped, {e: keys for e, keys in watched.items() if e not in ascending})
        kept = _without(batch, mapped, repeated) if repeated else mapped
        for entity, keys in (_keys_by_entity(kept, self._memories) if repeated else watched).items():
            self._memories[entity].add(KeyHashes.of(keys), keys[-1] if entity in ascending else None)
        return kept

    def seen(self, entity: str, record_ids: Sequence[str]) -> list[str]:
        """Those of some keys that went on in this run; none of an entity that is not watched."""
        memory = self._memories.get(entity)
        if memory is None or not record_ids:
            return []
        with keeping(self._folder):
            held = memory.holds(KeyHashes.of(pl.Series(record_ids, dtype=pl.String)))
        return [record_id for record_id, known in zip(record_ids, held, strict=True) if known]

    def commit(self) -> Token:
        """Makes the keys durable."""
        with keeping(self._folder):
            return json.dumps({name: memory.commit() for name, memory in self._memories.items()})

    def back_to(self, token: Token) -> None:
        """Forgets the keys that came after ``token``."""
        opened: Mapping[str, tuple[int, str | None]] = json.loads(token)
        with keeping(self._folder):
            self._memories = {n: KeyMemory(self._folder, n, *opened.get(n, (0, ""))) for n in self._entities}

    def close(self, *, finished: bool) -> None:
        """After a finished run the keys are forgotten: a later run may have them again."""
        self._memories.clear()
        if finished:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _repeated_rows(self, mapped: Mapped, watched: Mapping[str, pl.Series]) -> dict[int, list[_Repeat]]:
        """The rows with a key that an earlier row of this run has, and which keys those are."""
        before = {entity: self._memories[entity].holds(KeyHashes.of(keys)) for entity, keys in watched.items()}
        if not any(seen.any() for seen in before.values()) and all(k.n_unique() == len(k) for k in watched.values()):
            return {}
        return _first_come(
            _Repeat(row, entity, key, bool(known))
            for entity, keys in watched.items()
            for row, key, known in zip(_rows(mapped, entity), keys, before[entity], strict=True)
        )


@dataclass(frozen=True, slots=True, order=True)
class _Repeat:
    """The key of a row, and whether an earlier batch had it."""

    row: int
    entity: str
    key: str
    known: bool


def _first_come(keys: Iterable[_Repeat]) -> dict[int, list[_Repeat]]:
    """Goes through the rows in order: the keys of a row that is set aside do not count as seen."""
    by_row: dict[int, list[_Repeat]] = {}
    for key in keys:
        by_row.setdefault(key.row, []).append(key)
    seen: set[tuple[str, str]] = set()
    repeated: dict[int, list[_Repeat]] = {}
    for row in sorted(by_row):
        own: set[tuple[str, str]] = set()
        for key in by_row[row]:
            if key.known or (key.entity, key.key) in seen or (key.entity, key.key) in own:
                repeated.setdefault(row, []).append(key)
            own.add((key.entity, key.key))
        if row not in repeated:
            seen |= own
    return repeated


def _keys_by_entity(mapped: Mapped, watched: Iterable[str]) -> dict[str, pl.Series]:
    """The record ids of the watched entities; an entity may come from several mappings of one stream."""
    found: dict[str, pl.Series] = {}
    for entity in watched:
        parts = [r.record_id for r in mapped.records if r.entity == entity and r.count and not r.record_id.null_count]
        if parts:
            found[entity] = pl.Series(pa.chunked_array(parts), dtype=pl.String)
    return found


def _rows(mapped: Mapped, entity: str) -> list[int]:
    parts = [r.source_rows for r in mapped.records if r.entity == entity and r.count and not r.record_id.null_count]
    return pa.chunked_array(parts).to_numpy().tolist() if parts else []


def _without(batch: Batch, mapped: Mapped, repeated: Mapping[int, list[_Repeat]]) -> Mapped:
    """``mapped`` without the records of the repeated rows, which become rejects."""
    reasons: dict[int, Sequence[Reason]] = {
        row: [Reason("duplicate_key", key.entity, "record_id", key.key) for key in keys]
        for row, keys in repeated.items()
    }
    return set_aside(batch, mapped, reasons, {row: keys[0].key for row, keys in repeated.items()})
