"""Rows staged as a stream of Arrow's IPC format: a file that can be cut at a length and gone on with."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import MIXED, Array
from legacy_adapters.core.errors import OutputError
from legacy_adapters.sinks.atomic_file import writing

pc: Any = pyarrow.compute


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """The same columns, those with cells of different kinds as text."""
    fields = [field.with_type(pa.string()) if field.type == MIXED else field for field in schema]
    return pa.schema(fields).with_metadata(dict(schema.metadata or {}))


class ArrowLayout:
    """The rows as they are; a file begins with their schema."""

    def __init__(self, schema: pa.Schema) -> None:
        self.schema = plain_schema(schema)
        self.header = self.schema.serialize().to_pybytes()
        self._options = pa.ipc.IpcWriteOptions(compression="lz4")
        self._rows = pa.RecordBatch.from_pylist([], schema=self.schema)

    def text(self, rows: pa.RecordBatch) -> pl.DataFrame:
        """The number of each row; the rows themselves are kept until the next batch."""
        columns = [_plain(column) for column in rows.columns]
        self._rows = pa.RecordBatch.from_arrays(columns, schema=self.schema)
        return pl.DataFrame({"row": range(rows.num_rows)}, schema={"row": pl.Int64})

    def render(self, text: pl.DataFrame) -> bytes:
        """The message with these rows of the last batch; nothing for none."""
        rows = self._rows
        if not len(text):
            return b""
        if len(text) != rows.num_rows:
            rows = rows.take(text["row"].to_arrow())
        out = io.BytesIO()
        with pa.ipc.new_stream(out, self.schema, options=self._options) as stream:
            stream.write_batch(rows)
            end = out.tell()
        return out.getvalue()[len(self.header) : end]


def _plain(column: Array) -> Array:
    found: Array = pc.struct_field(column, "text") if column.type == MIXED else column
    return found


@contextmanager
def staged_rows(path: Path) -> Iterator[pa.RecordBatchReader]:
    """What was staged at ``path``. Raises ``OutputError`` where it is damaged."""
    with writing(path):
        file = pa.memory_map(str(path))
    with file:
        try:
            yield pa.ipc.open_stream(file)
        except (pa.ArrowInvalid, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                # Of the system, and maybe of another file.
                raise
            hint = "The disk may be failing. Begin the run anew (--full)."
            raise OutputError(f"what was staged is damaged: {error}", where=str(path), hint=hint) from error
