"""What all settings of a recipe have in common, and how a place on a screen is written in one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Self, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from legacy_adapters.sources.screen.screen import Place
from legacy_adapters.sources.screen.template import filled


class Declaration(BaseModel):
    """Cannot be changed; an unknown key is an error, and no error shows a value, as it may hold a password."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, hide_input_in_errors=True)


def _listed(value: object) -> object:
    if isinstance(value, str):
        return (value,) if value else ()
    return value


Frames: TypeAlias = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    BeforeValidator(_listed, json_schema_input_type=str | list[str]),
]
"""One frame, or several from the outside in; an empty text is the window itself."""


class InFrame(Declaration):
    """What may say which frame it is in; unless stated it is the recipe's ``frame``."""

    frame: Frames | None = Field(
        None,
        description="The frame, by its name or a selector of its element; a list goes from the outside in; '' is the "
        "window itself. The recipe's `frame` unless stated.",
    )

    def frames(self, default: tuple[str, ...]) -> tuple[str, ...]:
        """The frames to go through."""
        return default if self.frame is None else self.frame


class Where(InFrame):
    """A place on the screen, written as a selector alone, or as ``{at: …, frame: …}``."""

    at: str = Field(
        min_length=1, description="A selector: CSS, `text=…`, `xpath=…` or `role=…`; {parameters} are filled in."
    )

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"at": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Both forms are right in an editor, too."""
        return {"anyOf": [{"type": "string"}, handler.resolve_ref_schema(handler(core_schema))]}

    def place(self, default: tuple[str, ...], values: Mapping[str, str]) -> Place:
        """The place, with ``values`` filled in. Raises ``ConfigError`` for a parameter that is not there."""
        return Place(filled(self.at, values), self.frames(default))


class TextAt(Where):
    """A text on the screen, or what one group of a regular expression finds in it."""

    matches: str | None = Field(
        None,
        description=r"A regular expression with one group: what is meant within the text, as in "
        r"`of ([\d,.]+) records`.",
    )

    @model_validator(mode="after")
    def _one_group(self) -> Self:
        if self.matches is not None:
            check_one_group(self.matches)
        return self


def check_one_group(text: str) -> None:
    """Raises ``ValueError`` for what is no regular expression with exactly one group."""
    try:
        groups = re.compile(text).groups
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from None
    if groups != 1:
        raise ValueError(rf"exactly one group is meant, as in `of ([\d,.]+) records`; {text!r} has {groups}")
