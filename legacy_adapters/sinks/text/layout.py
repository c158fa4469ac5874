"""What a format must do for a file sink, and where the formats are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import polars as pl
import pyarrow as pa

from legacy_adapters.sinks.text.csv import CsvLayout
from legacy_adapters.sinks.text.jsonl import JsonLinesLayout
from legacy_adapters.sinks.text.settings import Format, TextOptions


class Layout(Protocol):
    """How the records of one entity look in a file."""

    @property
    def header(self) -> bytes:
        """What a file begins with."""
        ...

    def text(self, rows: pa.RecordBatch) -> pl.DataFrame:
        """The rows as they are to be rendered, one for one; called once a batch."""
        ...

    def render(self, text: pl.DataFrame) -> bytes:
        """The bytes of some of these rows. Raises ``UnicodeEncodeError`` where the encoding lacks a character."""
        ...


def layout_of(kind: Format, schema: pa.Schema, currencies: Mapping[str, str] | None, options: TextOptions) -> Layout:
    """The layout of an entity with these columns; ``currencies`` as in ``cells_of``.

    Raises ``OutputError`` for a header that cannot be encoded.
    """
    if kind == "csv":
        return CsvLayout(schema, currencies, options)
    return JsonLinesLayout(schema, currencies, options)
