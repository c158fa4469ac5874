"""The rows of a batch while they become records of one entity: values and faults by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from legacy_adapters.values.parsed import FAULT


@dataclass(slots=True)
class Rows:
    """``count`` rows: the values of the fields that have any, the faults of those that have some.

    ``kinds`` has the type of every field of the entity.
    """

    count: int
    kinds: Mapping[str, pl.DataType]
    values: dict[str, pl.Series] = field(default_factory=dict)
    faults: dict[str, pl.Series] = field(default_factory=dict)

    def value(self, name: str) -> pl.Series:
        """The values of a field; nulls if it has none."""
        found = self.values.get(name)
        return pl.Series(name, dtype=self.kinds[name]).clear(self.count) if found is None else found

    def fault(self, name: str, faults: pl.Series, within: pl.Series | None = None) -> None:
        """Notes faults of a field, where it has none yet and ``within`` is true."""
        if within is not None:
            faults = faults.to_frame("new").select(pl.when(pl.lit(within)).then("new")).to_series()
        if faults.null_count() == self.count:
            return
        known = self.faults.get(name)
        self.faults[name] = faults if known is None else pl.select(pl.coalesce(known, faults)).to_series()

    def fault_first(self, name: str, faults: pl.Series | None) -> None:
        """Notes faults of a field that come before those that it has."""
        if faults is None:
            return
        known = self.faults.pop(name, None)
        self.fault(name, faults)
        if known is not None:
            self.fault(name, known)

    def fault_where(self, name: str, mask: pl.Series, code: str) -> None:
        """Notes the fault ``code`` of a field where ``mask`` is true, and it has none yet."""
        if mask.any():
            self.fault(name, pl.select(pl.when(mask).then(pl.lit(code, FAULT))).to_series())

    def faultless(self, names: Iterable[str]) -> pl.Series | None:
        """The rows where none of the fields is at fault; None for all."""
        found = [self.faults[name].is_null() for name in names if name in self.faults]
        return pl.select(pl.all_horizontal(found)).to_series() if found else None

    def faulty(self) -> pl.Series:
        """The numbers of the rows where any field is at fault."""
        if not self.faults:
            return pl.Series(dtype=pl.UInt32)
        return (
            pl.select(pl.any_horizontal([fault.is_not_null() for fault in self.faults.values()])).to_series().arg_true()
        )
