"""The functions of ``expr`` and ``when``: scalar, and the same on every day and in every batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl
from sqlglot import exp

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.faults import first_fault
from legacy_adapters.mapping.sql.operators import branches
from legacy_adapters.mapping.sql.terms import (
    DIGITS,
    Kind,
    Term,
    nowhere,
    number,
    of_one_kind,
    of_one_scale,
    text,
    truth,
)
from legacy_adapters.mapping.sql.translation import (
    Translation,
    Translator,
    literal_of,
    of_kind,
    translation,
    whole_number_of,
)
from legacy_adapters.values.decimals import integer_to_decimal, rescale


def _of_text(apply: Callable[[pl.Expr], pl.Expr], name: str) -> Translation:
    @translation("this")
    def translate(on: Translator, node: exp.Expr) -> Term:
        value = of_kind(on, node.this, Kind.TEXT, name)
        return text(apply(value.value.cast(pl.String)), value)

    return translate


@translation("this")
def _length(on: Translator, node: exp.Expr) -> Term:
    value = of_kind(on, node.this, Kind.TEXT, "LENGTH")
    return number(_counted(value.value.cast(pl.String).str.len_chars()), 0, value)


def _counted(count: pl.Expr) -> pl.Expr:
    return integer_to_decimal(count.cast(pl.Int64), precision=DIGITS, scale=0).value


@translation("this", "expression", "position")
def _trim(on: Translator, node: exp.Expr) -> Term:
    value = of_kind(on, node.this, Kind.TEXT, "TRIM")
    signs = " " if node.expression is None else literal_of(on, node.expression, "what TRIM takes off")
    side = str(node.args.get("position") or "BOTH").upper()
    strip = {"LEADING": "strip_chars_start", "TRAILING": "strip_chars_end", "BOTH": "strip_chars"}[side]
    stripped: pl.Expr = getattr(value.value.cast(pl.String).str, strip)(signs)
    return text(stripped, value)


@translation("this", "start", "length")
def _substring(on: Translator, node: exp.Expr) -> Term:
    """SUBSTR(text, start, length); start counts from 1."""
    value = of_kind(on, node.this, Kind.TEXT, "SUBSTR")
    start = _whole(on, node.args["start"], "the start of SUBSTR")
    length = node.args.get("length")
    count = start if length is None else _whole(on, length, "the length of SUBSTR")
    fits = _is_between(start, 1) & _is_between(count, 0)
    offset = pl.when(fits).then(start.value).cast(pl.Int64, strict=False) - 1
    size = None if length is None else pl.when(fits).then(count.value).cast(pl.Int64, strict=False)
    sliced = pl.when(fits).then(value.value.cast(pl.String).str.slice(offset, size))
    return nowhere(text(sliced, value, start, count), ~fits & value.value.is_not_null())


def _is_between(number: Term, least: int) -> pl.Expr:
    """Whether a position or a length can be that of a text."""
    lowest, highest = (pl.lit(bound, dtype=pl.Decimal(DIGITS, 0)) for bound in (least, 2**31))
    return number.value.is_between(lowest, highest)


def _whole(on: Translator, node: exp.Expr, what: str) -> Term:
    value = of_kind(on, node, Kind.NUMBER, what)
    if value.scale:
        raise ConfigError(f"{what} must be a whole number", where=on.where)
    return value


@translation("this", "expression")
def _left(on: Translator, node: exp.Expr) -> Term:
    value = of_kind(on, node.this, Kind.TEXT, "LEFT")
    return text(
        value.value.cast(pl.String).str.head(whole_number_of(on, node.expression, "how much of LEFT", 0)), value
    )


@translation("this", "expression")
def _right(on: Translator, node: exp.Expr) -> Term:
    value = of_kind(on, node.this, Kind.TEXT, "RIGHT")
    return text(
        value.value.cast(pl.String).str.tail(whole_number_of(on, node.expression, "how much of RIGHT", 0)), value
    )


@translation("this", "expression", "replacement")
def _replace(on: Translator, node: exp.Expr) -> Term:
    value = of_kind(on, node.this, Kind.TEXT, "REPLACE")
    old = literal_of(on, node.expression, "what REPLACE looks for")
    new = literal_of(on, node.args.get("replacement"), "what REPLACE puts there")
    if not old:
        raise ConfigError("REPLACE needs something to look for", where=on.where)
    return text(value.value.cast(pl.String).str.replace_all(old, new, literal=True), value)


@translation("this", "substr")
def _position(on: Translator, node: exp.Expr) -> Term:
    """INSTR(text, part): where the part begins, from 1; 0 if it is not there."""
    value = of_kind(on, node.this, Kind.TEXT, "INSTR")
    part = literal_of(on, node.args["substr"], "what INSTR looks for")
    if not part:
        raise ConfigError("INSTR needs something to look for", where=on.where)
    whole = value.value.cast(pl.String).str
    before = whole.splitn(part, 2).struct.field("field_0").str.len_chars().cast(pl.Int64)
    found = pl.when(whole.contains(part, literal=True)).then(before + 1).otherwise(before - before)
    return number(_counted(found), 0, value)


@translation("this", "delimiter", "part_index")
def _split_part(on: Translator, node: exp.Expr) -> Term:
    """SPLIT_PART(text, separator, n): the n-th piece, null if there are fewer."""
    value = of_kind(on, node.this, Kind.TEXT, "SPLIT_PART")
    separator = literal_of(on, node.args.get("delimiter"), "the separator of SPLIT_PART")
    piece = whole_number_of(on, node.args.get("part_index"), "the piece of SPLIT_PART", 1)
    if not separator:
        raise ConfigError("SPLIT_PART needs a separator", where=on.where)
    return text(value.value.cast(pl.String).str.split(separator).list.get(piece - 1, null_on_oob=True), value)


@translation("this", "expression", "fill_pattern", "is_left")
def _pad(on: Translator, node: exp.Expr) -> Term:
    value = of_kind(on, node.this, Kind.TEXT, "LPAD")
    fill = node.args.get("fill_pattern")
    sign = " " if fill is None else literal_of(on, fill, "what LPAD fills with")
    if not node.args.get("is_left") or len(sign) != 1:
        raise ConfigError("only LPAD is allowed, and with one sign", where=on.where)
    width = whole_number_of(on, node.expression, "the width of LPAD", 0)
    return text(value.value.cast(pl.String).str.pad_start(width, sign), value)


@translation("expressions")
def _concat(on: Translator, node: exp.Expr) -> Term:
    """CONCAT: unlike ``||`` it passes over what is null."""
    parts = [of_kind(on, part, Kind.TEXT, "CONCAT") for part in node.expressions]
    return text(pl.concat_str([part.value.cast(pl.String) for part in parts], ignore_nulls=True), *parts)


@translation("this", "expressions")
def _coalesce(on: Translator, node: exp.Expr) -> Term:
    parts = of_one_scale(of_one_kind([on.term(part) for part in (node.this, *node.expressions)], on.where))
    return branches([truth(part.value.is_not_null(), part) for part in parts[:-1]], parts)


@translation("this", "expression")
def _nullif(on: Translator, node: exp.Expr) -> Term:
    left, right = of_one_kind([on.term(node.this), on.term(node.expression)], on.where)
    equal = (left.comparable() == right.comparable()).fill_null(False)
    fault = first_fault(left.fault, right.fault)
    return Term(pl.when(~equal).then(left.value), left.kind, left.scale, fault)


@translation("this", "true", "false")
def _if(on: Translator, node: exp.Expr) -> Term:
    return on.term(exp.Case(ifs=[exp.If(this=node.this, true=node.args["true"])], default=node.args.get("false")))


@translation("this")
def _absolute(on: Translator, node: exp.Expr) -> Term:
    value = of_kind(on, node.this, Kind.NUMBER, "ABS")
    return number(value.value.abs(), value.scale, value)


@translation("this", "decimals")
def _round(on: Translator, node: exp.Expr) -> Term:
    """ROUND(number, decimals): half away from zero, as databases do it."""
    value = of_kind(on, node.this, Kind.NUMBER, "ROUND")
    decimals = node.args.get("decimals")
    scale = 0 if decimals is None else whole_number_of(on, decimals, "the decimals of ROUND", 0)
    if scale >= value.scale:
        return value
    source = pl.Decimal(DIGITS, value.scale)
    rounded = rescale(value.value, source, precision=DIGITS, scale=scale, rounding="half_up")
    return Term(rounded.value, Kind.NUMBER, scale, first_fault(value.fault, rounded.fault))


def _part_of_date(name: str, node_name: str = "this") -> Translation:
    @translation(node_name)
    def translate(on: Translator, node: exp.Expr) -> Term:
        return _date_part(on, node.args[node_name], name)

    return translate


def _date_part(on: Translator, node: exp.Expr, name: str) -> Term:
    value = on.term(node)
    if value.kind not in (Kind.DATE, Kind.DATETIME):
        raise ConfigError(
            f"{name} needs a date, {node.sql()} is {value.kind.value}",
            where=on.where,
            hint="CAST(… AS DATE), or `columns: {BUDAT: date}`, reads it in the mapping's locale.",
        )
    part: pl.Expr = getattr(value.value.dt, name.lower())()
    return number(_counted(part), 0, value)


@translation("this", "expression")
def _extract(on: Translator, node: exp.Expr) -> Term:
    name = str(node.this.name).upper()
    if name not in ("YEAR", "MONTH", "DAY"):
        raise ConfigError(f"EXTRACT({name} …) is not allowed", where=on.where, hint="Allowed are YEAR, MONTH and DAY.")
    return _date_part(on, node.expression, name)


FUNCTIONS: Final[dict[type[exp.Expr], Translation]] = {
    exp.Upper: _of_text(lambda value: value.str.to_uppercase(), "UPPER"),
    exp.Lower: _of_text(lambda value: value.str.to_lowercase(), "LOWER"),
    exp.Length: _length,
    exp.Trim: _trim,
    exp.Substring: _substring,
    exp.Left: _left,
    exp.Right: _right,
    exp.Replace: _replace,
    exp.StrPosition: _position,
    exp.SplitPart: _split_part,
    exp.Pad: _pad,
    exp.Concat: _concat,
    exp.Coalesce: _coalesce,
    exp.Nullif: _nullif,
    exp.If: _if,
    exp.Abs: _absolute,
    exp.Round: _round,
    exp.Year: _part_of_date("YEAR"),
    exp.Month: _part_of_date("MONTH"),
    exp.Day: _part_of_date("DAY"),
    exp.Extract: _extract,
}
