"""Records as a table, and the record that an encoding has no character for."""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.records import Records


def table_of(records: Records, *, envelope: bool) -> pa.RecordBatch:
    """The rows, and the envelope behind them."""
    if not envelope:
        return records.rows
    own, around = records.rows, records.envelope()
    return pa.RecordBatch.from_arrays([*own.columns, *around.columns], schema=pa.schema([*own.schema, *around.schema]))


def unencodable(records: Records, text: pl.DataFrame, encoding: str) -> OutputError:
    """Names the first record of ``text`` (one row per record) with a character that ``encoding`` lacks."""
    written = text.select(pl.col(pl.String))
    for row, values in enumerate(written.iter_rows()):
        for column, value in zip(written.columns, values, strict=True):
            if character := _missing(value or "", encoding):
                record = records.record_id[row].as_py() or records.origin[row].as_py() or f"row {row + 1}"
                return OutputError(
                    f"{column} holds {character!r}, which {encoding} does not have",
                    where=f"{records.entity} {record}",
                    hint="Choose another encoding, such as utf-8, or replace the character in the mapping.",
                )
    return OutputError(f"a character that {encoding} does not have", where=records.entity)


def _missing(text: str, encoding: str) -> str | None:
    try:
        text.encode(encoding)
    except UnicodeEncodeError as error:
        return error.object[error.start]
    return None
