"""Excel workbooks for people: one sheet of records, typed, with a header that stays in sight.

Excel has no numbers but doubles. What has more than fifteen digits is written as text, so that no cent is lost.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

import polars as pl
import pyarrow as pa
import pyarrow.compute
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from legacy_adapters.core.errors import OutputError
from legacy_adapters.sinks.files.arrow_rows import ArrowLayout, staged_rows

pc: Any = pyarrow.compute
Value: TypeAlias = Callable[[Any], "float | bool | str | date | datetime | time"]
"""A value as a cell can hold it: text where it can be nothing else."""

MOST_RECORDS: Final = 1_048_575
"""The rows of a sheet, without the header."""

_MOST_COLUMNS: Final = 16_384
_MOST_CHARACTERS: Final = 32_767
_DIGITS: Final = 15
_FIRST_DAY: Final = date(1900, 3, 1)
"""Before it Excel counts a day that there never was."""

_NO_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\]|^'|'$")


class WorkbookLayout(ArrowLayout):
    """Rows staged for a workbook; what no cell can hold is refused as it comes."""

    def __init__(self, schema: pa.Schema, entity: str) -> None:
        """Raises ``OutputError`` for more columns than a sheet has."""
        super().__init__(schema)
        self._entity = entity
        if len(schema) > _MOST_COLUMNS:
            what = f"{len(schema):,} columns are more than the {_MOST_COLUMNS:,} of a sheet"
            raise OutputError(what, where=entity, hint="Write CSV or Parquet.")

    def text(self, rows: pa.RecordBatch) -> pl.DataFrame:
        """Raises ``OutputError`` for a text that is too long for a cell."""
        found = super().text(rows)
        for name, column in zip(self.schema.names, self._rows.columns, strict=True):
            longest = pc.max(pc.utf8_length(column)).as_py() if column.type == pa.string() else None
            if longest is not None and longest > _MOST_CHARACTERS:
                what = f"a text of {longest:,} characters is longer than the {_MOST_CHARACTERS:,} of a cell"
                hint = "Cut it in the mapping (on_too_long: cut), or write CSV or Parquet."
                raise OutputError(what, where=f"{self._entity} {name}", hint=hint)
        return found


@dataclass(frozen=True, slots=True)
class WorkbookMaker:
    """Makes the workbook, row by row. ``amounts`` are the columns that are shown as money."""

    entity: str
    amounts: frozenset[str]
    created: datetime

    def __call__(self, staged: Path, to: BinaryIO, rows: int) -> None:
        """Raises ``OutputError`` for rows that are damaged, ``OSError`` where it cannot write."""
        try:
            self._make(staged, _Target(to), rows)
        except FileCreateError as error:
            raise error.args[0] from error

    def _make(self, staged: Path, to: _Target, rows: int) -> None:
        settings = {"constant_memory": True, "tmpdir": str(staged.parent), "strings_to_formulas": False}
        with staged_rows(staged) as batches, xlsxwriter.Workbook(to, settings) as book:
            book.set_properties({"title": self.entity, "created": self.created.replace(tzinfo=None)})
            sheet = book.add_worksheet(_NO_SHEET_NAME.sub("_", self.entity)[:31])
            columns = [_Column.of(field, field.name in self.amounts, book) for field in batches.schema]
            self._head(book, sheet, columns, rows)
            number = 0
            for batch in batches:
                for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    for place, (column, value) in enumerate(zip(columns, values, strict=True)):
                        if value is not None:
                            column.put(sheet, number, place, value)

    def _head(self, book: Any, sheet: Any, columns: list[_Column], rows: int) -> None:
        bold = book.add_format({"bold": True, "bottom": 1})
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.name, bold)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, rows, len(columns) - 1)


class _Target:
    """A file that says once that it cannot be written: the archive is closed again when it is forgotten, and nobody
    could catch what that raised."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._failed = False

    def write(self, data: bytes) -> int:
        """Raises ``OSError`` the first time."""
        if self._failed:
            return len(data)
        try:
            return self._file.write(data)
        except OSError:
            self._failed = True
            raise

    def tell(self) -> int:
        """Where it is; nowhere once it has failed."""
        return 0 if self._failed else self._file.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        """Goes there."""
        return 0 if self._failed else self._file.seek(offset, whence)

    def flush(self) -> None:
        """Hands over what is kept back."""
        if not self._failed:
            self._file.flush()


@dataclass(frozen=True, slots=True)
class _Column:
    """How the values of a column become cells."""

    name: str
    value: Value
    look: Any
    width: int

    @classmethod
    def of(cls, field: pa.Field[Any], amount: bool, book: Any) -> _Column:
        """By its type."""
        kind = field.type
        if pa.types.is_decimal(kind):
            return cls(field.name, _decimal, book.add_format({"num_format": "#,##0.00##"}) if amount else None, 14)
        if kind == pa.date32():
            return cls(field.name, _day, book.add_format({"num_format": "yyyy-mm-dd"}), 11)
        if pa.types.is_timestamp(kind):
            zone = '"Z"' if kind.tz else ""
            look = book.add_format({"num_format": f"yyyy-mm-dd hh:mm:ss{zone}"})
            return cls(field.name, _moment, look, 20)
        if pa.types.is_time(kind):
            return cls(field.name, _time, book.add_format({"num_format": "hh:mm:ss"}), 10)
        return cls(field.name, _VALUES.get(kind, str), None, 18 if kind == pa.string() else 12)

    def put(self, sheet: Any, row: int, place: int, value: Any) -> None:
        """Writes one cell; a text is never anything but text."""
        cell = self.value(value)
        if isinstance(cell, str):
            sheet.write_string(row, place, cell)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, place, cell)
        elif isinstance(cell, float | int):
            sheet.write_number(row, place, cell, self.look)
        else:
            sheet.write_datetime(row, place, cell, self.look)


def _decimal(value: Decimal) -> float | str:
    digits = value.normalize().as_tuple().digits
    return float(value) if len(digits) <= _DIGITS else f"{value:f}"


def _integer(value: int) -> float | str:
    return value if len(str(abs(value))) <= _DIGITS else str(value)


def _float(value: float) -> float | str:
    return value if math.isfinite(value) else str(value)


def _day(value: date) -> date | str:
    return value if value >= _FIRST_DAY else value.isoformat()


def _moment(value: datetime) -> datetime | str:
    if value.date() < _FIRST_DAY or value.microsecond % 1000:
        return value.replace(tzinfo=None).isoformat() + ("Z" if value.tzinfo else "")
    return value.replace(tzinfo=None)


def _time(value: time) -> time | str:
    return value.isoformat() if value.microsecond % 1000 else value


_VALUES: Final[Mapping[pa.DataType, Value]] = {pa.int64(): _integer, pa.float64(): _float, pa.bool_(): bool}
