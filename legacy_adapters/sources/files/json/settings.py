"""What a pipeline file says of JSON and JSON Lines: where the records lie, and which columns are wanted."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
from pydantic import Field, field_validator

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.format import FormatSettings, Piece


class RecordSettings(FormatSettings):
    """What JSON and JSON Lines have in common."""

    columns: tuple[str, ...] = Field(
        (),
        description="The columns of the records' own table, as paths of keys (customer.name), where not all are wanted "
        "or the first 1,000 records do not have all of them. Other keys are left out then.",
    )

    @field_validator("columns", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    def tables(self, path: Path, *, count: bool) -> Sequence[StreamInfo]:
        """The records, and the arrays of objects within them, in the order of names."""
        from legacy_adapters.sources.files.json.reading import list_tables

        return list_tables(path, self, count=count)

    def schema(self, path: Path, table: str | None) -> pa.Schema:  # type: ignore[override]
        """The columns of a table, all ``MIXED``."""
        from legacy_adapters.sources.files.json.reading import find_table

        return find_table(path, self, table).schema()

    def read(
        self, path: Path, table: str | None, columns: Sequence[str] | None, after: str | None, most_rows: int
    ) -> Generator[Piece, None, None]:
        """The rows of a table behind the position ``after``."""
        from legacy_adapters.sources.files.json.reading import find_table

        with closing(find_table(path, self, table).pieces(columns, after, most_rows)) as pieces:
            yield from pieces

    def totals(self, table: str | None) -> Sequence[str]:
        """None: such a file states no sums of itself."""
        return ()

    def is_complete(self, path: Path) -> bool:
        """Whether the file ends as JSON does: with a closing bracket."""
        from legacy_adapters.sources.files.json.reading import ends_well

        return ends_well(path)


class JsonSettings(RecordSettings):
    """A JSON document with an array of records. The stream's ``table`` names an array of objects within them."""

    kind: Literal["json"] = Field("json", description="A JSON document.")
    records: str | None = Field(
        None,
        description="The keys on the way to the array of records, with points between them (data.invoices); empty: the "
        "whole document. Not stated: the document if it is an array, else the only array of objects in it; where "
        "there is none, the document is the one record.",
    )


class JsonLinesSettings(RecordSettings):
    """JSON Lines (NDJSON): one record on each line."""

    kind: Literal["jsonl"] = Field("jsonl", description="JSON Lines: one record on each line.")
