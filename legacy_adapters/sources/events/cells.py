"""The fields of events as columns: each value exactly as it was sent, or a fault that says why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

import polars as pl
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.schema.entity import ARROW_TYPES, Field
from legacy_adapters.values.dates import parse_date, parse_datetime
from legacy_adapters.values.decimals import parse_decimal
from legacy_adapters.values.notation import PLAIN
from legacy_adapters.values.parsed import Parsed

CellFaults: TypeAlias = "list[tuple[int, str, str]]"
"""Row, code of ``REASONS``, and the value as text."""

# Its stubs know of each type by itself only.
nulls: Any = pa.nulls

_NUMBERS: Final = (str, int, Decimal)
_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "text": (str,),
    "amount": _NUMBERS,
    "quantity": _NUMBERS,
    "date": (str,),
    "datetime": (str,),
    "boolean": (bool,),
    "integer": (int,),
}
"""What a value of each type of field is in JSON."""

_LARGEST: Final = 2**63
_MOMENTS: Final = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f")
_UNREAD: Final = {"date": "not_a_date", "datetime": "not_a_date", "amount": "not_a_number", "quantity": "not_a_number"}
_FORM: Final = {
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "datetime": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?$",
}
"""Stricter than what reads them, which knows what people write."""


def column_of(field: Field, values: Sequence[object]) -> tuple[Array, CellFaults]:
    """The column of a field, one cell for each value (None: null), and what is wrong with those that are null for it.
    Length and codes are checked too; whether it must have a value is not."""
    if all(value is None for value in values):
        return nulls(len(values), ARROW_TYPES[field.type]), []
    faults = list(_of_other_kinds(field, values))
    sure: list[Any] = list(values)
    for row, _, _ in faults:
        sure[row] = None
    kind = ARROW_TYPES[field.type]
    if field.type == "text":
        return pa.array(sure, pa.string()), faults + list(_against_rules(field, sure))
    if field.type in ("boolean", "integer"):
        return pa.array(sure, kind), faults
    texts = [None if value is None else str(value) for value in sure]
    found, unread = _read(field, texts)
    return found, faults + unread


def _of_other_kinds(field: Field, values: Sequence[object]) -> Iterator[tuple[int, str, str]]:
    kinds = _KINDS[field.type]
    fine = {type(None), *kinds}
    # Most columns are of one kind throughout, which is seen at once.
    if set(map(type, values)) <= fine and _fits(field, values):
        return
    for row, value in enumerate(values):
        if type(value) not in fine:
            yield row, "wrong_type", shown(value)
        elif isinstance(value, str) and field.type == "text" and not is_text(value):
            yield row, "undecodable", shown(value)
        elif field.type == "integer" and isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
            yield row, "number_too_large", shown(value)


def _fits(field: Field, values: Sequence[Any]) -> bool:
    """Whether values of the right kind are all such as Arrow can hold."""
    if field.type not in ("text", "integer"):
        return True
    try:
        pa.array(values, ARROW_TYPES[field.type])
    except (UnicodeEncodeError, OverflowError, pa.ArrowException):
        return False
    return True


def _against_rules(field: Field, values: Sequence[str | None]) -> Iterator[tuple[int, str, str]]:
    codes = frozenset(field.codes) if field.codes and not field.open else None
    if field.length is None and codes is None:
        return
    for row, value in enumerate(values):
        if value is None:
            continue
        if field.length is not None and len(value) > field.length:
            yield row, "text_too_long", value
        elif codes is not None and value not in codes:
            yield row, "unknown_code", value


def _read(field: Field, texts: list[str | None]) -> tuple[Array, CellFaults]:
    frame = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)})
    text = pl.col("text")
    wanted = text.str.contains(_FORM[field.type]) if field.type in _FORM else text.str.len_bytes() > 0
    parsed = _PARSERS[field.type](pl.when(wanted).then(text))
    stage, read = parsed.staged("both")
    fault = pl.lit(None, pl.String) if read.fault is None else read.fault.cast(pl.String)
    unread = pl.when(text.is_not_null() & read.value.is_null()).then(pl.lit(_UNREAD[field.type]))
    found = frame.with_columns(stage).select(value=read.value, fault=pl.coalesce(fault, unread), text=text)
    wrong = found.with_row_index("row").filter(pl.col("fault").is_not_null()).select("row", "fault", "text")
    array = found["value"].rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    return array.cast(ARROW_TYPES[field.type]), [(row, str(code), str(value)) for row, code, value in wrong.rows()]


def _decimals(precision: int, scale: int) -> Callable[[pl.Expr], Parsed]:
    return lambda text: parse_decimal(text, PLAIN, precision=precision, scale=scale)


_PARSERS: Final[dict[str, Callable[[pl.Expr], Parsed]]] = {
    "amount": _decimals(28, 4),
    "quantity": _decimals(38, 12),
    "date": lambda text: parse_date(text, ["%Y-%m-%d"]),
    "datetime": lambda text: parse_datetime(text, _MOMENTS),
}


def is_text(value: str) -> bool:
    """Whether it can be written in UTF-8: JSON may hold halves of characters, which are none."""
    return value.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in value)


def shown(value: object) -> str:
    """A value for a person; halves of characters by their numbers."""
    return str(value).encode("utf-8", "backslashreplace").decode()
