"""The smaller parts of a fixed-width file's settings: record types, header and trailer, lengths in front of records."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PositiveInt, model_validator

from legacy_adapters.sources.files.fixed.field_settings import FixedField
from legacy_adapters.sources.files.fixed.framing.length_field import LengthField


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _texts(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_texts, json_schema_input_type=str | list[str])]
Fields = Annotated[tuple[FixedField, ...], Field(min_length=1)]


def _span(value: object) -> object:
    """``[11, 12]`` stands for ``{at: 11, width: 12}``."""
    if isinstance(value, list | tuple) and len(value) == 2:
        return {"at": value[0], "width": value[1]}
    return value


class Span(_Part):
    """Where something is in a record, and what its bytes mean if not what the column's do: ``[at, width]``, counted
    from 1, or the keys of a field."""

    at: PositiveInt = Field(description="Its first position, counted from 1.")
    width: PositiveInt = Field(description="How many bytes it has.")
    type: Literal["text", "zoned", "packed", "binary"] | None = Field(
        None, description="What its bytes mean; as the column's unless stated, digits for a count."
    )
    decimals: int | None = Field(None, ge=0, le=38, description="Digits behind a decimal point that is not written.")
    sign: Literal["none", "trailing", "leading", "trailing separate", "leading separate"] | None = Field(
        None, description="Where its sign is."
    )

    def field(self, decimals: int = 0) -> FixedField:
        """As a field of a layout; digits unless something else is stated."""
        given: dict[str, Any] = {"name": "stated", "at": self.at, "width": self.width, "type": self.type or "zoned"}
        if given["type"] != "text":
            given |= {"decimals": decimals if self.decimals is None else self.decimals, "sign": self.sign}
        return FixedField(**given)


Place = Annotated[Span, BeforeValidator(_span, json_schema_input_type=Span | tuple[PositiveInt, PositiveInt])]


class RecordType(_Part):
    """One kind of record: the table that it becomes, and its layout."""

    name: str = Field(min_length=1, description="What the table is called.")
    fields: Fields | None = Field(None, description="Its layout by hand.")
    record: str | None = Field(None, min_length=1, description="Or the 01 level of the copybook that it has.")


class RecordTypes(_Part):
    """Several kinds of records in one file, told apart by a code in one of their fields."""

    field: Place | str = Field(
        description="Where the code is: `[1, 2]` (first position and width), or the name of a field that all have."
    )
    types: dict[str, RecordType] = Field(min_length=1, description="Code → the table of its records.")
    ignore: Texts = Field((), description="Codes of records that nobody wants: no rows.")


class Marked(_Part):
    """A record at the beginning or end that says what the file holds. It is no row."""

    starts_with: str = Field(min_length=1, description="How the record begins.")
    at: PositiveInt = Field(1, description="Where it has that text, if not at its beginning.")
    count: Place | None = Field(None, description="Where the number of rows is: `[3, 8]`.")
    count_extra: int = Field(
        0, ge=0, description="How many records that are no rows it counts too: itself, the header."
    )
    totals: dict[str, Place] = Field(
        default_factory=dict,
        description="Column → where the sum of that column is: `[11, 12]`, written as the column is, or "
        "`{at: 11, width: 12, type: packed, decimals: 2}`.",
    )


class Rdw(_Part):
    """The descriptor in front of each record, where it is not IBM's: 4 bytes, the first 2 of them the length."""

    size: int = Field(4, ge=1, le=16, description="How many bytes it has.")
    length: tuple[PositiveInt, PositiveInt] = Field((1, 2), description="Where the length is: first byte and width.")
    byte_order: Literal["big", "little"] = Field("big", description="The byte order of the length.")
    inclusive: bool = Field(True, description="Whether the length counts the descriptor too.")
    blocks: bool = Field(False, description="Whether a block descriptor (BDW) is in front of each block of records.")

    @model_validator(mode="after")
    def _goes_together(self) -> Rdw:
        at, width = self.length
        if at - 1 + width > self.size or width > 8:
            raise ValueError("the length must lie within the descriptor, and have 8 bytes at most")
        return self

    def framing(self) -> LengthField:
        """How records are told apart by it."""
        at, width = self.length
        return LengthField(self.size, at - 1, width, self.byte_order, self.inclusive, self.blocks)


class SkippedBytes(_Part):
    """Bytes around the records that are none."""

    before: int = Field(0, ge=0, description="How many are in front of the first record.")
    after: int = Field(0, ge=0, description="How many are behind the last one.")
