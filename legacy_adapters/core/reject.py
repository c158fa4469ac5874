"""A row that could not go on, kept whole, with every reason: a value, not an exception."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

import pyarrow as pa

from legacy_adapters.core.batch import Batch

REASONS: Final[dict[str, str]] = {
    "required_missing": "a required field has no value",
    "not_a_number": "not a number in the stated notation",
    "ambiguous_number": "could be read as two different numbers; state the decimal and thousands signs",
    "too_many_decimals": "more decimals than the field holds; state `round` to allow rounding",
    "number_too_large": "more digits than the field holds",
    "inexact_double": "a binary floating-point number that no decimal of the field's scale stands for",
    "not_an_integer": "not a whole number",
    "not_a_date": "no such date in the stated formats",
    "date_out_of_range": "a date outside the years that can be held",
    "not_a_boolean": "neither in the list of true nor of false values",
    "text_too_long": "longer than the field holds; state `on_too_long: cut` to allow cutting",
    "unknown_code": "not in the field's list of codes",
    "lookup_miss": "not in the lookup table",
    "expression_failed": "the expression has no result for this row",
    "amount_mismatch": "amounts that depend on each other contradict",
    "duplicate_key": "the key was already seen in this run",
    "kept_back": "refers to a record that was rejected",
    "undecodable": "bytes that are no text in the stated code page",
    "binary_value": "binary data where text or a number is expected",
    "wrong_field_count": "more or fewer fields than the columns that there are",
    "unclosed_quote": "a quote that is opened and never closed",
    "wrong_length": "longer or shorter than its layout",
    "unknown_record_type": "a record of a kind that no layout stands for",
    "malformed": "not written in the way of its format",
    "unknown_field": "holds a value that no column stands for; state `fields`",
    "repeated_field": "stands several times where one value is expected",
    "mixed_content": "text beside elements, of which only one can be read; state `fields`",
    "field_too_long": "a field longer than any that is read",
    "number_overflow": "a number that did not fit into its field when it was written",
    "missing_memo": "a long text that is not in the file it should be in",
    "error_value": "a cell in which its program shows an error, such as #N/A",
    "no_result": "a formula whose result is not stored in the file",
    "unknown_key": "a key that the first records of its file do not have; state `columns`",
    "no_event": "no event of a record, as CloudEvents 1.0 has them",
    "other_entity": "an event of an entity that the stream is not of",
    "other_version": "an event of another version of the entity's schema, which does not fit this one",
    "no_such_field": "the entity has no such field",
    "wrong_type": "of another type than the field",
    "refused": "the receiver does not take it, whatever is done",
    "unreadable_part": "a file, or another piece of the source, that cannot be taken: it was set aside whole",
}
"""Every reason code, stable across versions, with its meaning."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row was set aside: a code of ``REASONS``, the entity and field (or column) at fault, and the value."""

    code: str
    entity: str
    field: str
    value: str | None = None

    @property
    def message(self) -> str:
        """The reason in words."""
        return self.kind if self.value is None else f"{self.kind} ({self.value[:80]!r})"

    @property
    def kind(self) -> str:
        """The same without the value, to count reasons by."""
        place = f"{self.entity}.{self.field}" if self.entity else self.field
        return f"{place}: {REASONS[self.code]}" if place else REASONS[self.code]


@dataclass(frozen=True, slots=True)
class Reject:
    """One row set aside: where it came from, the row whole as JSON, the id it would have had, and all reasons."""

    stream: str
    origin: str
    record_id: str | None
    row: str
    reasons: tuple[Reason, ...]

    @property
    def identity(self) -> tuple[str, str]:
        """What tells a known reject from a new one: its record (else its origin), and its reason codes and fields."""
        codes = ",".join(sorted({f"{r.code}:{r.entity}.{r.field}" for r in self.reasons}))
        return (self.record_id or self.origin, codes)


def reject_rows(batch: Batch, reasons: dict[int, Sequence[Reason]], record_ids: dict[int, str | None]) -> list[Reject]:
    """The rejects of a batch: ``reasons`` and ``record_ids`` by row within the batch, in the order of the rows."""
    order = sorted(reasons)
    if not order:
        return []
    picked = pa.array(order, pa.int32())
    rows = batch.rows.take(picked).to_pylist()
    origins = batch.origin.take(picked).to_pylist()
    faults = _fault_texts(batch)
    return [
        Reject(batch.stream, str(origin), record_ids.get(i), row_as_json(row | faults.get(i, {})), tuple(reasons[i]))
        for i, row, origin in zip(order, rows, origins, strict=True)
    ]


def _fault_texts(batch: Batch) -> dict[int, dict[str, str | None]]:
    """The text of the cells that their column could not hold, by row and column."""
    found: dict[int, dict[str, str | None]] = {}
    if batch.faults is not None:
        for fault in batch.faults.to_pylist():
            found.setdefault(fault["row"], {})[fault["column"]] = fault["text"]
    return found


def row_as_json(row: dict[str, object]) -> str:
    """A raw row as a JSON object of the source's own columns; numbers and dates as text, nothing lost."""
    return json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False)


def _plain(value: object) -> str | bool | None:
    match value:
        case None | bool() | str():
            return value
        case {"text": text, "number": _}:
            return str(text) if text is not None else None
        case Decimal():
            return format(value, "f")
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return repr(value) if isinstance(value, float) else str(value)
