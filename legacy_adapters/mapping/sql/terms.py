"""Pieces of an SQL expression as Polars expressions of a known kind, with the faults they may have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

import polars as pl

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.faults import first_fault
from legacy_adapters.values.decimals import rescale
from legacy_adapters.values.parsed import fault_where

DIGITS = 38


class Kind(Enum):
    """What a term is; an integer is a number of scale 0."""

    TEXT = "text"
    NUMBER = "a number"
    BOOLEAN = "a truth value"
    DATE = "a date"
    DATETIME = "a point in time"
    NULL = "null"


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a kind, of decimal(38, scale) if it is a number; ``literal`` if it is written out in the SQL."""

    value: pl.Expr
    kind: Kind
    scale: int = 0
    fault: pl.Expr | None = None
    literal: str | None = None

    def at_scale(self, scale: int) -> pl.Expr:
        """The number with ``scale`` decimals, which are no fewer than it has; null where it has too many digits."""
        if scale == self.scale:
            return self.value
        if self.literal is not None:
            return pl.lit(Decimal(self.literal), dtype=pl.Decimal(DIGITS, scale))
        return rescale(self.value, pl.Decimal(DIGITS, self.scale), precision=DIGITS, scale=scale).value

    def comparable(self) -> pl.Expr:
        """The value as it is compared: blanks at the end of a text do not count, as SQL has it for CHAR columns."""
        if self.kind is not Kind.TEXT:
            return self.value
        return pl.lit(self.literal.rstrip(" ")) if self.literal is not None else self.value.str.strip_chars_end(" ")


def text(value: pl.Expr, *of: Term) -> Term:
    """A text made of other terms."""
    return Term(value, Kind.TEXT, fault=first_fault(*(term.fault for term in of)))


def number(value: pl.Expr, scale: int, *of: Term) -> Term:
    """A number made of other terms; ``value`` is a decimal of that scale."""
    return Term(value, Kind.NUMBER, scale, first_fault(*(term.fault for term in of)))


def truth(value: pl.Expr, *of: Term) -> Term:
    """A truth value made of other terms."""
    return Term(value, Kind.BOOLEAN, fault=first_fault(*(term.fault for term in of)))


def literal_text(written: str) -> Term:
    """A text in quotes."""
    return Term(pl.lit(written), Kind.TEXT, literal=written)


def literal_number(written: str, where: str) -> Term:
    """A number as it is written, exactly: 1.19 is never a double."""
    exact = Decimal(written)
    _, digits, exponent = exact.as_tuple()
    scale = max(0, -int(exponent))
    if max(len(digits), scale, len(digits) + int(exponent)) > DIGITS:
        raise ConfigError(f"{written} has more than {DIGITS} digits", where=where)
    return Term(pl.lit(exact, dtype=pl.Decimal(DIGITS, scale)), Kind.NUMBER, scale, literal=format(exact, "f"))


def of_one_kind(terms: Sequence[Term], where: str) -> list[Term]:
    """The terms brought to one kind, as a comparison needs it: a text in quotes beside a date is read as an ISO date.

    Raises ``ConfigError`` where kinds do not go together.
    """
    kinds = {term.kind for term in terms} - {Kind.NULL}
    moment = next((kind for kind in (Kind.DATETIME, Kind.DATE) if kind in kinds), None)
    if moment and kinds > {moment}:
        terms = [_as_moment(term, moment, where) for term in terms]
        kinds = {term.kind for term in terms} - {Kind.NULL}
    if len(kinds) > 1:
        raise ConfigError(
            " and ".join(sorted(kind.value for kind in kinds)) + " cannot be compared or mixed",
            where=where,
            hint="Write texts in single quotes and numbers without; `columns: {BETRAG: decimal}` makes a column of "
            "text a number, CAST(… AS DECIMAL(18,2)) does so once.",
        )
    return list(terms)


def of_one_scale(terms: Sequence[Term]) -> list[Term]:
    """Terms of one kind brought to one scale, as the branches of a CASE need it."""
    scale = max(term.scale for term in terms)
    return [_with_scale(term, scale) if term.kind is Kind.NUMBER else term for term in terms]


def _with_scale(term: Term, scale: int) -> Term:
    if term.scale == scale:
        return term
    value = term.at_scale(scale)
    return nowhere(replace(term, value=value, scale=scale), value.is_null() & term.value.is_not_null())


def _as_moment(term: Term, kind: Kind, where: str) -> Term:
    """A date, or a text in quotes that is one, as a date or a point in time."""
    if term.kind is Kind.TEXT and term.literal is not None:
        return literal_moment(term.literal, kind, where)
    if term.kind is Kind.DATE and kind is Kind.DATETIME:
        return replace(term, value=term.value.cast(pl.Datetime("us")), kind=kind)
    return term


def literal_moment(written: str, kind: Kind, where: str) -> Term:
    """An ISO date or point in time in quotes."""
    try:
        if kind is Kind.DATE:
            return Term(pl.lit(date.fromisoformat(written)), kind)
        return Term(pl.lit(datetime.fromisoformat(written), dtype=pl.Datetime("us")), kind)
    except ValueError:
        raise ConfigError(f"{written!r} is not {kind.value}", where=where, hint="Write it as '2024-12-31'.") from None


def nowhere(term: Term, mask: pl.Expr) -> Term:
    """The term, with the fault that the expression has no result where ``mask`` is true."""
    return replace(term, fault=first_fault(term.fault, fault_where(mask, "expression_failed")))
