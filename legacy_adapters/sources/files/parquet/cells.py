"""Columns of a Parquet file in the types of ``types.target``; what does not fit is null, and a fault."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import MIXED, Array
from legacy_adapters.sources.files.faults import Fault, valid
from legacy_adapters.sources.files.mixed import as_mixed
from legacy_adapters.sources.files.parquet.types import is_bytes, is_text, target

pc: Any = pyarrow.compute
arrow: Any = pa

_FIRST_DAY: Final = date(1, 1, 1)
_LAST_DAY: Final = date(9999, 12, 31)
_SHOWN: Final = 10_000


def converted(name: str, column: Any, faults: list[Fault], *, binary_as_text: bool) -> Array:
    """A column in the type that it is handed over in."""
    kind = column.type
    types = pa.types
    if types.is_dictionary(kind):
        return converted(name, column.dictionary_decode(), faults, binary_as_text=binary_as_text)
    if isinstance(kind, pa.BaseExtensionType):
        return _extension(name, column, faults, binary_as_text=binary_as_text)
    if is_text(kind) or (binary_as_text and is_bytes(kind)):
        return _text(name, column, faults)
    if is_bytes(kind):
        return _without_bytes(name, column, faults)
    wanted = target(kind)
    if wanted == MIXED:
        return as_mixed(column)
    if types.is_date(kind) or types.is_timestamp(kind) or types.is_time(kind):
        return _moments(name, column, wanted, faults)
    if wanted != pa.string() or types.is_null(kind):
        return as_array(pc.cast(column, wanted))
    if types.is_duration(kind):
        count = pc.cast(pc.cast(column, pa.int64()), pa.string())
        return as_array(pc.binary_join_element_wise(count, kind.unit, " "))
    return pa.array([None if cell is None else as_json(cell) for cell in column.to_pylist()], pa.string())


def as_array(found: Any) -> Array:
    """What a function of Arrow returned."""
    array: Array = found
    return array


def _extension(name: str, column: Any, faults: list[Fault], *, binary_as_text: bool) -> Array:
    """A UUID as people write it; of any other extension what is stored."""
    if column.type.extension_name == "arrow.uuid":
        return pa.array([None if cell is None else str(cell) for cell in column.to_pylist()], pa.string())
    return converted(name, column.storage, faults, binary_as_text=binary_as_text)


def _text(name: str, column: Array, faults: list[Fault]) -> Array:
    """Parquet says that it is UTF-8, and nobody has checked it."""
    raw = pc.cast(column, pa.binary())
    text: Array = raw.view(pa.string())
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        cells = [None if cell is None else cell.decode("utf-8", "surrogateescape") for cell in raw.to_pylist()]
        bad = {row: valid(cell) for row, cell in enumerate(cells) if cell is not None and valid(cell) != cell}
        faults += [(row, name, "undecodable", shown) for row, shown in bad.items()]
        return pa.array([None if row in bad else cell for row, cell in enumerate(cells)], pa.string())
    return text


def _without_bytes(name: str, column: Array, faults: list[Fault]) -> Array:
    cells = column.to_pylist()
    faults += [(row, name, "binary_value", cell[:_SHOWN].hex()) for row, cell in enumerate(cells) if cell is not None]
    return as_array(arrow.nulls(len(column), pa.string()))


def _moments(name: str, column: Any, wanted: pa.DataType, faults: list[Fault]) -> Array:
    """Dates and times; one outside the years 1 to 9999, or finer than a microsecond, is a fault."""
    try:
        found = pc.cast(column, wanted)
    except pa.ArrowInvalid:
        found = pa.concat_arrays([_one_moment(column[row : row + 1], wanted) for row in range(len(column))])
        _note(name, column, pc.and_(pc.is_null(found), pc.is_valid(column)), "too_many_decimals", faults)
        column = pc.if_else(pc.is_valid(found), column, pa.scalar(None, column.type))
    if pa.types.is_time(wanted):
        return as_array(found)
    outside = pc.or_(pc.less(found, _bound(_FIRST_DAY, wanted)), pc.greater(found, _bound(_LAST_DAY, wanted)))
    outside = pc.fill_null(outside, False)
    if not pc.any(outside).as_py():
        return as_array(found)
    _note(name, column, outside, "date_out_of_range", faults)
    return as_array(pc.if_else(outside, pa.scalar(None, wanted), found))


def _one_moment(cell: Array, wanted: pa.DataType) -> Array:
    try:
        return as_array(pc.cast(cell, wanted))
    except pa.ArrowInvalid:
        return as_array(arrow.nulls(1, wanted))


def _bound(day: date, wanted: pa.DataType) -> Any:
    if pa.types.is_date(wanted):
        return pa.scalar(day, wanted)
    clock = time.max if day == _LAST_DAY else time.min
    return pc.cast(pa.scalar(datetime.combine(day, clock), pa.timestamp("us")).cast(pa.int64()), wanted)


def _note(name: str, column: Array, odd: Array, code: str, faults: list[Fault]) -> None:
    rows = pc.indices_nonzero(odd).to_pylist()
    numbers = pc.cast(column, pa.int64() if column.type.bit_width == 64 else pa.int32())
    unit = getattr(column.type, "unit", "days" if column.type == pa.date32() else "ms")
    faults += [(row, name, code, f"{numbers[row]} {unit} since 1970") for row in rows]


def as_json(value: Any) -> str:
    """A list, a map or another value as JSON: decimals with all digits, times in ISO 8601, bytes in hexadecimal."""
    match value:
        case None | bool():
            return json.dumps(value)
        case str():
            return json.dumps(valid(value), ensure_ascii=False)
        case int():
            return str(value)
        case float():
            return repr(value)
        case Decimal():
            return format(value, "f")
        case bytes():
            return json.dumps(value.hex())
        case dict():
            return "{" + ",".join(f"{as_json(str(key))}:{as_json(one)}" for key, one in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(map(as_json, value)) + "]"
        case date() | time():
            return json.dumps(value.isoformat())
        case _:
            return json.dumps(str(value))
