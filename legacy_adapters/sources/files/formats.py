"""Which formats there are, as data: kind → import paths. Drivers are loaded when a file is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, Union, cast

from pydantic import BeforeValidator, Field

from legacy_adapters.sources.files.format import Format, FormatSettings, Recogniser


@dataclass(frozen=True, slots=True)
class FormatRoom:
    """Where a format's settings and its recogniser are."""

    settings: str
    recognise: str

    def model(self) -> type[FormatSettings]:
        """The settings, which fulfil ``Format``."""
        return cast("type[FormatSettings]", _load(self.settings))

    def recogniser(self) -> Recogniser:
        """The function that knows such a file when it sees one."""
        return cast("Recogniser", _load(self.recognise))


def _room(room: str, model: str, recognise: str = "recognise") -> FormatRoom:
    package = f"legacy_adapters.sources.files.{room}"
    return FormatRoom(f"{package}.settings:{model}", f"{package}.recognise:{recognise}")


FORMATS: Final[Mapping[str, FormatRoom]] = {
    "access": _room("access", "AccessSettings"),
    "parquet": _room("parquet", "ParquetSettings"),
    "spreadsheet": _room("spreadsheet", "SpreadsheetSettings"),
    "dbf": _room("dbf", "DbfFormat"),
    "paradox": _room("paradox", "ParadoxFormat"),
    "xml": _room("xml", "XmlFormat"),
    "jsonl": _room("json", "JsonLinesSettings", "recognise_lines"),
    "json": _room("json", "JsonSettings"),
    "delimited": _room("delimited", "DelimitedFormat"),
    "report": _room("report", "ReportFormat"),
    "fixed": _room("fixed", "FixedFormat"),
}
"""In the order in which they are asked to recognise a file: those that cannot be mistaken first."""


def _load(path: str) -> object:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


def _stated(value: object) -> object:
    """``format: dbf`` says it all where a format has no settings, or none that are needed."""
    return {"kind": value} if isinstance(value, str) else value


def _choice() -> Any:
    models = tuple(room.model() for room in FORMATS.values())
    one_of = models[0] if len(models) == 1 else Annotated[Union[models], Field(discriminator="kind")]  # noqa: UP007
    return Annotated[one_of, BeforeValidator(_stated, json_schema_input_type=str | one_of)]


if TYPE_CHECKING:
    FormatChoice: TypeAlias = Format
else:
    FormatChoice = _choice()
