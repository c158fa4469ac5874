"""The operators of ``expr`` and ``when``, with SQL's logic of true, false and null."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce
from typing import Final

import polars as pl
from sqlglot import exp

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.faults import fault_within, first_fault
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
from legacy_adapters.mapping.sql.translation import Translation, Translator, literal_of, of_kind, translation

QUOTIENT_SCALE = 18
"""How many decimals a quotient is calculated to: more than any field holds, so that one that does not end needs
``round``."""


def _comparison(compare: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Translation:
    @translation("this", "expression")
    def translate(on: Translator, node: exp.Expr) -> Term:
        left, right = of_one_kind([on.term(node.this), on.term(node.expression)], on.where)
        return truth(compare(left.comparable(), right.comparable()), left, right)

    return translate


def _additive(combine: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Translation:
    @translation("this", "expression")
    def translate(on: Translator, node: exp.Expr) -> Term:
        left, right = _numbers(on, node)
        scale = max(left.scale, right.scale)
        fits = _fits(_size(left) + _size(right), scale)
        return _where(
            fits, combine(left.at_scale(scale), pl.when(fits).then(right.at_scale(scale))), scale, left, right
        )

    return translate


@translation("this", "expression")
def _product(on: Translator, node: exp.Expr) -> Term:
    """Exact: Polars rounds a product to the larger scale of the two, so one of them is given the scale of both."""
    left, right = _numbers(on, node)
    scale = left.scale + right.scale
    if scale > DIGITS:
        raise ConfigError(
            f"the product {node.sql()} would have {scale} decimals, at most {DIGITS} can be held",
            where=on.where,
            hint="State how many decimals a column has, `columns: {KURS: decimal(18,6)}`, or ROUND(…, 4) a part.",
        )
    fits = _fits(_size(left) * _size(right), scale) & _fits(_size(right), scale)
    return _where(fits, left.value * pl.when(fits).then(right.at_scale(scale)), scale, left, right)


@translation("this", "expression")
def _quotient(on: Translator, node: exp.Expr) -> Term:
    left, right = _numbers(on, node)
    scale = max(QUOTIENT_SCALE, left.scale, right.scale)
    fits = (_size(right) > 0) & _fits(_size(left) / _size(right), scale) & _fits(_size(left), scale)
    return _where(fits, left.at_scale(scale) / pl.when(fits).then(right.value), scale, left, right)


def _size(term: Term) -> pl.Expr:
    """About how large a number is."""
    return term.value.abs().cast(pl.Float64)


def _fits(size: pl.Expr, scale: int) -> pl.Expr:
    """Whether a result of about that size can be held with ``scale`` decimals: Polars would give up the whole batch."""
    return size < 0.999 * 10.0 ** (DIGITS - scale)


def _where(fits: pl.Expr, value: pl.Expr, scale: int, left: Term, right: Term) -> Term:
    return nowhere(number(value, scale, left, right), ~fits & left.value.is_not_null() & right.value.is_not_null())


def _numbers(on: Translator, node: exp.Expr) -> tuple[Term, Term]:
    left, right = (of_kind(on, part, Kind.NUMBER, "arithmetic") for part in (node.this, node.expression))
    return _typed_null(left), _typed_null(right)


def _typed_null(term: Term) -> Term:
    if term.kind is not Kind.NULL:
        return term
    return Term(pl.lit(None, dtype=pl.Decimal(DIGITS, 0)), Kind.NUMBER)


@translation("this")
def _negative(on: Translator, node: exp.Expr) -> Term:
    term = _typed_null(of_kind(on, node.this, Kind.NUMBER, "a minus sign"))
    literal = None if term.literal is None else ("-" + term.literal).replace("--", "")
    return replace(term, value=-term.value, literal=literal)


@translation("this", "expression")
def _joined(on: Translator, node: exp.Expr) -> Term:
    parts = [of_kind(on, part, Kind.TEXT, "||") for part in (node.this, node.expression)]
    return text(pl.concat_str([part.value.cast(pl.String) for part in parts]), *parts)


@translation("this", "expression")
def _and(on: Translator, node: exp.Expr) -> Term:
    """The right side is only at fault where the left is not false already: ``B <> 0 AND A / B > 1``."""
    left, right = (_condition(on, part) for part in (node.this, node.expression))
    fault = first_fault(left.fault, fault_within(left.value.fill_null(True), right.fault))
    return Term(left.value & right.value, Kind.BOOLEAN, fault=fault)


@translation("this", "expression")
def _or(on: Translator, node: exp.Expr) -> Term:
    left, right = (_condition(on, part) for part in (node.this, node.expression))
    fault = first_fault(left.fault, fault_within(~left.value.fill_null(False), right.fault))
    return Term(left.value | right.value, Kind.BOOLEAN, fault=fault)


@translation("this")
def _not(on: Translator, node: exp.Expr) -> Term:
    term = _condition(on, node.this)
    return replace(term, value=~term.value)


def _condition(on: Translator, node: exp.Expr) -> Term:
    term = of_kind(on, node, Kind.BOOLEAN, "a condition")
    return Term(pl.lit(None, dtype=pl.Boolean), Kind.BOOLEAN) if term.kind is Kind.NULL else term


@translation("this", "expression")
def _is(on: Translator, node: exp.Expr) -> Term:
    term = on.term(node.this)
    match node.expression:
        case exp.Null():
            return truth(term.value.is_null(), term)
        case exp.Boolean(this=wanted):
            return truth(_condition(on, node.this).value.eq_missing(pl.lit(bool(wanted))), term)
    raise ConfigError("IS is followed by NULL, TRUE or FALSE", where=on.where)


@translation("this", "expressions")
def _in(on: Translator, node: exp.Expr) -> Term:
    value, *listed = of_one_kind([on.term(part) for part in (node.this, *node.expressions)], on.where)
    compared = [value.comparable() == one.comparable() for one in listed]
    return truth(reduce(operator.or_, compared), value, *listed)


@translation("this", "low", "high")
def _between(on: Translator, node: exp.Expr) -> Term:
    parts = of_one_kind([on.term(part) for part in (node.this, node.args["low"], node.args["high"])], on.where)
    value, low, high = (part.comparable() for part in parts)
    return truth((value >= low) & (value <= high), *parts)


@translation("this", "expression", "negate")
def _like(on: Translator, node: exp.Expr) -> Term:
    return _matches(on, node, escape="")


@translation("this", "expression")
def _like_with_escape(on: Translator, node: exp.Expr) -> Term:
    escape = literal_of(on, node.expression, "the sign after ESCAPE")
    if not isinstance(node.this, exp.Like) or len(escape) != 1:
        raise ConfigError("ESCAPE is one sign, after LIKE", where=on.where)
    return _matches(on, node.this, escape)


def _matches(on: Translator, node: exp.Expr, escape: str) -> Term:
    value = of_kind(on, node.this, Kind.TEXT, "LIKE")
    pattern = _like_as_regex(literal_of(on, node.expression, "the pattern of LIKE"), escape)
    found = value.value.cast(pl.String).str.contains(pattern)
    return truth(~found if node.args.get("negate") else found, value)


def _like_as_regex(pattern: str, escape: str) -> str:
    signs = iter(pattern)
    parts: list[str] = []
    for sign in signs:
        if sign == escape:
            parts.append(re.escape(next(signs, sign)))
        else:
            parts.append({"%": ".*", "_": "."}.get(sign) or re.escape(sign))
    return "(?s)^" + "".join(parts) + "$"


@translation("this", "ifs", "default")
def _case(on: Translator, node: exp.Expr) -> Term:
    """CASE; a branch is only at fault where it is taken, a condition only where none before it held."""
    ifs: Sequence[exp.Expr] = node.args["ifs"]
    subject = None if node.this is None else on.term(node.this)
    conditions = [_condition(on, one.this) if subject is None else _equals(on, subject, one.this) for one in ifs]
    otherwise = node.args.get("default")
    results = [on.term(one.args["true"]) for one in ifs] + [on.term(otherwise or exp.Null())]
    return branches(conditions, of_one_scale(of_one_kind(results, on.where)))


def _equals(on: Translator, subject: Term, node: exp.Expr) -> Term:
    left, right = of_one_kind([subject, on.term(node)], on.where)
    return truth(left.comparable() == right.comparable(), left, right)


def branches(conditions: Sequence[Term], results: Sequence[Term]) -> Term:
    """The result whose condition is the first to hold, else the last result."""
    value, fault = results[-1].value, results[-1].fault
    for condition, result in zip(reversed(conditions), reversed(results[:-1]), strict=True):
        held = condition.value.fill_null(False)
        inner = first_fault(fault_within(held, result.fault), fault_within(~held, fault))
        value, fault = pl.when(held).then(result.value).otherwise(value), first_fault(condition.fault, inner)
    of_a_kind = next((result for result in results if result.kind is not Kind.NULL), results[-1])
    return Term(value, of_a_kind.kind, max(result.scale for result in results), fault)


OPERATORS: Final[dict[type[exp.Expr], Translation]] = {
    exp.EQ: _comparison(operator.eq),
    exp.NEQ: _comparison(operator.ne),
    exp.GT: _comparison(operator.gt),
    exp.GTE: _comparison(operator.ge),
    exp.LT: _comparison(operator.lt),
    exp.LTE: _comparison(operator.le),
    exp.Add: _additive(operator.add),
    exp.Sub: _additive(operator.sub),
    exp.Mul: _product,
    exp.Div: _quotient,
    exp.Neg: _negative,
    exp.DPipe: _joined,
    exp.And: _and,
    exp.Or: _or,
    exp.Not: _not,
    exp.Is: _is,
    exp.In: _in,
    exp.Between: _between,
    exp.Like: _like,
    exp.Escape: _like_with_escape,
    exp.Case: _case,
}
