"""The reader of a stream that is a file which a screen exports."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from legacy_adapters.core.batch import Batch
from legacy_adapters.sources.screen.download.reading import DownloadedFile
from legacy_adapters.sources.screen.position import Position


@dataclass(frozen=True, slots=True)
class DownloadReader:
    """Reads the file that ``downloaded`` gets, whole: an interrupted run reads it anew."""

    stream: str
    downloaded: Callable[[], DownloadedFile]
    columns: Sequence[str] | None

    def read(self, since: Mapping[str, str]) -> Generator[Batch, None, None]:
        """All rows. Raises what the download and the file's format raise."""
        file = self.downloaded()
        yield from file.batches(self.stream, self.columns)
        schema = file.schema(self.stream)
        fields = list(schema) if self.columns is None else [schema.field(name) for name in self.columns]
        nothing = pa.RecordBatch.from_arrays([pa.nulls(0, field.type) for field in fields], schema=pa.schema(fields))
        yield Batch(self.stream, "", "end", nothing, pa.array([], pa.string()), Position(whole=True).dump())

    def acknowledge(self, upto: Mapping[str, str]) -> None:
        """Nothing: the application keeps what it exports."""
