"""Ranges of dates or numbers that a list is asked for in."""

from __future__ import annotations

import re
from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator

from legacy_adapters.sources.screen.declaration import Declaration, Where


class Ranges(Declaration):
    """What is asked for from ``start`` to ``end``, both included; the steps of `open` say {from} and {to}."""

    of: Literal["dates", "numbers"] = Field(description="What the ranges are of.")
    start: str = Field(min_length=1, description="The first date (2025-01-31) or number; {parameters} are filled in.")
    end: str = Field(min_length=1, description="The last date or number; {parameters} are filled in, {today} is one.")
    written: str = Field("%Y-%m-%d", min_length=1, description="How a date is filled in: `%d.%m.%Y`.")
    each: PositiveInt | None = Field(
        None, description="How many days or numbers are asked for at once; all unless stated."
    )
    capped: Where = Field(description="What can be seen where the application does not show all: the range is halved.")

    @model_validator(mode="after")
    def _dates_can_be_written(self) -> Self:
        signs = set(re.findall(r"%-?([A-Za-z])", self.written))
        day, month = signs & {"d", "j"}, signs & {"m", "b", "B", "j"}
        if self.written.endswith("%"):
            raise ValueError("`written` ends in a % that stands for nothing")
        if self.of == "dates" and not (day and month and signs & {"Y", "y"}):
            raise ValueError("`written` must have the day, the month and the year, as `%d.%m.%Y` has")
        return self
