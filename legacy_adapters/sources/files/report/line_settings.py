"""The kinds of lines that a report has: rows, groups and totals, each told by a pattern."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PositiveInt, model_validator

from legacy_adapters.sources.files.format import MOST_COLUMNS

_NAMED = re.compile(r"\(\?P?<([A-Za-z_][^>]*)>")

LIKES = {
    "text": "",
    "code": r"^\s*\S+\s*$",
    "digits": r"^\s*\d+\s*$",
    "number": r"^\s*[-+(]?\s*\d[\d.,' ]*\s*[-+)]?\s*(?:[A-Z]{1,2})?\s*$",
    "date": r"^\s*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s*$",
    "blank": r"^\s*$",
}
"""What a field may look like, as a pattern for what stands at its place."""


def named_groups(pattern: str) -> list[str]:
    """The names that a pattern gives to parts of what it finds, in their order."""
    return _NAMED.findall(pattern)


def _pattern(value: str) -> str:
    import polars as pl

    # Rust's expressions need no backtracking: no line can make them run for ever.
    try:
        pl.Series([""]).str.contains(value, strict=True)
    except pl.exceptions.ComputeError as error:
        raise ValueError(f"{value} is no regular expression: {' '.join(str(error).split())}") from None
    return value


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_pattern)]
"""A regular expression that may be found anywhere in a line; ``^`` is its beginning. Without look-around."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _match(value: object) -> object:
    return {"match": value} if isinstance(value, str) else value


class ReportField(_Part):
    """A field of a row by its position."""

    name: str = Field(min_length=1, description="What the column is called.")
    at: PositiveInt = Field(description="Its first column on paper, counted from 1 (behind the control column).")
    width: PositiveInt | None = Field(
        None, description="How many columns it has; to the end of the line if not stated."
    )
    like: Literal["text", "code", "digits", "number", "date", "blank"] = Field(
        "text", description="What must stand there for the line to be a row."
    )
    optional: bool = Field(False, description="Whether it may be blank all the same.")


class _Detail(_Part):
    """The lines that are rows."""

    match: Pattern | None = Field(None, description="A pattern with a name for each column: `(?<BELEG>\\d{6})`.")
    fields: tuple[ReportField, ...] | None = Field(None, min_length=1, description="Or fields at positions.")

    @model_validator(mode="after")
    def _one(self) -> _Detail:
        if (self.match is None) == (self.fields is None):
            raise ValueError("state either `match` or `fields`")
        if self.match is not None and not named_groups(self.match):
            raise ValueError("the pattern names no column: write `(?<NAME>…)` around what becomes one")
        if len(self.columns) > MOST_COLUMNS:
            raise ValueError(f"at most {MOST_COLUMNS:,} columns are read")
        if self.fields is not None and all(field.like == "text" for field in self.fields):
            raise ValueError("every line would be a row: say of at least one field what it looks like, with `like`")
        return self

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return named_groups(self.match) if self.match is not None else [field.name for field in self.fields or ()]


Detail = Annotated[_Detail, BeforeValidator(_match, json_schema_input_type=str | _Detail)]


class _Group(_Part):
    """Lines that give a value to all rows that follow."""

    match: Pattern = Field(description="Its first bracketed part is the value: `^Konto (\\d+)`.")

    @model_validator(mode="after")
    def _has_part(self) -> _Group:
        if "(" not in self.match.replace("\\(", "").replace("(?:", ""):
            raise ValueError("the pattern has no bracketed part that would be the value")
        return self


Group = Annotated[_Group, BeforeValidator(_match, json_schema_input_type=str | _Group)]


class Total(_Part):
    """Lines that state sums: parts of the pattern named as columns are compared with the sums of these, `count` with
    the number of rows."""

    match: Pattern = Field(description="`^Summe +(?<BETRAG>[\\d.,]+-?)`.")
    of: Literal["group", "report"] = Field(
        "group", description="What is summed: the rows since the last such line, or all rows of the report."
    )

    @model_validator(mode="after")
    def _named(self) -> Total:
        if not named_groups(self.match):
            raise ValueError("the pattern names no column; lines that are not compared belong in `skip`")
        return self
