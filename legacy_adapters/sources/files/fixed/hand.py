"""Layouts made by hand: fields at positions, in any order, which may overlap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from legacy_adapters.sources.files.fixed.dialect import Dialect
from legacy_adapters.sources.files.fixed.field_settings import FixedField
from legacy_adapters.sources.files.fixed.layout import Column, FlatLayout, Placed
from legacy_adapters.sources.files.format import MOST_COLUMNS


def hand_layout(fields: Sequence[FixedField], dialect: Dialect, record_length: int | None) -> FlatLayout:
    """The fields as a layout. Raises ``ValueError`` for names that are not unique, and for fields that do not fit."""
    twice = [name for name, count in Counter(field.name for field in fields).items() if count > 1]
    if twice:
        raise ValueError(f"two fields are called {twice[0]}")
    if len(fields) > MOST_COLUMNS:
        raise ValueError(f"there are {len(fields):,} fields; at most {MOST_COLUMNS:,} are read")
    columns: list[Column] = []
    spans: list[tuple[int, int]] = []
    at = end = 0
    for number, field in enumerate(fields):
        kind = field.kind(dialect)
        start = at if field.at is None else field.at - 1
        rest = field.width is None and field.pic is None
        if rest and number < len(fields) - 1:
            raise ValueError(f"{field.name}: only the last field can do without a width")
        at = start if rest else start + kind.width
        end = max(end, at)
        columns.append(Column(field.name, kind, rest=rest))
        spans.append((number, start))
    if record_length is not None and end > record_length:
        raise ValueError(f"the fields take {end} bytes, but `record_length` is {record_length}")
    size = record_length or end
    return FlatLayout(tuple(columns), Placed(tuple(spans), size, {(): size}))
