"""Step seven: what an entity derives between its fields, ``amount = debit_amount − credit_amount``, and back."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from legacy_adapters.mapping.faults import first_fault
from legacy_adapters.mapping.rows import Rows
from legacy_adapters.schema.entity import Difference
from legacy_adapters.values.decimals import rescale
from legacy_adapters.values.parsed import FAULT, fault_where


def derive(rows: Rows, differences: Iterable[Difference]) -> None:
    """Fills in what can be derived, and faults ``amount_mismatch`` where three fields contradict each other.

    A row where one of the three is at fault already is left alone.
    """
    for difference in differences:
        _derive(rows, difference)


def _derive(rows: Rows, difference: Difference) -> None:
    names = (difference.field, difference.minuend, difference.subtrahend)
    if not any(name in rows.values for name in names):
        return
    columns = [rows.value(name).alias(part) for name, part in zip(names, ("field", "plus", "minus"), strict=True)]
    kind = columns[0].dtype
    assert isinstance(kind, pl.Decimal), "amounts and quantities are decimals"
    zero = pl.lit(0, dtype=kind)
    field, plus, minus = pl.col("field"), pl.col("plus"), pl.col("minus")
    one_sided = plus.is_not_null() | minus.is_not_null()
    wide = pl.Decimal(38, kind.scale)
    plus_or_zero, minus_or_zero = plus.fill_null(zero).cast(wide), minus.fill_null(zero).cast(wide)
    # Polars would give up the whole batch where a difference has more digits than it can hold.
    size = plus_or_zero.abs().cast(pl.Float64) + minus_or_zero.abs().cast(pl.Float64)
    fits = size < 0.999 * 10.0 ** (38 - kind.scale)
    computed = pl.when(one_sided & fits).then(plus_or_zero - pl.when(fits).then(minus_or_zero))
    fitted = rescale(computed, wide, precision=kind.precision, scale=kind.scale)
    too_large = first_fault(fitted.fault, fault_where(~fits, "number_too_large"))
    back = field.is_not_null() & ~one_sided
    mismatch = fault_where(field != computed, "amount_mismatch")
    found = (
        pl.DataFrame(columns)
        .lazy()
        .select(
            pl.coalesce(field, fitted.value).alias(difference.field),
            pl.when(back & (field >= zero)).then(field).otherwise(plus).alias(difference.minuend),
            pl.when(back & (field < zero)).then(-field).otherwise(minus).alias(difference.subtrahend),
            pl.coalesce(mismatch, too_large).cast(FAULT).alias("fault"),
        )
        .collect()
    )
    untouched = rows.faultless(names)
    for name in names:
        rows.values[name] = found[name]
    rows.fault(difference.field, found["fault"], within=untouched)
