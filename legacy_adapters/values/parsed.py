"""A value that was read, and why it could not be: two expressions over the same rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import polars as pl
import pyarrow as pa

from legacy_adapters.core.reject import REASONS

FAULT: Final = pl.Enum(list(REASONS))
"""The type of a column of faults: one byte per row, null where all is well."""

ColumnType: TypeAlias = "pl.DataType | pa.DataType"
"""The type of a column, as Polars or as Arrow calls it."""

Reader: TypeAlias = Callable[[pl.Series], pl.DataFrame]
"""Reads a column: ``value`` and ``fault``, row for row."""

Attempt: TypeAlias = Callable[[pl.Series], pl.Series]
"""One way to read a column: a value, and null wherever it is not sure."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value, and the code of ``REASONS`` (of type ``FAULT``) why a row has none.

    ``fault`` is null where the row is fine, and None where no row can be at fault. At a fault the value is null;
    where there was nothing to read, both are. ``both``: the two as one struct, which is how they are worked out.

    Polars works out a ``when``, whatever is built on one, and a function of ours anew for each use. ``staged`` is the
    way not to read twice.
    """

    value: pl.Expr
    fault: pl.Expr | None
    both: pl.Expr | None = None

    def staged(self, name: str) -> tuple[pl.Expr, Parsed]:
        """An expression to evaluate first, as the column ``name``, and what is read from that column then."""
        if self.fault is None:
            return self.value.alias(name), Parsed(pl.col(name), None)
        both = self.both
        if both is None:
            both = pl.struct(self.value.alias("value"), self.fault.alias("fault"))
        return both.alias(name), _of_struct(pl.col(name))


def read_once(source: pl.Expr, kind: pl.DataType, reader: Reader) -> Parsed:
    """What ``reader`` makes of ``source``: values of type ``kind``, and faults."""
    shape = pl.Struct({"value": kind, "fault": FAULT})
    return _of_struct(source.map_batches(lambda column: reader(column).to_struct(), shape, is_elementwise=True))


def read_mixed(text: pl.Expr, is_number: pl.Expr, kind: pl.DataType, *, numbers: Reader, texts: Reader) -> Parsed:
    """What ``numbers`` makes of the cells that the source holds as numbers, and ``texts`` of the others."""

    def read(columns: Sequence[pl.Series]) -> pl.Series:
        cells, native = columns
        native = native.fill_null(value=False)
        if native.all():
            return numbers(cells).to_struct()
        if not native.any():
            return texts(cells).to_struct()
        found = pl.concat([numbers(cells.filter(native)), texts(cells.filter(~native))])
        place = pl.when(native).then(native.cum_sum()).otherwise((~native).cum_sum() + native.sum()) - 1
        return found.select(pl.all().gather(pl.select(place).to_series())).to_struct()

    shape = pl.Struct({"value": kind, "fault": FAULT})
    return _of_struct(pl.map_batches([text, is_number], read, shape, is_elementwise=True))


def in_turn(attempts: Sequence[Attempt], last: Reader) -> Reader:
    """Makes one attempt after the other, each on what the ones before could not read, and ``last`` on what remains.

    An empty text is nothing: null, and no fault. So the usual notation is read at its price, and the unusual costs
    more only where it occurs.
    """
    if not attempts:
        return last
    first, rest = attempts[0], in_turn(attempts[1:], last)

    def reader(source: pl.Series) -> pl.DataFrame:
        value = first(source).alias("value")
        missed = value.is_null() & source.is_not_null()
        if source.dtype == pl.String:
            missed &= source.str.len_bytes() > 0
        if not missed.any():
            return faultless(value)
        found = rest(source.filter(missed))
        if len(found) == len(value):
            return found
        place = pl.select(pl.when(missed).then(missed.cum_sum() - 1)).to_series()
        return found.select(pl.all().gather(place)).with_columns(pl.coalesce(value, "value").alias("value"))

    return reader


def faultless(value: pl.Series) -> pl.DataFrame:
    """The values without any fault."""
    return pl.DataFrame([value.alias("value"), pl.Series("fault", dtype=FAULT).clear(len(value))])


def where(mask: pl.Series, values: pl.Series) -> pl.Series:
    """The values where ``mask`` is true, null elsewhere."""
    return values if mask.all() else pl.select(pl.when(mask).then(values)).to_series()


def fault_where(mask: pl.Expr, code: str) -> pl.Expr:
    """The fault ``code`` where ``mask`` is true."""
    return pl.when(mask).then(pl.lit(code, FAULT))


def polars_type(kind: ColumnType) -> pl.DataType:
    """The Polars type of a column of the closed list that readers may hand over."""
    if isinstance(kind, pa.DataType):
        return pl.Series(pa.array([], kind)).dtype
    return kind


def _of_struct(both: pl.Expr) -> Parsed:
    return Parsed(both.struct.field("value"), both.struct.field("fault"), both)
