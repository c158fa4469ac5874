"""Numbers that stand in records as text, right-justified with a point: whole columns at once, exact.

What is written otherwise (left-justified, with fewer decimals or none) is brought into that form; what is still odd
(exponents, a comma, more decimals) is looked at cell by cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import MIXED, Array
from legacy_adapters.sources.files.desktop.code_page import Matrix, strings
from legacy_adapters.sources.files.desktop.exact_decimals import CHUNK_DIGITS, from_chunks
from legacy_adapters.sources.files.desktop.faults import Fault, Rows

pc: Any = pyarrow.compute

_POINT, _MINUS, _PLUS, _BLANK, _ZERO, _STAR = np.frombuffer(b".-+ 0*", np.uint8)
_PADDING: Final = " \0\t\r\n"
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[EeDd][+-]?\d{1,3})?", re.ASCII)

_BLANK_CLASS, _SIGN_CLASS, _DIGIT_CLASS, _OTHER_CLASS = np.arange(4, dtype=np.uint8)
_CLASSES: Final = np.full(256, _OTHER_CLASS, np.uint8)
_CLASSES[[0x20, 0x00]] = _BLANK_CLASS
_CLASSES[[0x2B, 0x2D]] = _SIGN_CLASS
_CLASSES[0x30:0x3A] = _DIGIT_CLASS


@dataclass(frozen=True, slots=True)
class Digits:
    """Numbers as they were read: high × 10^18 + low units; ``good`` says of which cells."""

    high: Rows
    low: Rows
    negative: Rows
    good: Rows


def decimals_of(cells: Matrix, kind: pa.Decimal128Type[int, int]) -> tuple[Array, list[Fault]]:
    """The cells as decimals; blank ones are null. Faults: ``number_overflow`` (asterisks), ``not_a_number``,
    ``too_many_decimals``, ``number_too_large``."""
    found = _aligned(cells, kind.scale)
    rest = np.flatnonzero(~found.good)
    rest = rest[~_is_blank(cells[rest])]
    if len(rest):
        _fill(found, rest, _aligned(_realigned(cells[rest], kind.scale), kind.scale))
        rest = rest[~found.good[rest]]
    faults: list[Fault] = []
    for row in rest.tolist():
        read = _one(cells[row].tobytes(), kind)
        if isinstance(read, str):
            faults.append(Fault(row, read, shown(cells[row].tobytes())))
            continue
        found.high[row], found.low[row] = divmod(abs(read), 10**CHUNK_DIGITS)
        found.negative[row], found.good[row] = read < 0, True
    return from_chunks(found.high, found.low, found.negative, found.good, kind), faults


def as_written(cells: Matrix) -> tuple[Array, list[Fault]]:
    """The cells as ``core.batch.MIXED`` numbers in plain notation; blank ones are null. Faults as ``decimals_of``."""
    plain = _is_plain(cells)
    solid = (cells != _BLANK) & (cells != 0)
    lengths = np.where(plain, solid.sum(axis=1), 0)
    kept = cells[solid & plain[:, None]]
    offsets = np.concatenate([np.zeros(1, np.int32), np.cumsum(lengths, dtype=np.int32)])
    text = strings(offsets, kept)
    rest = np.flatnonzero(~plain)
    rest = rest[~_is_blank(cells[rest])]
    faults: list[Fault] = []
    if len(rest):
        texts = text.to_pylist()
        for row in rest.tolist():
            number = _number(cells[row].tobytes(), None)
            if isinstance(number, str):
                faults.append(Fault(row, number, shown(cells[row].tobytes())))
            else:
                texts[row], plain[row] = format(number, "f"), True
        text = pa.array(texts, pa.string())
    mask = pa.array(~plain)
    text = pc.if_else(pa.array(plain), text, pa.scalar(None, pa.string()))
    return pa.StructArray.from_arrays([text, pa.array(plain, mask=~plain)], fields=list(MIXED), mask=mask), faults


def shown(cell: bytes) -> str:
    """A cell for a person."""
    return cell.decode("latin-1").strip(_PADDING)


def _aligned(cells: Matrix, scale: int) -> Digits:
    """Reads right-justified numbers with ``scale`` decimals; whatever looks otherwise is not good."""
    by_place = np.ascontiguousarray(cells.T)
    width, count = by_place.shape
    point = width - scale - 1 if scale else width
    # Compared number by number this is five times as fast as looking each byte up.
    digits = by_place - _ZERO
    is_digit = digits <= 9
    sign = (by_place[:point] == _MINUS) | (by_place[:point] == _PLUS)
    blank = (by_place[:point] == _BLANK) | (by_place[:point] == 0)
    good = (is_digit[:point] | sign | blank).all(axis=0) & is_digit[point + 1 :].all(axis=0)
    order = is_digit[:point] * _DIGIT_CLASS + sign * _SIGN_CLASS
    good &= (order[:-1] <= order[1:]).all(axis=0) & (sign.sum(axis=0) <= 1)
    good &= by_place[point] == _POINT if scale else is_digit[-1]
    values = digits * is_digit
    if scale:
        values = np.concatenate([values[:point], values[point + 1 :]])
    if len(values) > 2 * CHUNK_DIGITS:
        good &= ~values[: -2 * CHUNK_DIGITS].any(axis=0)
    negative = (by_place[:point] == _MINUS).any(axis=0)
    high, low = _whole(values[-2 * CHUNK_DIGITS : -CHUNK_DIGITS], count), _whole(values[-CHUNK_DIGITS:], count)
    return Digits(np.where(good, high, 0), np.where(good, low, 0), negative & good, good)


def _whole(digits: Matrix, count: int) -> Rows:
    total = np.zeros(count, np.int64)
    for place in digits:
        total *= 10
        total += place
    return total


def _realigned(cells: Matrix, scale: int) -> Matrix:
    """The cells moved so that their points stand one above the other, with ``scale`` decimals; the rest is blank."""
    width = cells.shape[1]
    solid = (cells != _BLANK) & (cells != 0)
    end = width - np.argmax(solid[:, ::-1], axis=1)
    is_point = cells == _POINT
    point = np.where(is_point.any(axis=1), np.argmax(is_point, axis=1), end)
    source = np.arange(width + 1 + scale) - width + point[:, None]
    moved = np.take_along_axis(cells, np.clip(source, 0, width - 1), axis=1)
    moved[source < 0] = _BLANK
    moved[source >= end[:, None]] = _ZERO
    moved[:, width] = _POINT
    moved[(end - point - 1 > scale) | ~(_CLASSES[cells] == _DIGIT_CLASS).any(axis=1)] = _STAR
    return moved if scale else moved[:, :width]


def _fill(found: Digits, rows: Rows, read: Digits) -> None:
    found.high[rows], found.low[rows] = read.high, read.low
    found.negative[rows], found.good[rows] = read.negative, read.good


def _is_blank(cells: Matrix) -> Rows:
    found: Rows = (_CLASSES[cells] == _BLANK_CLASS).all(axis=1)
    return found


def _is_plain(cells: Matrix) -> Rows:
    """Blanks, perhaps a minus, digits, perhaps a point with digits, blanks; and nothing else."""
    digit, point, minus = _CLASSES[cells] == _DIGIT_CLASS, cells == _POINT, cells == _MINUS
    blank = _CLASSES[cells] == _BLANK_CLASS
    solid = ~blank
    begins = np.diff(solid.astype(np.int8), prepend=0, axis=1) == 1
    ends = np.diff(solid.astype(np.int8), append=0, axis=1) == -1
    after_point = np.roll(point, 1, axis=1) & solid
    after_point[:, 0] = False
    return np.asarray(
        (digit | point | minus | blank).all(axis=1)
        & (begins.sum(axis=1) == 1)
        & (point.sum(axis=1) <= 1)
        & ~(minus & ~begins).any(axis=1)
        & ~(point & (begins | ends)).any(axis=1)
        & ~(after_point & ~digit).any(axis=1)
        & ~(minus & ends).any(axis=1)
        & ~(np.roll(minus, 1, axis=1) & point).any(axis=1)
    )


def _one(cell: bytes, kind: pa.Decimal128Type[int, int]) -> int | str:
    """The units of one cell, or the code of a fault."""
    number = _number(cell, kind.scale)
    if isinstance(number, str):
        return number
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int), "the pattern has no infinity"
    units = int("".join(map(str, digits)))
    shift = exponent + kind.scale
    if shift < 0:
        units, left = divmod(units, 10**-shift)
        if left:
            return "too_many_decimals"
    elif units:
        units *= 10**shift
    if len(str(units)) > min(kind.precision, 2 * CHUNK_DIGITS):
        return "number_too_large"
    return -units if sign else units


def _number(cell: bytes, scale: int | None) -> Decimal | str:
    text = shown(cell)
    if set(text) == {"*"}:
        return "number_overflow"
    if scale and text.count(",") == 1 and "." not in text and len(text) - text.index(",") - 1 == scale:
        text = text.replace(",", ".")
    if _NUMBER.fullmatch(text) is None:
        return "not_a_number"
    return Decimal(text.upper().replace("D", "E"))
