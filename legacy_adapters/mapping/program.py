"""One mapping, compiled for columns of given types: from the rows of a batch to the records of one entity."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import polars as pl
import pyarrow as pa

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.reject import Reason
from legacy_adapters.mapping.checks import check_codes, check_lengths, check_required
from legacy_adapters.mapping.columns import Column, Columns
from legacy_adapters.mapping.derive import derive
from legacy_adapters.mapping.evaluation import FAULTS, Evaluation
from legacy_adapters.mapping.extra import EXTRA, extra_of
from legacy_adapters.mapping.faulty_cells import FaultyCells
from legacy_adapters.mapping.field import CompiledField, FieldCompiler, LookupLoader
from legacy_adapters.mapping.key import record_ids
from legacy_adapters.mapping.plan import COMPANY, Plan
from legacy_adapters.mapping.reading import reading_of
from legacy_adapters.mapping.reasons import Guilty, reasons_of
from legacy_adapters.mapping.rows import Rows
from legacy_adapters.mapping.sql.expression import compile_condition
from legacy_adapters.mapping.sql.scope import RowScope
from legacy_adapters.mapping.stages import Stages
from legacy_adapters.values.parsed import Parsed, polars_type

WHEN = "when"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch by one mapping.

    ``numbers`` are the rows of the batch that have records, in order; None stands for all. ``rows`` and ``record_id``
    are by record, ``reasons`` by row of the batch: those rows may have a record too, which must not go on.
    """

    numbers: pl.Series | None
    rows: Rows
    record_id: pl.Series
    reasons: dict[int, list[Reason]]

    def ids_of(self, rows: Sequence[int]) -> dict[int, str | None]:
        """The ids of the records of some rows of the batch, as far as they have one."""
        if not rows:
            return {}
        if self.numbers is None:
            return dict(zip(rows, self.record_id.gather(list(rows)), strict=True))
        wanted = pl.Series(rows, dtype=self.numbers.dtype)
        there = wanted.is_in(self.numbers.implode())
        places = self.numbers.search_sorted(wanted.filter(there))
        return dict(zip(wanted.filter(there), self.record_id.gather(places), strict=True))


