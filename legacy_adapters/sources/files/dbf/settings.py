"""What a pipeline file says of a DBF; no driver is imported here."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Literal

import pyarrow as pa
from pydantic import Field

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.format import FormatSettings, Piece


class DbfFormat(FormatSettings):
    """Tables of dBase, FoxPro, Visual FoxPro and Clipper, with their memo files."""

    kind: Literal["dbf"] = Field("dbf", description="A table of dBase, FoxPro, Visual FoxPro or Clipper.")
    encoding: str | None = Field(
        None,
        min_length=1,
        description="The code page of the texts, such as `cp850` or `mazovia`; unless stated, what a .cpg file beside "
        "the table or the table's header says. Where neither says anything, only ASCII is read.",
    )
    deleted: Literal["skip", "keep"] = Field(
        "skip",
        description="`skip`: records marked as deleted are never read. `keep`: they are, and a column `_deleted` says "
        "which they are.",
    )
    numbers: Literal["decimal", "written"] = Field(
        "decimal",
        description="`decimal`: fields of type N are decimals with as many decimals as their header states; a number "
        "with more is a fault. `written`: they are as they stand in the record, with any number of decimals.",
    )
    record_count: Literal["check", "header", "file"] = Field(
        "check",
        description="`check`: all records in the file are read, and the number that its header states must be theirs. "
        "`header`: no more than that number are read. `file`: the header's number is not looked at.",
    )

    memo_file: Literal["required", "optional"] = Field(
        "required",
        description="`required`: without its memo file, a table's long texts are faults. `optional`: they are null.",
    )

    def tables(self, path: Path, *, count: bool) -> Sequence[StreamInfo]:
        """The one table, named after the file."""
        from legacy_adapters.sources.files.dbf.layout import layout_of
        from legacy_adapters.sources.files.dbf.reader import count_rows
        from legacy_adapters.sources.files.desktop.beside import own_path

        layout = layout_of(path, self)
        return [StreamInfo(own_path(path).stem, "table", count_rows(path, layout, self) if count else None)]

    def schema(self, path: Path, table: str | None) -> pa.Schema:  # type: ignore[override]
        """The columns as the header describes them."""
        from legacy_adapters.sources.files.dbf.layout import layout_of

        return layout_of(path, self, table).schema(deleted=self.deleted == "keep")

    def read(
        self, path: Path, table: str | None, columns: Sequence[str] | None, after: str | None, most_rows: int
    ) -> Generator[Piece, None, None]:
        """The records. A position is the number of the last record, and how many deleted ones were passed over."""
        from legacy_adapters.sources.files.dbf.layout import layout_of
        from legacy_adapters.sources.files.dbf.reader import Wanted, read

        yield from read(path, layout_of(path, self, table), self, Wanted(columns, after, most_rows))

    def totals(self, table: str | None) -> Sequence[str]:
        """None: a DBF states how many records it has, and no sums."""
        return ()

    def companions(self, path: Path) -> Sequence[Path]:
        """Its long texts, and the name of its code page."""
        from legacy_adapters.sources.files.dbf.companions import companions

        return companions(path)

    def is_complete(self, path: Path) -> bool:
        """Whether the file has all the records that its header states."""
        from legacy_adapters.core.errors import BadPart
        from legacy_adapters.sources.files.dbf.header import read_header

        try:
            header = read_header(path)
        except BadPart:
            return False
        return header.size >= header.start + header.records * header.length
