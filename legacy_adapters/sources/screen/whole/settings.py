"""What a screen states of the whole list: how many rows, and sums."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from legacy_adapters.sources.screen.declaration import Declaration, TextAt


class StatedSum(TextAt):
    """A sum that is shown at a place, or in a row that is set apart as the table's total."""

    at: str = Field("", description="Where it is shown; instead of it `row: total`.")
    row: Literal["total", "subtotal"] | None = Field(
        None,
        description="`total`: the last row that is set apart as a total shows it, in its own column; `subtotal`: "
        "all of those rows together.",
    )

    @model_validator(mode="before")
    @classmethod
    def _row_from_text(cls, value: Any) -> Any:
        return {"row": value} if value in ("total", "subtotal") else value

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if bool(self.at) == (self.row is not None):
            raise ValueError("state exactly one of `at` and `row`")
        return self


class Total(Declaration):
    """What the screen states of the whole."""

    count: TextAt | None = Field(
        None, description=r"Where the number of rows is shown: `{at: '#found', matches: '([\d,]+) records'}`."
    )
    sum: dict[str, StatedSum] = Field({}, description="Columns, and where the sum of each is shown.")
    decimal: Literal[".", ","] = Field(".", description="The decimal sign of the sums and of their columns.")

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.count is None and not self.sum:
            raise ValueError("state `count`, `sum`, or both")
        return self
