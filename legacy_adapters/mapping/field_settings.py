"""What a pipeline file may say about one field, in the order in which it is worked off."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from legacy_adapters.mapping.shorthand import Dates, Names, Scalar, Scalars, Settings

RoundingName = Literal["half_up", "half_even", "down", "up"]


class Sign(Settings):
    """A column that says which way an amount goes."""

    column: str = Field(alias="from", description="The column that holds the sign: `SH`.")
    negative: Scalars = Field(min_length=1, description="Its values that turn the amount around: `[H, C]`.")
    positive: Scalars | None = Field(
        None, description="Its values that leave it. If stated, a row with any other value is set aside."
    )


class Part(Settings):
    """A part of `concat` where it must be said whether it is a column or a text."""

    column: str | None = Field(None, alias="from", description="A column.")
    const: Scalar | None = Field(None, description="A text.")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.column is None) == (self.const is None):
            raise ValueError("state either `from` or `const`")
        return self


class LookupFile(Settings):
    """A lookup table kept in a CSV file with a header line."""

    file: str = Field(description="The file's path, relative to the pipeline file.")
    key: str | None = Field(None, description="The column that is looked up; the first unless stated.")
    value: str | None = Field(None, description="The column that is the result; the second unless stated.")


def _lookup(value: object) -> object:
    if isinstance(value, str):
        return LookupFile(file=value)
    if isinstance(value, dict) and "stream" in value:
        raise ValueError("a lookup in another stream is not supported: use an inline table or a CSV file")
    if isinstance(value, dict) and "file" in value:
        return LookupFile.model_validate(value)
    return value


LookupTable = dict[Scalar, Scalar | None]
Lookup = Annotated[
    LookupFile | LookupTable, BeforeValidator(_lookup, json_schema_input_type=str | LookupFile | LookupTable)
]

OnError = Annotated[
    Literal["reject", "null"],
    BeforeValidator(
        lambda value: "null" if value is None else value, json_schema_input_type=Literal["reject", "null"] | None
    ),
]
"""``null`` may also be written without quotes."""


class FieldSettings(Settings):
    """Where a field's value comes from and what is done to it, in this order; or only the name of a column."""

    column: str | None = Field(None, alias="from", description="The column that the value is taken from.")
    const: Scalar | None = Field(None, description="A value that is the same for all rows: `EUR`, `1234.50`, `true`.")
    concat: tuple[str | Part, ...] | None = Field(
        None, min_length=1, description='Columns and texts, joined: `[JAHR, "-", BELNR]`.'
    )
    expr: str | None = Field(None, description="SQL over the row's columns: `BETRAG * 1.19`.")
    when: str | None = Field(None, description="An SQL condition; where it does not hold the field has no value.")

    trim: bool = Field(True, description="Whether blanks at both ends go; a text that is then empty is no value.")
    null_values: Scalars | None = Field(None, description="Texts that mean nothing, instead of the locale's.")
    replace: dict[Scalar, Scalar] | None = Field(
        None, description="Pieces of text and what replaces them, one after the other."
    )
    regex: str | None = Field(
        None,
        description="A regular expression that picks its first named group, else its first group, else the whole "
        "match. Where it does not match there is no value.",
    )
    split: tuple[str, int] | None = Field(
        None, description='A separator and which piece to take: `["-", 1]` is the first, `["-", -1]` the last.'
    )
    case: Literal["upper", "lower"] | None = Field(None, description="Turns the text into upper or lower case.")
    pad_left: tuple[Annotated[int, Field(ge=1, le=1000)], Annotated[str, Field(min_length=1, max_length=1)]] | None = (
        Field(None, description='A width and a character put before shorter texts: `[8, "0"]`.')
    )

    lookup: Lookup | None = Field(
        None,
        description="A table `{J: true, N: false}`, or the path of a CSV file. A value that is not in it is a reject, "
        'unless the table has `"*"`.',
    )
    default: Scalar | None = Field(None, description="The value where there is none.")

    date: Names | None = Field(
        None, min_length=1, description="The format of a date or a point in time, or a list; instead of the locale's."
    )
    decimal: Literal[".", ","] | None = Field(None, description="The decimal sign, instead of the locale's.")
    thousands: str | None = Field(
        None, min_length=1, max_length=1, description="The sign between groups of digits, instead of the locale's."
    )
    implied_decimals: int | None = Field(
        None, ge=0, le=18, description="How many of the last digits are decimals: with 2, `12345` is 123.45."
    )
    pivot: Annotated[int, Field(ge=0, le=99)] | None = Field(
        None, description="The last two-digit year of this century, instead of the locale's."
    )
    null_dates: Dates | None = Field(None, description="Dates that stand for none, instead of the locale's.")
    true: Scalars | None = Field(None, description="Texts that mean true, instead of the locale's.")
    false: Scalars | None = Field(None, description="Texts that mean false, instead of the locale's.")
    zone: str | None = Field(None, description="The time zone of local times, instead of the locale's.")
    sign: Sign | None = Field(None, description="A column that turns the amount around: `{from: SH, negative: [H]}`.")

    round: RoundingName | None = Field(
        None, description="How to round decimals that do not fit; without it such a value is a reject."
    )
    scale: int | None = Field(None, ge=0, le=12, description="How many decimals to keep, if fewer than the field has.")

    on_too_long: Literal["reject", "cut"] = Field(
        "reject", description="What becomes of a text that is longer than the field."
    )
    on_error: OnError = Field(
        "reject", description="What becomes of a value that the lookup misses or that cannot be read or rounded."
    )

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: object) -> object:
        return {"from": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        stated = [
            name
            for name, value in (
                ("from", self.column),
                ("const", self.const),
                ("concat", self.concat),
                ("expr", self.expr),
            )
            if value is not None
        ]
        if len(stated) != 1:
            raise ValueError(
                "a value needs one of `from`, `const`, `concat`, `expr`; stated: " + (", ".join(stated) or "none")
            )
        return self

    @model_validator(mode="after")
    def _piece_is_counted_from_one(self) -> Self:
        if self.split is not None and (not self.split[0] or self.split[1] == 0):
            raise ValueError("`split` takes a separator and a piece that is counted from 1, or from -1 at the end")
        return self


FieldEntry = Annotated[FieldSettings, BeforeValidator(lambda value: value, json_schema_input_type=str | FieldSettings)]
"""A field as it may be written: the settings, or only the name of a column."""
