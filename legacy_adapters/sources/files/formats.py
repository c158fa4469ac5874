"""Which formats there are, as data: kind → import paths. Drivers are loaded when a file is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, Union, cast

from pydantic import BeforeValidator, Field

from legacy_adapters.sources.files.format import Format, Recogniser


@dataclass(frozen=True, slots=True)
class FormatRoom:
    """Where a format's settings and its recogniser are."""

    settings: str
    recognise: str

    def recogniser(self) -> Recogniser:
        """The function that knows such a file when it sees one."""
        return cast("Recogniser", _load(self.recognise))


_HERE: Final = "legacy_adapters.sources.files"

FORMATS: Final[Mapping[str, FormatRoom]] = {
    "access": FormatRoom(f"{_HERE}.access.settings:AccessSettings", f"{_HERE}.access.recognise:recognise"),
    "parquet": FormatRoom(f"{_HERE}.parquet.settings:ParquetSettings", f"{_HERE}.parquet.recognise:recognise"),
    "spreadsheet": FormatRoom(
        f"{_HERE}.spreadsheet.settings:SpreadsheetSettings", f"{_HERE}.spreadsheet.recognise:recognise"
    ),
    "jsonl": FormatRoom(f"{_HERE}.json.settings:JsonLinesSettings", f"{_HERE}.json.recognise:recognise_lines"),
    "json": FormatRoom(f"{_HERE}.json.settings:JsonSettings", f"{_HERE}.json.recognise:recognise"),
    "delimited": FormatRoom(f"{_HERE}.delimited.settings:DelimitedFormat", f"{_HERE}.delimited.recognise:recognise"),
}
"""In the order in which they are asked to recognise a file: those that cannot be mistaken first."""


def _load(path: str) -> object:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


def _stated(value: object) -> object:
    """``format: dbf`` says it all where a format has no settings, or none that are needed."""
    return {"kind": value} if isinstance(value, str) else value


def _choice() -> Any:
    models = tuple(_load(room.settings) for room in FORMATS.values())
    one_of = models[0] if len(models) == 1 else Annotated[Union[models], Field(discriminator="kind")]  # noqa: UP007
    return Annotated[one_of, BeforeValidator(_stated, json_schema_input_type=str | one_of)]


if TYPE_CHECKING:
    FormatChoice: TypeAlias = Format
else:
    FormatChoice = _choice()
