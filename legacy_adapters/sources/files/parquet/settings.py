"""What a pipeline file says of Parquet."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Literal

import pyarrow as pa
from pydantic import Field

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.format import FormatSettings, Piece

TABLE = "rows"
"""What the one table of a file is called."""


class ParquetSettings(FormatSettings):
    """A Parquet file; it says itself what its columns are."""

    kind: Literal["parquet"] = Field("parquet", description="A Parquet file.")
    binary_as_text: bool = Field(
        False,
        description="Whether columns that are only called binary hold UTF-8 text: Impala, Hive and old Spark wrote "
        "text so.",
    )
    max_column_chunk: int = Field(
        2_000_000_000,
        ge=1,
        description="How many bytes one column of a row group may take unpacked; a page of it is held in memory.",
    )

    def tables(self, path: Path, *, count: bool) -> Sequence[StreamInfo]:
        """The one table of the file; the number of its rows stands in the file."""
        from legacy_adapters.sources.files.parquet.reading import open_file

        with open_file(path, self) as file:
            return [StreamInfo(TABLE, "table", file.rows if count else None)]

    def schema(self, path: Path, table: str | None) -> pa.Schema:  # type: ignore[override]
        """The columns of the file; those of structures by their path."""
        from legacy_adapters.sources.files.parquet.reading import open_file

        with open_file(path, self, table) as file:
            return file.schema()

    def read(
        self, path: Path, table: str | None, columns: Sequence[str] | None, after: str | None, most_rows: int
    ) -> Generator[Piece, None, None]:
        """The rows behind the first ``after``."""
        from legacy_adapters.sources.files.parquet.reading import open_file

        with open_file(path, self, table) as file, closing(file.pieces(columns, int(after or 0), most_rows)) as pieces:
            yield from pieces

    def totals(self, table: str | None) -> Sequence[str]:
        """None: such a file states no sums of itself."""
        return ()

    def is_complete(self, path: Path) -> bool:
        """Whether the file ends as it must: what is where in it is written last of all."""
        from legacy_adapters.sources.files.parquet.recognise import has_end

        return has_end(path)