class Program:
    """One mapping for rows of one schema; ``used`` are the columns that it needs."""

    def __init__(self, plan: Plan, schema: pa.Schema, load_lookup: LookupLoader) -> None:
        self._plan, settings, entity = plan, plan.settings, plan.entity
        columns = Columns(schema)
        stated = {columns.find(name, f"{entity.name}.columns").name: kind for name, kind in settings.columns.items()}
        # A zone is for what becomes a field: a condition on a date means the source's own.
        reading = replace(reading_of(settings.locale, None, entity.name), zone=None)
        scope = RowScope(columns, stated, reading, Stages())
        self.fields = _compiled(plan, FieldCompiler(scope, settings.locale, load_lookup))
        self._when, self._when_columns = _condition(plan, scope)
        self.used = self._when_columns.union(*(field.columns for field in self.fields))
        self._kinds = {field.name: polars_type(field.arrow_type) for field in entity.fields}
        self._companions = {
            field.source_of: field.name
            for field in entity.fields
            if field.source_of is not None and field.name not in settings.fields
        }
        rest = [schema.field(name) for name in schema.names if name not in self.used]
        self._evaluation = Evaluation(self._wanted(rest), schema, scope.stages)
        shown = {field.field.name: Parsed(field.shown, None) for field in self.fields}
        self._shown = Evaluation(shown, schema, scope.stages)

    def __call__(self, frame: pl.DataFrame, cells: FaultyCells, neat: Collection[str] = ()) -> Outcome:
        """What becomes of the rows of a batch, whose ``neat`` columns need no trimming; pure."""
        numbers, reasons = self._taken(frame, cells)
        taken = frame if numbers is None else frame[numbers]
        rows = self._read(self._evaluation(taken, neat), cells, numbers)
        self._finish(rows)
        parts = [rows.value(name) for name in self._plan.key if name != COMPANY]
        ids = record_ids(self._plan.context.source_id, self._plan.entity.name, rows.value(COMPANY), parts)
        faulty = rows.faulty()
        if len(faulty):
            at = faulty if numbers is None else numbers.gather(faulty)
            guilty = Guilty(at.to_list(), faulty, self._shown(taken[faulty]))
            reasons |= reasons_of(guilty, rows, self._plan.entity, self.fields, cells)
        return Outcome(numbers, rows, ids, reasons)

    def refuse_doubles(self, columns: Collection[str], where: str) -> None:
        """Raises ``ConfigError`` if an amount is made of one of these columns of doubles."""
        for field in self.fields:
            for name in sorted(field.columns.intersection(columns) if field.field.scale is not None else ()):
                raise ConfigError(
                    f"column {name!r} is a float, and {self._plan.where(field.field)} comes from it: a float in an "
                    "amount is an error",
                    where=where,
                    hint="Calculate with decimal.Decimal, or leave the column as it came.",
                )

    def _wanted(self, rest: list[Column]) -> dict[str, Parsed]:
        """Everything that is evaluated over the raw rows."""
        wanted: dict[str, Parsed] = {}
        for field in self.fields:
            wanted[field.field.name] = Parsed(field.value, field.fault)
            companion = self._companions.get(field.field.name)
            if companion is not None and field.code is not None:
                wanted[companion] = Parsed(field.code, None)
        if self._plan.settings.keep_extra:
            wanted[EXTRA.name] = Parsed(extra_of(rest), None)
        return wanted

    def _taken(self, frame: pl.DataFrame, cells: FaultyCells) -> tuple[pl.Series | None, dict[int, list[Reason]]]:
        """The numbers of the rows that the mapping is for (None: all), and the rows where that cannot be said."""
        if self._when is None:
            return None, {}
        found = self._when(frame)
        holds = found[WHEN].fill_null(value=False)
        rows = Rows(frame.height, {})
        if WHEN + FAULTS in found:
            rows.fault(WHEN, found[WHEN + FAULTS])
        rows.fault_first(WHEN, cells.faults(self._when_columns, frame.height))
        unclear = rows.faults.get(WHEN)
        if unclear is None:
            return (None, {}) if holds.all() else (holds.arg_true(), {})
        entity = self._plan.entity.name
        reasons: dict[int, list[Reason]] = {}
        for row in unclear.is_not_null().arg_true():
            cell = cells.at(row, self._when_columns)
            reasons[row] = [Reason(unclear[row], entity, WHEN, None if cell is None else cell[1])]
        return (holds & unclear.is_null()).arg_true(), reasons

    def _read(self, found: pl.DataFrame, cells: FaultyCells, numbers: pl.Series | None) -> Rows:
        """What the evaluation found, steps one to six, by field."""
        rows = Rows(found.height, self._kinds)
        for name in found.columns:
            if name.endswith(FAULTS):
                rows.fault(name.removesuffix(FAULTS), found[name])
            else:
                rows.values[name] = found[name]
        for field in self.fields:
            rows.fault_first(field.field.name, cells.faults(field.needed, found.height, numbers))
        company = self._plan.context.company
        if company is not None:
            known = rows.values.get(COMPANY)
            stated = pl.Series(COMPANY, [company]).new_from_index(0, rows.count)
            rows.values[COMPANY] = stated if known is None else known.fill_null(company)
        return rows

    def _finish(self, rows: Rows) -> None:
        """Steps seven and eight."""
        entity = self._plan.entity
        derive(rows, entity.derive)
        check_codes(rows, self.fields, self._plan.key)
        check_lengths(rows, self.fields)
        check_required(rows, entity, self._plan.key)


def _compiled(plan: Plan, compiler: FieldCompiler) -> list[CompiledField]:
    return [
        compiler(field, plan.settings.fields[field.name], must_be_whole=plan.is_needed(field), where=plan.where(field))
        for field in plan.entity.fields
        if field.name in plan.settings.fields
    ]


def _condition(plan: Plan, scope: RowScope) -> tuple[Evaluation | None, frozenset[str]]:
    """Which rows the mapping is for (None: all), and the columns that say it."""
    if plan.settings.when is None:
        return None, frozenset()
    own = replace(scope, stages=Stages(), used=set())
    term = compile_condition(plan.settings.when, own, f"{plan.entity.name}.when")
    return Evaluation({WHEN: Parsed(term.value, term.fault)}, own.columns.schema, own.stages), frozenset(own.used)
