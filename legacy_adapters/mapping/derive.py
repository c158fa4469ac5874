"""Step seven: what an entity derives between its fields, ``amount = debit_amount − credit_amount``, and back."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from legacy_adapters.mapping.faults import first_fault
from legacy_adapters.mapping.rows import Rows
from legacy_adapters.mapping.sql.terms import DIGITS
from legacy_adapters.schema.entity import Difference
from legacy_adapters.values.decimals import rescale
from legacy_adapters.values.parsed import fault_where

_PARTS = ("field", "plus", "minus")
_FIELD, _PLUS, _MINUS, _COMPUTED, _WHOLE = (pl.col(name) for name in (*_PARTS, "computed", "whole"))


def derive(rows: Rows, differences: Iterable[Difference]) -> None:
    """Fills in what can be derived, and faults ``amount_mismatch`` where three fields contradict each other.

    A missing side is 0 where there is the other. Rows where one of the three is at fault already are left alone.
    """
    for difference in differences:
        names = (difference.field, difference.minuend, difference.subtrahend)
        if any(name in rows.values for name in names):
            _derive(rows, names)


def _derive(rows: Rows, names: tuple[str, str, str]) -> None:
    kind = rows.kinds[names[0]]
    assert isinstance(kind, pl.Decimal), "amounts and quantities are decimals"
    zero = pl.lit(0, dtype=kind)
    one_sided = _PLUS.is_not_null() | _MINUS.is_not_null()
    is_safe = _is_safe(kind)
    difference = _PLUS.fill_null(zero) - pl.when(is_safe).then(_MINUS.fill_null(zero))
    fitted = rescale(_COMPUTED, pl.Decimal(DIGITS, kind.scale), precision=kind.precision, scale=kind.scale)
    too_large = first_fault(fitted.fault, fault_where(one_sided & ~is_safe, "number_too_large"))
    mismatch = fault_where(_FIELD != _COMPUTED, "amount_mismatch")
    found = (
        pl.DataFrame([rows.value(name).alias(part) for name, part in zip(names, _PARTS, strict=True)])
        .with_columns(
            pl.when(one_sided).then(difference).alias("computed"), pl.when(~one_sided).then(_FIELD).alias("whole")
        )
        .select(
            pl.coalesce(_FIELD, fitted.value),
            pl.when(zero <= _WHOLE).then(_WHOLE).otherwise(_PLUS).alias("plus"),
            pl.when(zero > _WHOLE).then(-_WHOLE).otherwise(_MINUS).alias("minus"),
            pl.coalesce(mismatch, too_large).alias("fault"),
        )
    )
    untouched = rows.faultless(names)
    for name, part in zip(names, _PARTS, strict=True):
        rows.values[name] = found[part].alias(name)
    rows.fault(names[0], found["fault"], within=untouched)


def _is_safe(kind: pl.Decimal) -> pl.Expr:
    """Whether the difference can be held: Polars would give up the whole batch where it cannot."""
    if kind.precision < DIGITS:
        return pl.lit(True)
    size = _PLUS.cast(pl.Float64).abs().fill_null(0) + _MINUS.cast(pl.Float64).abs().fill_null(0)
    return size < 0.999 * 10.0 ** (DIGITS - kind.scale)
