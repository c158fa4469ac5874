"""Reads .xls of Excel 2 to 2003 ([MS-XLS]) with xlrd, which holds a sheet whole: 65,536 rows of 256 columns at most."""

from __future__ import annotations

import io
import struct
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from legacy_adapters.core.errors import BadPart, DriverMissing
from legacy_adapters.sources.files.spreadsheet.cell import Cell, Odd
from legacy_adapters.sources.files.spreadsheet.number_format import show_of
from legacy_adapters.sources.files.spreadsheet.package import too_large
from legacy_adapters.sources.files.spreadsheet.serial import shown
from legacy_adapters.sources.files.spreadsheet.workbook import Limits, Row, Sheet, damaged
from legacy_adapters.sources.files.spreadsheet.xlsb import ERRORS

INSTALL: Final = 'pip install "legacy-adapters[excel]"'

_BROKEN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What xlrd raises beside its own errors for files that are damaged."""


@dataclass(frozen=True, slots=True)
class XlsWorkbook:
    """An open .xls; ``book`` is xlrd's."""

    path: Path
    book: Any

    def sheets(self) -> Sequence[Sheet]:
        """The sheets with cells, in the workbook's order."""
        names = enumerate(self.book.sheet_names())
        hidden = getattr(self.book, "_sheet_visibility", [])
        return [Sheet(str(name), i < len(hidden) and hidden[i] != 0) for i, name in names]

    def rows(self, sheet: str) -> Generator[Row, None, None]:
        """The rows of a sheet."""
        import xlrd

        try:
            found = self.book.sheet_by_name(sheet)
            for i in range(found.nrows):
                info = found.rowinfo_map.get(i)
                yield Row(i + 1, self._cells(found, i), bool(info is not None and info.hidden))
        except (xlrd.XLRDError, *_BROKEN) as error:
            raise damaged(self.path, f"sheet {sheet!r} cannot be read ({error})") from error
        finally:
            self.book.unload_sheet(sheet)

    def _cells(self, sheet: Any, row: int) -> list[Cell]:
        return [self._cell(sheet.cell(row, column)) for column in range(sheet.row_len(row))]

    def _cell(self, cell: Any) -> Cell:
        value = cell.value
        match cell.ctype:
            case 1:
                return str(value)
            case 2 | 3:
                style = self.book.xf_list[cell.xf_index]
                code = self.book.format_map[style.format_key].format_str
                return shown(float(value), show_of(code), self.book.datemode == 1)
            case 4:
                return bool(value)
            case 5:
                return Odd("error_value", ERRORS.get(int(value), f"error {value}"))
            case _:
                return None


@contextmanager
def open_xls(path: Path, limits: Limits) -> Generator[XlsWorkbook, None, None]:
    """Opens an .xls file. Raises ``BadPart``, ``DriverMissing`` and ``OSError``."""
    try:
        import xlrd
        from xlrd.compdoc import CompDocError
    except ModuleNotFoundError as error:
        raise DriverMissing(
            ".xls workbooks need the package xlrd, which is not installed",
            where=str(path),
            hint=f"Install it: {INSTALL}",
        ) from error
    size = path.stat().st_size
    if size > limits.texts:
        raise too_large(path, f"it takes {size:,} bytes", limits.texts)
    try:
        book = xlrd.open_workbook(path, logfile=io.StringIO(), on_demand=True, formatting_info=True, ragged_rows=True)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise BadPart(
                "the workbook is protected by a password",
                where=str(path),
                hint="Save it without a password, or have it sent so.",
            ) from error
        raise damaged(path, str(error)) from error
    except (CompDocError, *_BROKEN) as error:
        raise damaged(path, str(error) or type(error).__name__) from error
    with book:
        yield XlsWorkbook(path, book)
