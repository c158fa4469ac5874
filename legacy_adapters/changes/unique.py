"""Rows that a source tells apart by a key: the same key twice means that it was read wrongly, or has changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from legacy_adapters.changes.key_folder import keeping
from legacy_adapters.changes.key_hashes import KeyHashes
from legacy_adapters.changes.key_memory import KeyMemory
from legacy_adapters.core.batch import Batch
from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.core.protocols import Mapped, Token


@dataclass(frozen=True, slots=True)
class UniqueKey:
    """The columns of a stream that tell its rows apart."""

    stream: str
    columns: Sequence[str]


class UniqueRows:
    """A stage that remembers the source's own keys of some streams, and ends a run in which one comes twice.

    Opened at a token it knows just the keys that were committed then. Every step raises ``SourceChanged`` for a row
    whose key was there before, ``OutputError`` where ``folder`` cannot be written, ``StateMismatch`` where what was
    written there is gone.
    """

    def __init__(self, folder: Path, keys: Sequence[UniqueKey], token: Token | None = None) -> None:
        self._folder = folder
        self._columns = {key.stream: tuple(key.columns) for key in keys}
        # A stream may be called what no file can be.
        self._files = {key.stream: f"stream{number}" for number, key in enumerate(keys)}
        self._memories: dict[str, KeyMemory] = {}
        self.back_to(token or "{}")

    def __call__(self, batch: Batch, mapped: Mapped) -> Mapped:
        """``mapped`` as it is, where all keys are new."""
        columns = self._columns.get(batch.stream)
        if columns and batch.rows.num_rows:
            with keeping(self._folder):
                self._take(batch, _keys(batch, columns), columns)
        return mapped

    def commit(self) -> Token:
        """Makes the keys durable."""
        with keeping(self._folder):
            return json.dumps({stream: memory.commit() for stream, memory in self._memories.items()})

    def back_to(self, token: Token) -> None:
        """Forgets the keys that came after ``token``."""
        opened: Mapping[str, tuple[int, str | None]] = json.loads(token)
        with keeping(self._folder):
            self._memories = {
                stream: KeyMemory(self._folder, file, *opened.get(stream, (0, "")))
                for stream, file in self._files.items()
            }

    def close(self, *, finished: bool) -> None:
        """After a finished run the keys are forgotten: the next one has them again."""
        self._memories.clear()
        if finished:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _take(self, batch: Batch, keys: pl.Series, columns: Sequence[str]) -> None:
        memory = self._memories[batch.stream]
        if memory.ascends(keys):
            memory.add(KeyHashes.of(keys), keys[-1])
            return
        hashes = KeyHashes.of(keys)
        again = pl.Series(memory.holds(hashes)) | (~keys.is_first_distinct())
        if again.any():
            raise _twice(batch, int(again.arg_max() or 0), columns)
        memory.add(hashes, None)


def _keys(batch: Batch, columns: Sequence[str]) -> pl.Series:
    """One text for each row, in which no two keys look alike."""
    frame = pl.DataFrame({name: pl.Series(batch.rows.column(name)).cast(pl.String) for name in columns})
    parts = [pl.col(name).fill_null("\x00").str.replace_all("\x1f", "\x1f\x1f", literal=True) for name in columns]
    return frame.select(pl.concat_str(parts, separator="\x1f;").alias("key")).to_series()


def _twice(batch: Batch, row: int, columns: Sequence[str]) -> SourceChanged:
    values = [f"{name} {batch.rows.column(name)[row].as_py()}" for name in columns]
    return SourceChanged(
        f"{', '.join(values)} was read twice: the rows are not told apart by it, or moved while they were read",
        where=f"stream {batch.stream}, {batch.origin[row].as_py()}",
        hint="Nothing was published. Run it when nobody works in the application, or state another `key`.",
    )
