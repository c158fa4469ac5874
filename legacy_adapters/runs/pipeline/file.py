"""The keys at the top of a pipeline file. What stands under source, streams and sink is read by whoever owns it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from legacy_adapters.runs.pace import RejectLimit

DEFAULT_LIMIT = RejectLimit(share=0.10, at_least=100)

_NAME = re.compile(r"\w([\w.-]{0,98}\w)?")
_LIMIT = re.compile(r"(\d{1,9})|(\d{1,3}(?:\.\d+)?)\s*%", re.ASCII)


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError("should be letters, digits and . _ - between them, 100 at most: it is part of file names")
    return text


def _limit(value: object) -> object:
    found = _LIMIT.fullmatch(str(value).strip())
    if found is None or (found[2] is not None and Decimal(found[2]) > 100):
        raise ValueError("should be a number of rows, or a share of them such as `10 %`")
    if found[1] is not None:
        return RejectLimit(share=0.0, at_least=int(found[1]))
    return RejectLimit(share=float(Decimal(found[2]) / 100), at_least=0)


Limit = Annotated[
    RejectLimit,
    BeforeValidator(_limit),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9.]+ ?%$"}]}),
]
Name = Annotated[str, AfterValidator(_name)]
StreamName = Annotated[str, Field(min_length=1, max_length=100)]


class PipelineFile(BaseModel):
    """One source, one or more streams, one or more sinks."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    version: Annotated[Literal["1"], WithJsonSchema({"enum": [1, "1"]})] = Field(
        description="The version of this form of file."
    )
    name: Name = Field(
        description="What the pipeline's state is kept under; the file's name unless stated. Where parameters choose "
        "what is read, they belong in here: `gl-${param:company}`."
    )
    owner: str | None = Field(None, description="Whom to ask: shown, never used.")
    purpose: str | None = Field(None, description="What it is for: shown, never used.")
    params: dict[str, str | None] = Field(
        {},
        description="Parameters and their defaults, used as ${param:NAME} and given by --param NAME=VALUE; `~` for one "
        "that must be given.",
    )
    extends: str | None = Field(
        None,
        description="Another file whose keys hold where this one states none; `~` takes one of them away. `name` is "
        "not taken over.",
    )
    source: dict[str, Any] = Field(description="Where data is read, by its `kind`.")
    streams: dict[StreamName, dict[str, Any]] = Field(
        min_length=1, description="What is read there, by a name of its own, and what it becomes."
    )
    sink: dict[str, Any] | None = Field(None, description="Where records go, by its `kind`.")
    sinks: list[dict[str, Any]] | None = Field(
        None,
        min_length=1,
        description="Where records go, if that is several sinks: each has a `name`, and gets everything.",
    )
    spool: dict[str, Any] | None = Field(
        None,
        description="Where records wait on disk until their sinks have them. There is one anyway for several sinks, "
        "and for one that is reached over a network.",
    )
    max_rejects: Limit = Field(
        DEFAULT_LIMIT,
        description="How many rows of a stream may be set aside before the run is ended and nothing is published: a "
        "number, or a share of the rows read (`5 %`). Unless stated 10 %, and at least 100.",
    )
