"""The rows of a stream in Python: batch by batch, or whole in the form a person works with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import MIXED, Array, Batch
from legacy_adapters.core.protocols import Source
from legacy_adapters.values.narrowing import narrowed

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


pc: Any = pyarrow.compute

Chunked: TypeAlias = "pa.ChunkedArray[Any]"


@dataclass(frozen=True, slots=True)
class Reading:
    """A stream that can be read, any number of times; each iteration opens the source anew."""

    source: Source[Any]
    name: str
    settings: Any

    def __iter__(self) -> Iterator[Batch]:
        """The batches in the source's order, in constant memory."""
        with self.source.connect() as connection:
            reader = connection.reader(self.name, self.settings)
            with closing(reader.read({})) as batches:  # type: ignore[type-var]
                yield from (batch for batch in batches if batch.rows.num_rows)

    def to_arrow(self) -> pa.Table:
        """All rows, in memory. A column whose cells are of several kinds becomes whole numbers or decimals if all of
        its cells are, else text; so does one with cells that its type cannot hold."""
        with self.source.connect() as connection:
            schema = connection.schema(self.name, self.settings)
        batches = [_with_faults_as_text(batch) for batch in self]
        columns = [narrowed(_column([b[name] for b in batches], schema.field(name).type)) for name in schema.names]
        return pa.Table.from_arrays(columns, names=schema.names)

    def to_polars(self) -> pl.DataFrame:
        """All rows as a Polars frame."""
        import polars as pl

        frame = pl.from_arrow(self.to_arrow())
        assert isinstance(frame, pl.DataFrame)
        return frame

    def to_pandas(self) -> pd.DataFrame:
        """All rows as a pandas frame of Arrow types: money stays decimal, nulls stay nulls."""
        import pandas as pd

        return self.to_arrow().to_pandas(types_mapper=pd.ArrowDtype)


def _with_faults_as_text(batch: Batch) -> Mapping[str, Array]:
    columns: dict[str, Array] = dict(zip(batch.rows.schema.names, batch.rows.columns, strict=True))
    if batch.faults is None:
        return columns
    texts: dict[str, dict[int, str | None]] = {}
    for fault in batch.faults.to_pylist():
        texts.setdefault(fault["column"], {})[fault["row"]] = fault["text"]
    for name, by_row in texts.items():
        found = pa.array([by_row.get(i) for i in range(batch.rows.num_rows)], pa.string())
        columns[name] = pc.coalesce(_as_text(columns[name]), found)
    return columns


def _column(parts: list[Array], kind: pa.DataType) -> Chunked:
    if any(part.type != kind for part in parts):
        return pa.chunked_array([_as_text(part) for part in parts], pa.string())
    # The types that pyarrow's stubs know of as literals leave out structs.
    return pa.chunked_array(cast("Any", parts), cast("Any", kind))


def _as_text(column: Array) -> Array:
    text: Array = pc.struct_field(column, "text") if column.type == MIXED else pc.cast(column, pa.string())
    return text
