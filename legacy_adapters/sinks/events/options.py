"""What all sinks that send events have in common in the pipeline file."""

from __future__ import annotations

from typing import Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

Mode: TypeAlias = Literal["structured", "binary"]
Decimals: TypeAlias = Literal["string", "number"]


class EventOptions(BaseModel):
    """How records become events, and events messages. Every option may be given as text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Mode = Field(
        default="structured",
        description="structured: one JSON document with attributes and data; binary: the data alone, the attributes in "
        "the message's headers.",
    )
    batch: int = Field(
        default=1,
        ge=1,
        le=100_000,
        description="How many events go into one message at most, as a JSON array; more than one only if structured.",
    )
    decimals: Decimals = Field(
        default="string",
        description="Decimals as strings, which every receiver reads exactly, or as JSON numbers with the same digits.",
    )

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.mode == "binary" and self.batch > 1:
            raise ValueError("mode: binary has one event in a message; leave batch out, or choose mode: structured")
        return self
