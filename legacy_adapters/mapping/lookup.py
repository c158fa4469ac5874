"""Tables that turn the source's codes into ours: written in the pipeline file, or read from a CSV file beforehand."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.columns import nearest
from legacy_adapters.mapping.constants import Constant, constant
from legacy_adapters.mapping.field_settings import LookupFile
from legacy_adapters.schema.entity import Field
from legacy_adapters.values.parsed import Parsed, fault_where, polars_type

ANYTHING: Final = "*"
"""The entry for every code that has none of its own."""

LARGEST_FILE: Final = 64 * 1024 * 1024
"""Bytes of a lookup file: it is held in memory."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """The values of a field by the source's code; ``otherwise`` for the codes that are not in it, if ``complete``."""

    values: Mapping[str, Constant | None]
    otherwise: Constant | None
    complete: bool

    @classmethod
    def of(cls, table: Mapping[str, str | None], field: Field, where: str) -> Lookup:
        """The table with its results as values of the field. Raises ``ConfigError`` for one that cannot be."""
        values = {
            code: None if result is None else constant(result, field, f"{where}.{code}")
            for code, result in table.items()
        }
        return cls(
            values={code: value for code, value in values.items() if code != ANYTHING},
            otherwise=values.get(ANYTHING),
            complete=ANYTHING in values,
        )

    def find(self, code: pl.Expr, field: Field) -> Parsed:
        """The result for each code; null for null. Fault: ``lookup_miss``, unless the table is complete."""
        kind = polars_type(field.arrow_type)
        codes = pl.Series(list(self.values), dtype=pl.String)
        results = pl.Series(list(self.values.values()), dtype=kind)
        found = code.replace_strict(codes, results, default=pl.lit(self.otherwise, dtype=kind), return_dtype=kind)
        value = pl.when(code.is_not_null()).then(found)
        if self.complete:
            return Parsed(value, None)
        return Parsed(value, fault_where(~code.is_in(codes.implode()), "lookup_miss"))


def load_lookup(settings: LookupFile, folder: Path) -> dict[str, str | None]:
    """The table of a CSV file: UTF-8, a header line, separated by ``,`` ``;`` ``|`` or tabs; an empty result is null.

    Raises ``ConfigError`` for a file that cannot be read, a column that is not there, and a code with two results.
    """
    path = folder / settings.file
    try:
        size = path.stat().st_size
        text = path.read_text(encoding="utf-8-sig") if size <= LARGEST_FILE else ""
    except OSError as error:
        raise ConfigError(f"the lookup file cannot be read: {error.strerror}", where=str(path)) from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"byte {error.start + 1} is not UTF-8", where=str(path), hint="Save it as UTF-8.") from None
    if size > LARGEST_FILE:
        raise ConfigError(f"a lookup file may have {LARGEST_FILE:,} bytes, this has {size:,}", where=str(path))
    return _table(text, settings, path)


def _table(text: str, settings: LookupFile, path: Path) -> dict[str, str | None]:
    header, _, _ = text.partition("\n")
    lines = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t|", key=header.count), strict=True)
    table: dict[str, str | None] = {}
    try:
        names = [name.strip() for name in next(lines, [])]
        key, value = _place(names, settings.key, 0, path), _place(names, settings.value, 1, path)
        for cells in lines:
            if not any(cells):
                continue
            where = f"{path}:{lines.line_num}"
            if len(cells) != len(names):
                raise ConfigError(f"the line has {len(cells)} columns, the header has {len(names)}", where=where)
            code, result = cells[key].strip(), cells[value].strip() or None
            if table.setdefault(code, result) != result:
                raise ConfigError(f"{code!r} has a second result, {result!r} after {table[code]!r}", where=where)
    except csv.Error as error:
        raise ConfigError(f"the lookup file is no CSV: {error}", where=f"{path}:{lines.line_num}") from None
    return table


def _place(names: list[str], stated: str | None, otherwise: int, path: Path) -> int:
    """Where a column stands in the file."""
    if stated is None:
        if len(names) <= otherwise:
            raise ConfigError("a lookup file has at least two columns", where=str(path))
        return otherwise
    if stated not in names:
        raise ConfigError(f"there is no column {stated!r}", where=f"{path}:1", hint=nearest(stated, names))
    return names.index(stated)
