"""A source in pieces, in memory: numbers in files that may be broken, for tests of taking them one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.errors import BadPart, LegacyAdaptersError
from legacy_adapters.core.protocols import Mapper, PartMemory
from legacy_adapters.runs.pieces.partwise import Piece
from tests.runs.company import Rows, by_remainder, lane


@dataclass(frozen=True)
class NumbersFile:
    """A file of numbers; behind ``broken_after`` batches it raises ``error``."""

    name: str
    keys: Sequence[int]
    broken_after: int | None = None
    size: int | None = None
    error: LegacyAdaptersError = field(default_factory=lambda: BadPart("is broken", where="line 7"))


@dataclass
class FileRows(Rows):
    """The rows of one file, as its part."""

    file: NumbersFile = field(default_factory=lambda: NumbersFile("", ()))

    def read(self, since: Mapping[str, str]) -> Iterator[Batch]:
        begin = since.get(self.file.name, "0")
        for batch in super().read({"": begin}):
            at = int(batch.position or 0)
            if self.file.broken_after is not None and at > self.file.broken_after * self.size:
                raise self.file.error
            origin = pa.array([f"{self.file.name} {o}" for o in batch.origin.to_pylist()], pa.string())
            yield Batch(self.stream, self.file.name, batch.id, batch.rows, origin, batch.position)
        if self.file.broken_after is not None:
            raise self.file.error


@dataclass(frozen=True)
class FilePart:
    """Fulfils ``Part`` as far as ``Partwise`` asks."""

    file: NumbersFile
    streams: Sequence[str]

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def shown(self) -> str:
        return f"{self.file.name}.txt"

    @property
    def receipt(self) -> str:
        return json.dumps(self.file.name)

    @property
    def size(self) -> int | None:
        return self.file.size

    def schema(self, name: str, stream: Any) -> pa.Schema:
        return pa.schema([pa.field("key", pa.string())])

    def reader(self, name: str, stream: Any, columns: Sequence[str] | None = None) -> FileRows:
        return FileRows(name, self.file.keys, file=self.file)


def pieces(
    files: Sequence[NumbersFile],
    memory: PartMemory,
    streams: Sequence[str] = ("gl",),
    mapper: Mapper = by_remainder,
) -> Iterator[Piece]:
    """The files that wait, as pieces."""
    for file in files:
        open_ = tuple(name for name in streams if memory.taken(name, file.name) is None)
        if open_:
            part = FilePart(file, open_)
            yield Piece(part, [lane(part.reader(name, None), mapper) for name in open_])
