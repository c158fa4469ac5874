"""Going on inside a table by its own key: where a reader stands, and the condition for the rows behind that place.

Values are kept in the database's own text, never as a Python type: a ``datetime2(7)`` in microseconds would repeat or
skip rows. Conditions are in expanded OR form, as SQL Server and Access have no row values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from legacy_adapters.core.errors import StateMismatch


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a column in the database's own text, and whether the database holds it as a number."""

    text: str
    number: bool = False

    @property
    def shown(self) -> str:
        """The value as it stands in a batch's id; a number and a text of the same digits differ."""
        return self.text if self.number else json.dumps(self.text, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class OrderColumn:
    """A column that rows are ordered by: its name, the SQL that it is sorted and compared by, and how a value of it is
    written in SQL so that it compares exactly."""

    name: str
    term: str
    literal: Callable[[Value], str]


def behind(columns: Sequence[OrderColumn], values: Sequence[Value]) -> str:
    """The condition for rows that come after ``values`` in the order of ``columns``; no column may be null.

    >>> behind(a and b, 1 and 2)
    'a >= 1 AND (a > 1 OR (a = 1 AND (b > 2)))'

    The first part says nothing new: it lets an index on the first column be used.
    """
    (first, *others), (value, *rest) = columns, values
    literal = first.literal(value)
    if not others:
        return f"{first.term} > {literal}"
    return (
        f"{first.term} >= {literal} AND "
        f"({first.term} > {literal} OR ({first.term} = {literal} AND ({behind(others, rest)})))"
    )


@dataclass(frozen=True, slots=True)
class Position:
    """Where the reader of a stream stands.

    ``by`` names the columns that the rows are ordered by, ``after`` has their values in the last row read. An
    incremental read first takes the rows without a watermark (``nulls``), then those from ``lower`` to ``upper``; both
    bounds are fixed when a run begins. ``end``: the stream was read whole, up to the watermark ``upper``.
    """

    by: tuple[str, ...] = ()
    after: tuple[Value, ...] = ()
    nulls: bool = False
    lower: Value | None = None
    upper: Value | None = None
    end: bool = False

    def to_text(self) -> str:
        """The position as JSON, without what is not set."""
        content: dict[str, object] = {}
        if self.end:
            content["end"] = True
        if self.by:
            content["by"] = self.by
        if self.after:
            content["after"] = [_plain(value) for value in self.after]
        if self.nulls:
            content["nulls"] = True
        for name, bound in (("lower", self.lower), ("upper", self.upper)):
            if bound is not None:
                content[name] = _plain(bound)
        return json.dumps(content, ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> Position:
        """The position that ``to_text`` wrote. Raises ``StateMismatch`` for any other text."""
        try:
            content = json.loads(text)
            return cls(
                by=tuple(str(name) for name in content.get("by", ())),
                after=tuple(_value(item) for item in content.get("after", ())),
                nulls=content.get("nulls", False) is True,
                lower=_value(content["lower"]) if "lower" in content else None,
                upper=_value(content["upper"]) if "upper" in content else None,
                end=content.get("end", False) is True,
            )
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise StateMismatch(
                f"the saved position {text[:80]!r} is none of a database",
                hint="Run with --full to read everything anew.",
            ) from error


def _plain(value: Value) -> list[object]:
    return [value.text, value.number]


def _value(item: list[object]) -> Value:
    text, number = item
    return Value(str(text), number is True)
