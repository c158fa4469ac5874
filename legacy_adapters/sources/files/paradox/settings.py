"""What a pipeline file says of a Paradox table; no driver is imported here."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Literal

import pyarrow as pa
from pydantic import Field

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.format import FormatSettings, Piece


class ParadoxFormat(FormatSettings):
    """Tables of Paradox 3 to 11, with their long texts."""

    kind: Literal["paradox"] = Field("paradox", description="A table of Paradox (.DB).")
    encoding: str | None = Field(
        None,
        min_length=1,
        description="The code page of the texts, such as `cp437` or `cp1252`; unless stated, what the table's header "
        "says. Where it says nothing, only ASCII is read.",
    )

    def tables(self, path: Path, *, count: bool) -> Sequence[StreamInfo]:
        """The one table, named after the file, with the rows that its header states."""
        from legacy_adapters.sources.files.desktop.beside import own_path
        from legacy_adapters.sources.files.paradox.header import read_header

        header = read_header(path)
        return [StreamInfo(own_path(path).stem, "table", header.records if count else None)]

    def schema(self, path: Path, table: str | None) -> pa.Schema:  # type: ignore[override]
        """The columns as the header describes them."""
        from legacy_adapters.sources.files.paradox.layout import layout_of

        return layout_of(path, self, table).schema()

    def read(
        self, path: Path, table: str | None, columns: Sequence[str] | None, after: str | None, most_rows: int
    ) -> Generator[Piece, None, None]:
        """The records. A position says how many there were, and the block to go on with."""
        from legacy_adapters.sources.files.paradox.layout import layout_of
        from legacy_adapters.sources.files.paradox.reader import Wanted, read

        yield from read(path, layout_of(path, self, table), Wanted(columns, after, most_rows))

    def totals(self, table: str | None) -> Sequence[str]:
        """None: a table states how many records it has, and no sums."""
        return ()

    def companions(self, path: Path) -> Sequence[Path]:
        """Its long texts."""
        from legacy_adapters.sources.files.desktop.beside import same_stem_in_any_case

        found = same_stem_in_any_case(path, ".mb")
        return () if found is None else (found,)

    def is_complete(self, path: Path) -> bool:
        """Whether the file has all the blocks that its header states."""
        from legacy_adapters.core.errors import BadPart
        from legacy_adapters.sources.files.paradox.header import read_header

        try:
            header = read_header(path)
        except BadPart:
            return False
        return header.size >= header.start + header.blocks * header.block_size
