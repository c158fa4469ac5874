"""What a pipeline file says of a folder: when a file is complete, in which order files are taken, where they go.

Every scalar may arrive as text. No driver is imported here.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PositiveInt, model_validator

from legacy_adapters.sources.files.folder.archive_path import ArchivePath
from legacy_adapters.sources.files.folder.date_in_name import date_expression
from legacy_adapters.sources.files.folder.pattern import Patterns
from legacy_adapters.sources.files.folder.trigger_name import TriggerName
from legacy_adapters.sources.quantities import Bytes, Seconds


class _Settings(BaseModel):
    """Cannot be changed; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _checked_patterns(value: tuple[str, ...]) -> tuple[str, ...]:
    Patterns.of(value)
    return value


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _folder_template(text: str) -> str:
    ArchivePath.of(text)
    return text


def _trigger(text: str) -> str:
    TriggerName.of(text)
    return text


def _number_expression(text: str) -> str:
    try:
        groups = re.compile(text).groups
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from None
    if groups != 1:
        raise ValueError(rf"the number needs one group: write it as BUCH(\d+), not as {text!r}")
    return text


def _date_format(text: str) -> str:
    date_expression(text)
    return text


PatternTexts: TypeAlias = Annotated[
    tuple[str, ...],
    BeforeValidator(_listed, json_schema_input_type=str | list[str]),
    Field(min_length=1),
    AfterValidator(_checked_patterns),
]
"""One pattern, or a list of them: see ``pattern.Pattern``."""

FolderTemplate: TypeAlias = Annotated[str, AfterValidator(_folder_template)]
"""A folder, relative to the drop folder, with places such as ``{year}``."""


class Complete(_Settings):
    """How it is told that a file is written to its end; exactly one of these."""

    stable_for: Seconds | None = Field(
        None, description="It is complete once nothing of it has changed for so long: `30s`, `5 min`."
    )
    trigger: Annotated[str, AfterValidator(_trigger)] | None = Field(
        None,
        description="It is complete once this file lies beside it: `{stem}.ok` for BUCH.TXT is BUCH.ok, `{name}.ok` is "
        "BUCH.TXT.ok. It goes to the archive with its file.",
    )
    trailer: Literal[True] | None = Field(
        None, description="`true`: it is complete once it has the last record that its format demands."
    )
    lock: Literal["exclusive"] | None = Field(
        None,
        description="`exclusive`: it is complete once no other program holds it open or locked. Local folders only.",
    )
    rename: PatternTexts | None = Field(
        None, description="It is written under a name like this, `*.tmp`, and complete once it has its own."
    )

    @model_validator(mode="before")
    @classmethod
    def _texts(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("trailer"), str):
            return {**value, "trailer": {"true": True}.get(value["trailer"].strip().lower(), value["trailer"])}
        return value

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        stated = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(stated) != 1:
            raise ValueError(f"state exactly one of {', '.join(type(self).model_fields)}")
        return self


STABLE = Complete(stable_for=5)
"""What holds where nothing is stated."""


class After(_Settings):
    """Where files go once what was read of them is published; where nothing is stated they stay as they are."""

    archive: FolderTemplate | None = Field(
        None,
        min_length=1,
        description="The folder for files that were taken: `done/{year}/{month}`. There are {year}, {month}, {day}, "
        "{hour}, {week}, {date}, {stem} and {suffix}.",
    )
    quarantine: FolderTemplate | None = Field(
        None, min_length=1, description="The folder for files that cannot be taken, each with a report beside it."
    )


class OrderKey(_Settings):
    """One thing that files are ordered by; exactly one of these."""

    by: Literal["name", "modified"] | None = Field(None, description="The file's name, or the time of its last change.")
    number: Annotated[str, AfterValidator(_number_expression)] | None = Field(
        None,
        description=r"The number in the name that the one group of a regular expression stands for: `BUCH(\d+)`. Gaps "
        "in the sequence are reported.",
    )
    date: Annotated[str, AfterValidator(_date_format)] | None = Field(
        None,
        description="The date in the name, as it is written there: `%Y%m%d`, `KASSE_%d.%m.%y`; or a regular expression "
        "with the groups (?P<year>…), (?P<month>…) and (?P<day>…).",
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(value is not None for value in (self.by, self.number, self.date)) != 1:
            raise ValueError("state name, modified, {number: …} or {date: …}")
        return self


def _order_keys(value: object) -> object:
    each = value if isinstance(value, list | tuple) else [value]
    return tuple({"by": one} if isinstance(one, str) else one for one in each)


Order: TypeAlias = Annotated[
    tuple[OrderKey, ...],
    BeforeValidator(_order_keys, json_schema_input_type=str | list[str | dict[str, str]]),
    Field(min_length=1),
]
"""``name``, ``modified``, ``{number: regex}``, ``{date: format}``, or a list of them: the first decides, then the
second. Where all are the same the name decides."""

BY_NAME: tuple[OrderKey, ...] = (OrderKey(by="name"),)


class Limits(_Settings):
    """How far a compressed file or an archive may unpack; beyond it is refused."""

    unpacked: Bytes = Field(20_000_000_000, description="The most bytes that one file or member unpacks to: `20 GB`.")
    ratio: PositiveInt = Field(
        300,
        description="The most bytes that one compressed byte may unpack to, judged from the first 64 MB on.",
    )
    members: PositiveInt = Field(10_000, description="The most members of an archive.")
