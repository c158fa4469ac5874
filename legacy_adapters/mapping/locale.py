"""How a source writes numbers, dates and truth values: the defaults of all fields of a mapping."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from legacy_adapters.mapping.shorthand import Names, Scalars, Settings

ISO_DATES = ("%Y-%m-%d",)
TRUE = ("true", "t", "yes", "y", "j", "ja", "1", "-1")
FALSE = ("false", "f", "no", "n", "nein", "0")


class Locale(Settings):
    """How a source writes its values; a field may state otherwise."""

    decimal: str = Field(".", min_length=1, max_length=1, description="The decimal sign: `.` or `,`.")
    thousands: str = Field(
        "", max_length=1, description="The sign between groups of three digits; nothing unless stated."
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
        description="The last two-digit year of this century: with 50, `50` is 2050 and `51` is 1951. Needed for `%y`.",
    )
    null_dates: Scalars = Field(
        (), description="Dates that stand for none, as `YYYY-MM-DD` or as the source writes them: 1753-01-01."
    )
    true: Scalars = Field(TRUE, description="Texts that mean true; upper and lower case are the same.")
    false: Scalars = Field(FALSE, description="Texts that mean false; upper and lower case are the same.")
    zone: str | None = Field(
        None,
        description="The time zone that local times are in (`Europe/Berlin`); they then become UTC. Without it they "
        "stay local: a zone that the source never stated is not invented.",
    )
    null_values: Scalars = Field((), description="Texts that mean nothing, compared after trimming: `NULL`, `-`.")
