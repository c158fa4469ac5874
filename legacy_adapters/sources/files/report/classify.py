"""Which lines are rows, groups, totals or nothing, and what stands in them: all lines of a block at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import polars as pl

from legacy_adapters.sources.files.report.line_settings import LIKES, ReportField, named_groups

if TYPE_CHECKING:
    from legacy_adapters.sources.files.report.settings import ReportFormat

_ENDED = "\0ended"
"""Stands where a group has no value any more."""


class LineKind(IntEnum):
    """What a line is."""

    UNKNOWN = 0
    SKIPPED = 1
    GROUP = 2
    TOTAL = 3
    DETAIL = 4


@dataclass(frozen=True, slots=True)
class Classified:
    """The lines of a block: ``lines`` has a column ``kind``, one per group with its value in each line, one per field
    of rows, and ``total`` with the number of the total that a line states (null: none)."""

    lines: pl.DataFrame
    groups: dict[str, str]


def classified(settings: ReportFormat, lines: pl.DataFrame, groups: dict[str, str]) -> Classified:
    """Tells the kinds of lines (columns ``text`` and ``of_page``, the line's number on its page from 1) and reads them.

    ``groups`` are the values that hold at the beginning; the result has those that hold at the end.
    """
    text = pl.col("text")
    heading = (pl.col("of_page") <= settings.page_header) | (text.str.strip_chars() == "")
    found = lines.with_columns(
        _first_match([one.match for one in settings.sums]).alias("total"),
        _first_match([one.match for one in settings.groups.values()]).alias("group"),
        _any_match(settings.skip).alias("skip"),
        _is_detail(settings).alias("detail"),
    )
    kind = (
        pl.when(text.is_null())
        .then(LineKind.UNKNOWN)
        .when(heading)
        .then(LineKind.SKIPPED)
        .when(pl.col("total").is_not_null())
        .then(LineKind.TOTAL)
        .when(pl.col("group").is_not_null())
        .then(LineKind.GROUP)
        .when(pl.col("skip"))
        .then(LineKind.SKIPPED)
        .when(pl.col("detail"))
        .then(LineKind.DETAIL)
        .otherwise(LineKind.UNKNOWN)
    )
    found = found.with_columns(kind.alias("kind"))
    values = [_group_value(name, number, settings, groups) for number, name in enumerate(settings.groups)]
    found = found.with_columns(*values, *_fields(settings))
    last = found.tail(1).select(list(settings.groups)).to_dicts()
    return Classified(
        found, {name: value for name, value in (last[0] if last else groups).items() if value is not None}
    )


def _first_match(patterns: Sequence[str]) -> pl.Expr:
    """The number of the first pattern that a line matches, null for none."""
    found = pl.lit(None, pl.Int32)
    for number, pattern in reversed(list(enumerate(patterns))):
        matches = pl.col("text").str.contains(pattern).fill_null(value=False)
        found = pl.when(matches).then(pl.lit(number, pl.Int32)).otherwise(found)
    return found


def _any_match(patterns: Sequence[str]) -> pl.Expr:
    return _first_match(patterns).is_not_null()


def _is_detail(settings: ReportFormat) -> pl.Expr:
    detail = settings.detail
    if detail.match is not None:
        return pl.col("text").str.contains(detail.match)
    conditions = [_looks(field) for field in detail.fields or () if field.like != "text"]
    return pl.all_horizontal(conditions)


def _looks(field: ReportField) -> pl.Expr:
    there = _slice(field).str.contains(LIKES[field.like])
    return there | _slice(field).str.contains(LIKES["blank"]) if field.optional else there


def _slice(field: ReportField) -> pl.Expr:
    return pl.col("text").str.slice(field.at - 1, field.width)


def _group_value(name: str, number: int, settings: ReportFormat, groups: dict[str, str]) -> pl.Expr:
    """The value of a group in each line: the last one given, unless an outer group has got another since."""
    pattern = list(settings.groups.values())[number].match
    is_group = pl.col("kind") == LineKind.GROUP
    event = (
        pl.when(is_group & (pl.col("group") == number))
        .then(pl.col("text").str.extract(pattern, 1).fill_null(_ENDED))
        .when(is_group & (pl.col("group") < number))
        .then(pl.lit(_ENDED))
        .otherwise(None)
    )
    value = event.forward_fill().fill_null(pl.lit(groups.get(name, _ENDED)))
    return pl.when(value == _ENDED).then(None).otherwise(value).alias(name)


def _fields(settings: ReportFormat) -> list[pl.Expr]:
    detail = settings.detail
    there = pl.col("kind") == LineKind.DETAIL
    if detail.match is None:
        return [pl.when(there).then(_slice(field)).alias(field.name) for field in detail.fields or ()]
    parts = pl.col("text").str.extract_groups(detail.match)
    return [pl.when(there).then(parts.struct.field(name)).alias(name) for name in named_groups(detail.match)]
