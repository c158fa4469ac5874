"""What a pipeline file says of Access: nothing but the kind, as the database says everything itself."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Literal

import pyarrow as pa
from pydantic import Field

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.format import FormatSettings, Piece


class AccessSettings(FormatSettings):
    """An Access database, .mdb or .accdb. The stream's ``table`` names the table."""

    kind: Literal["access"] = Field("access", description="An Access database, .mdb or .accdb.")

    def tables(self, path: Path, *, count: bool) -> Sequence[StreamInfo]:
        """The tables, in the order of names, without those of the system; linked ones are named so."""
        from legacy_adapters.sources.files.access.table import list_tables

        return list_tables(path, count=count)

    def schema(self, path: Path, table: str | None) -> pa.Schema:  # type: ignore[override]
        """The columns of a table, in the types that the database states."""
        from legacy_adapters.sources.files.access.table import open_table

        with open_table(path, table) as found:
            return found.schema()

    def read(
        self, path: Path, table: str | None, columns: Sequence[str] | None, after: str | None, most_rows: int
    ) -> Generator[Piece, None, None]:
        """The rows of a table behind the position ``after``, and the number of rows that it states."""
        from legacy_adapters.sources.files.access.table import open_table

        with open_table(path, table) as found, closing(found.pieces(columns, after, most_rows)) as pieces:
            yield from pieces

    def totals(self, table: str | None) -> Sequence[str]:
        """None: a table states the number of its rows, and no sums."""
        return ()

    def is_complete(self, path: Path) -> bool:
        """Whether the file consists of whole pages."""
        from legacy_adapters.sources.files.access.recognise import has_whole_pages

        return has_whole_pages(path)
