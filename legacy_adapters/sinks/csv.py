"""CSV by RFC 4180, and what spreadsheets and older readers want instead."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import polars as pl
import pyarrow as pa

from legacy_adapters.core.errors import OutputError
from legacy_adapters.sinks.cells import Cell, cells_of, numbered
from legacy_adapters.sinks.settings import TextOptions

_FORMULA = r"^[=+\-@\t\r]"
_NUMBERS = ("integer", "decimal", "float")
_LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}


class CsvLayout:
    """The cells of an entity, one record per line; null is nothing at all, an empty text is ``""``."""

    def __init__(self, schema: pa.Schema, currencies: Mapping[str, str] | None, options: TextOptions) -> None:
        self._options = options
        self._alone = len(schema) == 1
        cells = cells_of(schema, currencies, options, decimal=options.decimal)
        self._cells = [self._expression(cell) for cell in cells]
        self.header = self._header(schema.names)

    def text(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Every column as it will stand between the delimiters, but for the quotes; or as Polars writes it the same."""
        return numbered(rows).select(self._cells)

    def render(self, text: pl.DataFrame) -> bytes:
        """The lines. Raises ``UnicodeEncodeError``."""
        raw = self._options.quoting == "nonnumeric"
        out = BytesIO()
        if self._options.quoting == "minimal":
            # Most fields of most entities have no value at all, and a column of nothing is written in half the time.
            nothing = [column.name for column in text if column.null_count() == len(column)]
            text = text.with_columns(pl.lit(None).alias(name) for name in nothing)
        text.write_csv(
            out,
            include_header=False,
            separator=self._options.delimiter,
            line_terminator=_LINE_ENDS[self._options.line_end],
            quote_style="never" if raw else "always" if self._options.quoting == "all" else "necessary",
        )
        if self._options.encoding == "utf-8":
            return out.getvalue()
        return out.getvalue().decode().encode(self._options.encoding)

    def _expression(self, cell: Cell) -> pl.Expr:
        if self._is_native(cell):
            return cell.column.alias(cell.name)
        text = cell.text
        if self._options.formula_guard and cell.kind == "text":
            text = pl.when(text.str.contains(_FORMULA)).then("'" + text).otherwise(text)
        if self._alone:
            # A line with nothing in it is no record to most readers.
            text = text.fill_null("")
        if self._options.quoting == "nonnumeric" and cell.kind not in _NUMBERS:
            text = pl.format('"{}"', text.str.replace_all('"', '""', literal=True))
        return text.alias(cell.name)

    def _is_native(self, cell: Cell) -> bool:
        """Whether Polars' own way of writing the type is ours; it is the faster one."""
        if self._alone:
            return False
        iso = cell.kind == "bool" or (cell.kind == "day" and self._options.date_format is None)
        return cell.kind == "integer" or (iso and self._options.quoting != "nonnumeric")

    def _header(self, names: list[str]) -> bytes:
        mark = "\ufeff" if self._options.bom else ""
        if not self._options.header:
            return mark.encode(self._options.encoding)
        quoted = [self._quoted_name(name) for name in names]
        line = self._options.delimiter.join(quoted) + _LINE_ENDS[self._options.line_end]
        try:
            return (mark + line).encode(self._options.encoding)
        except UnicodeEncodeError as error:
            character = error.object[error.start]
            raise OutputError(
                f"the column names hold {character!r}, which {self._options.encoding} does not have",
                hint="Choose another encoding, such as utf-8, or header: false.",
            ) from None

    def _quoted_name(self, name: str) -> str:
        special = {'"', "\r", "\n", self._options.delimiter}
        needed = self._options.quoting != "minimal" or not name or not special.isdisjoint(name)
        return '"' + name.replace('"', '""') + '"' if needed else name
