"""The smaller parts of a delimited file's settings: its record types and its trailer."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

FieldNumber = Annotated[int, Field(ge=1)]
"""A field of a row, numbered from 1."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RecordType(_Part):
    """One kind of record: the table that it becomes, and its columns."""

    name: str = Field(min_length=1, description="What the table is called.")
    columns: tuple[str, ...] = Field(min_length=1, description="Its columns, the field of the type included.")


class RecordTypes(_Part):
    """Several kinds of records in one file, told apart by a code in one of their fields."""

    field: FieldNumber = Field(default=1, description="The field that holds the code, from 1.")
    types: dict[str, RecordType] = Field(min_length=1, description="Code → the table of its records.")
    ignore: tuple[str, ...] = Field(default=(), description="Codes of records that nobody wants: no rows.")


class Trailer(_Part):
    """The line at the end of a file in which it says what it holds. It is no row."""

    starts_with: str = Field(min_length=1, description="How the line begins, quotes included.")
    count: FieldNumber | None = Field(default=None, description="The field with the number of rows.")
    count_extra: int = Field(
        default=0, ge=0, description="How many lines that are no rows it counts too: itself, the header."
    )
    totals: dict[str, FieldNumber] = Field(
        default_factory=dict, description="Column → the field with the sum of that column."
    )
