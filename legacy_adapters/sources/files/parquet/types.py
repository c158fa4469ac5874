"""Which type a column of a Parquet file is handed over in: the closed list of ``core.batch``, without loss."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa

from legacy_adapters.core.batch import MIXED, is_allowed

UNSIGNED_64: Final = pa.decimal128(20, 0)
MOST_DIGITS: Final = 38


def target(kind: pa.DataType) -> pa.DataType:
    """The type for a column of this type.

    Whole numbers are ``int64``, those without a sign beyond it decimals. Instants are UTC whatever zone they are shown
    in; a time without a zone stays without one. What has more digits than a decimal holds, and single-precision
    numbers, whose shortest decimal is not that of a double, are ``MIXED``. All else is text.
    """
    types = pa.types
    if types.is_dictionary(kind):
        return target(kind.value_type)
    if types.is_uint64(kind):
        return UNSIGNED_64
    if types.is_integer(kind):
        return pa.int64()
    if types.is_float32(kind) or types.is_float16(kind) or types.is_decimal256(kind):
        return MIXED
    if types.is_decimal(kind):
        return _decimal(kind)
    if types.is_date(kind):
        return pa.date32()
    if types.is_time(kind):
        return pa.time64("us")
    if types.is_timestamp(kind):
        return pa.timestamp("us", None if kind.tz is None else "UTC")
    return kind if is_allowed(kind) else pa.string()


def _decimal(kind: Any) -> pa.DataType:
    """32, 64 and 128 bits: a scale beyond the digits (0.0012 as two digits) needs as many digits as it has places."""
    precision = max(kind.precision, kind.scale, 1)
    return pa.decimal128(precision, kind.scale) if kind.scale >= 0 and precision <= MOST_DIGITS else MIXED


def is_text(kind: pa.DataType) -> bool:
    """Whether the file says that it is text."""
    types = pa.types
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def is_bytes(kind: pa.DataType) -> bool:
    """Whether it is bytes that the file says no more of."""
    types = pa.types
    return bool(
        types.is_binary(kind)
        or types.is_large_binary(kind)
        or types.is_binary_view(kind)
        or types.is_fixed_size_binary(kind)
    )
