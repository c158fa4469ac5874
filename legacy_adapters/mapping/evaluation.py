"""Evaluates expressions over a batch, and finds the guilty row where Polars gives up on all of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl
import pyarrow as pa
from polars.exceptions import ComputeError, InvalidOperationError

from legacy_adapters.mapping.stages import Stages
from legacy_adapters.values.parsed import FAULT, Parsed

FAULTS = "!"
"""Stands behind a name in the name of its column of faults; no field has it in its name."""

_HEIGHT = "#"


class Evaluation:
    """Values and faults by name, over frames of one schema."""

    def __init__(self, wanted: Mapping[str, Parsed], schema: pa.Schema, stages: Stages | None = None) -> None:
        self._wanted = dict(wanted)
        self._stages = stages or Stages()
        self._height = pl.int_range(pl.len()).alias(_HEIGHT)
        self._columns = [column for name in self._wanted for column in self._columns_of(name)]
        # Over no rows: what does not go together comes to light when the mapping is compiled.
        empty = pl.DataFrame(pa.Table.from_batches([], schema))
        self.kinds = dict(self._select(empty, self._columns).schema)

    def __call__(self, frame: pl.DataFrame, neat: Collection[str] = ()) -> pl.DataFrame:
        """The columns: for each name its values, and where there can be any its faults, called ``name!``. Raw columns
        that are ``neat`` need no trimming.

        A row that has no result whatever is tried has the fault ``expression_failed``.
        """
        try:
            return self._select(frame, self._columns, neat)
        except (ComputeError, InvalidOperationError):
            if frame.height == 1:
                return self._one_by_one(frame)
            middle = frame.height // 2
            upper, lower = self(frame.head(middle), neat), self(frame.tail(frame.height - middle), neat)
            return pl.concat([upper, lower], how="diagonal")

    def _select(self, frame: pl.DataFrame, columns: list[pl.Expr], neat: Collection[str] = ()) -> pl.DataFrame:
        # Lazy, so that what several columns have in common is worked out once; a batch is too small to be streamed.
        staged = self._stages(frame, neat).lazy().select(self._height, *columns)
        return staged.collect(engine="in-memory").drop(_HEIGHT)

    def _columns_of(self, name: str) -> list[pl.Expr]:
        wanted = self._wanted[name]
        faults = [] if wanted.fault is None else [wanted.fault.cast(FAULT).alias(name + FAULTS)]
        return [wanted.value.alias(name), *faults]

    def _one_by_one(self, row: pl.DataFrame) -> pl.DataFrame:
        """The single row, each name on its own."""
        found: list[pl.DataFrame] = []
        for name in self._wanted:
            try:
                found.append(self._select(row, self._columns_of(name)))
            except (ComputeError, InvalidOperationError):
                failed = pl.Series(name + FAULTS, ["expression_failed"], dtype=FAULT)
                found.append(pl.DataFrame([pl.Series(name, [None], dtype=self.kinds[name]), failed]))
        return pl.concat(found, how="horizontal")
