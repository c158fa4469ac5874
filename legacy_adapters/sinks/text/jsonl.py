"""JSON Lines: one object per record and line, in UTF-8, keys in the order of the columns, null as null."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO

import polars as pl
import pyarrow as pa

from legacy_adapters.sinks.text.cells import Cell, cells_of, numbered
from legacy_adapters.sinks.text.settings import TextOptions


class JsonLinesLayout:
    """Polars writes the strings; numbers that are to be written to the digit are set between them as they are."""

    header = b""

    def __init__(self, schema: pa.Schema, currencies: Mapping[str, str] | None, options: TextOptions) -> None:
        self._line = _line(cells_of(schema, currencies, options), options)

    def text(self, rows: pa.RecordBatch) -> pl.DataFrame:
        """One column with the line of each record."""
        return numbered(rows).select(self._line)

    def render(self, text: pl.DataFrame) -> bytes:
        """The lines. JSON has no line break within a line, so nothing needs quotes here."""
        out = BytesIO()
        text.write_csv(out, include_header=False, quote_style="never", line_terminator="\n")
        return out.getvalue()


def _line(cells: list[Cell], options: TextOptions) -> pl.Expr:
    pieces: list[pl.Expr] = []
    run: list[pl.Expr] = []
    for cell in cells:
        if cell.kind == "float" or (cell.kind == "decimal" and options.decimals == "number"):
            pieces += _members(run)
            run = []
            pieces.append(_number(cell))
        else:
            value = cell.column if cell.kind in ("bool", "integer") else cell.text
            run.append(value.alias(cell.name))
    pieces += _members(run)
    return pl.concat_str([pl.lit("{"), pl.concat_str(pieces, separator=","), pl.lit("}")]).alias("line")


def _members(columns: list[pl.Expr]) -> list[pl.Expr]:
    """The members of an object without its braces."""
    return [pl.struct(columns).struct.json_encode().str.strip_prefix("{").str.strip_suffix("}")] if columns else []


def _number(cell: Cell) -> pl.Expr:
    """A number as it is written; what JSON has no number for (NaN, inf) is a string, as in protobuf's JSON."""
    text: pl.Expr = cell.text
    if cell.kind == "float":
        value = cell.column
        infinite = pl.when(value > 0).then(pl.lit('"Infinity"')).otherwise(pl.lit('"-Infinity"'))
        text = pl.when(value.is_infinite()).then(infinite).when(value.is_nan()).then(pl.lit('"NaN"')).otherwise(text)
    name = json.dumps(cell.name, ensure_ascii=False)
    return pl.concat_str([pl.lit(f"{name}:"), text.fill_null("null")])
