"""How a source writes numbers, dates and truth values: the defaults of all fields of a mapping."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from legacy_adapters.mapping.shorthand import Dates, Names, Scalars, Settings

ISO_DATES = ("%Y-%m-%d",)


class Locale(Settings):
    """How a source writes its values; a field may state otherwise."""

    decimal: Literal[".", ","] | None = Field(
        None,
        description="The decimal sign. If neither it nor `thousands` is stated, every way of writing is tried, and "
        "what could be two numbers (`1.234`) is a reject.",
    )
    thousands: str | None = Field(
        None,
        min_length=1,
        max_length=1,
        description="The sign between groups of three digits: `.`, `,`, an apostrophe or a blank.",
    )
    date: Names = Field(
        ISO_DATES,
        min_length=1,
        description="The format of dates, or a list of formats tried in turn: `%d.%m.%Y`, `%y%m%d`.",
    )
    datetime: Names | None = Field(
        None,
        min_length=1,
        description="The format of points in time, or a list. Unless stated: each format of `date`, alone or followed "
        "by a blank or `T` and `%H:%M:%S`, with a fraction of a second or without.",
    )
    pivot: Annotated[int, Field(ge=0, le=99)] | None = Field(
        None,
        description="The last two-digit year of this century: with 50, `50` is 2050 and `51` is 1951; else 68.",
    )
    null_dates: Dates = Field((), description="Dates that stand for none: 1753-01-01.")
    true: Scalars | None = Field(
        None,
        description="Texts that mean true, in upper or lower case; "
        "unless stated: `true`, `yes`, `ja`, `y`, `j`, `1`, `-1`, `x` and more.",
    )
    false: Scalars | None = Field(
        None,
        description="Texts that mean false, in upper or lower case; "
        "unless stated: `false`, `no`, `nein`, `nej`, `n`, `0` and more.",
    )
    zone: str | None = Field(
        None,
        description="The time zone that local times are in (`Europe/Berlin`); they then become UTC. Without it they "
        "stay local: a zone that the source never stated is not invented.",
    )
    null_values: Scalars = Field((), description="Texts that mean nothing, compared after trimming: `NULL`, `-`.")
