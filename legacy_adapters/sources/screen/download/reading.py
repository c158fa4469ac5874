"""Reads a file that a screen exported as any file is read."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from legacy_adapters.core.batch import Batch
from legacy_adapters.sources.files.connection import FilesConnection
from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.sources.screen.download.settings import Download


@dataclass(frozen=True, slots=True)
class DownloadedFile:
    """One file, in a folder of its own; ``address`` is where it came from."""

    path: Path
    settings: Download
    address: str

    def schema(self, stream: str) -> pa.Schema:
        """Its columns. Raises ``ConfigError`` or ``BadPart`` where the file is not what the recipe says."""
        with self._source().connect() as files:
            return files.schema(stream, self._stream())

    def batches(self, stream: str, columns: Sequence[str] | None) -> Generator[Batch, None, None]:
        """Its rows. No batch can be gone on from: a file that is downloaded again may be another one."""
        with self._source().connect() as files:
            yield from self._read(files, stream, columns)

    def _read(self, files: FilesConnection, stream: str, columns: Sequence[str] | None) -> Generator[Batch, None, None]:
        batches = files.reader(stream, self._stream(), columns).read({})
        with closing(batches) as rows:
            for batch in rows:
                if batch.rows.num_rows:
                    where = pa.array([f"{self.address} {origin}" for origin in batch.origin.to_pylist()], pa.string())
                    yield replace(batch, part="", origin=where, position=None)

    def _source(self) -> FilesSource:
        settings = {"path": str(self.path.parent), "pattern": self.path.name, "complete": {"stable_for": "0s"}}
        return FilesSource.model_validate(settings)

    def _stream(self) -> FilesStream:
        return FilesStream.model_construct(table=self.settings.what, format=self.settings.format)
