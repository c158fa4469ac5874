"""CSV by RFC 4180, and what spreadsheets and older readers want instead."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import polars as pl
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.core.errors import OutputError
from legacy_adapters.sinks.text.cells import Cell, cells_of, numbered
from legacy_adapters.sinks.text.quoting import Quotes
from legacy_adapters.sinks.text.settings import TextOptions

_FORMULA = r"^[=+\-@\t\r]"
_NUMBERS = ("integer", "decimal", "float")
_LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}


class CsvLayout:
    """The cells of an entity, one record per line; null is nothing at all, an empty text is ``""``."""

    def __init__(self, schema: pa.Schema, currencies: Mapping[str, str] | None, options: TextOptions) -> None:
        self._options = options
        self._alone = len(schema) == 1
        self._quotes = Quotes(options.delimiter)
        self._cells = cells_of(schema, currencies, options, decimal=options.decimal)
        self._expressions = [self._expression(cell) for cell in self._cells]
        self.header = self._header(schema.names)

    def text(self, rows: pa.RecordBatch) -> pl.DataFrame:
        """Every column as it will stand between the delimiters, but for the quotes of ``all``; or as Polars writes it
        the same."""
        frame = numbered(rows)
        if self._options.quoting != "minimal":
            return frame.select(self._expressions)
        # Most fields of most entities have no value at all, and a column of nothing is written in no time.
        nothing = pl.Series(dtype=pl.Null).clear(len(frame))
        filled = [self._alone or column.null_count < len(column) for column in rows.columns]
        texts = frame.select(expression for expression, some in zip(self._expressions, filled, strict=True) if some)
        columns = [
            self._quoted(cell, texts[cell.name], raw) if some else nothing.alias(cell.name)
            for cell, raw, some in zip(self._cells, rows.columns, filled, strict=True)
        ]
        return pl.DataFrame(columns)

    def render(self, text: pl.DataFrame) -> bytes:
        """The lines. Raises ``UnicodeEncodeError``."""
        out = BytesIO()
        text.write_csv(
            out,
            include_header=False,
            separator=self._options.delimiter,
            line_terminator=_LINE_ENDS[self._options.line_end],
            quote_style="always" if self._options.quoting == "all" else "never",
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

    def _quoted(self, cell: Cell, text: pl.Series, raw: Array) -> pl.Series:
        """The cells of a column with quotes where they are needed."""
        if cell.kind == "text":
            return self._quotes.around(text, raw)
        free = cell.kind in ("day", "moment") and (self._options.date_format or self._options.datetime_format)
        pointed = cell.kind in ("decimal", "float") and self._options.decimal == self._options.delimiter
        return self._quotes.around(text, None) if free or pointed or self._alone else text

    def _is_native(self, cell: Cell) -> bool:
        """Whether Polars' own way of writing the type is ours; it is the faster one."""
        if self._alone:
            return False
        return cell.kind == "integer" or (cell.kind == "bool" and self._options.quoting != "nonnumeric")

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
