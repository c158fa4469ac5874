"""What a pipeline file says under ``map``: which entity the rows of a stream become, and how."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from legacy_adapters.mapping.field_settings import FieldEntry, FieldSettings
from legacy_adapters.mapping.locale import Locale
from legacy_adapters.mapping.shorthand import Names, Settings

__all__ = ["FieldSettings", "Locale", "MappingSettings"]

_COLUMN_TYPE = re.compile(r"text|integer|boolean|date|datetime|decimal(\(\s*\d{1,2}\s*,\s*\d{1,2}\s*\))?")
_HOOK = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")


def _known_type(text: str) -> str:
    if not _COLUMN_TYPE.fullmatch(text):
        raise ValueError(
            f"{text!r} is no type: it is one of text, integer, decimal, decimal(18,2), boolean, date, datetime"
        )
    return text


def _module_and_function(text: str) -> str:
    if not _HOOK.fullmatch(text):
        raise ValueError(f"{text!r} is no hook: write `module:function`")
    return text


ColumnType = Annotated[str, AfterValidator(_known_type)]
HookName = Annotated[str, AfterValidator(_module_and_function)]


class MappingSettings(Settings):
    """How the rows of a stream become the records of one entity."""

    to: str = Field(description="The entity that the rows become: `gl_line`.")
    key: Names | None = Field(
        None,
        min_length=1,
        description="The fields that tell records apart, besides company_id; the entity's own key unless stated.",
    )
    when: str | None = Field(
        None, description="An SQL condition; a row where it does not hold gives no record, and is counted as filtered."
    )
    locale: Locale = Field(Locale(), description="How the source writes numbers, dates and truth values.")
    fields: dict[str, FieldEntry] = Field(
        description="The entity's fields, each with a column's name, or with where its value comes from."
    )
    columns: dict[str, ColumnType] = Field(
        {},
        description="What a column of text holds when it is used in `expr` and `when`: `{BETRAG: decimal}`. It is then "
        "read in the mapping's locale.",
    )
    hook: HookName | None = Field(
        None,
        description="`module:function`, a Python function that gets the raw rows of a batch as a pandas frame and "
        "returns as many. It may not look beyond the row.",
    )
    keep_extra: bool = Field(
        False, description="Whether what was not mapped goes into a last column `extra`, as JSON with sorted keys."
    )
    on_duplicate: Literal["reject", "keep"] = Field(
        "reject", description="What becomes of a second row with the same key in one run."
    )
