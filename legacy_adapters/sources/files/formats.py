"""Which formats there are, as data: kind → import paths. Each is loaded when it is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FormatRoom:
    """Where a format's settings and its recogniser are, and what to install for its driver."""

    settings: str
    recognise: str
    install: str = "pip install legacy-adapters"


FORMATS: Final[Mapping[str, FormatRoom]] = {
    "spreadsheet": FormatRoom(
        "legacy_adapters.sources.files.spreadsheet.settings:SpreadsheetSettings",
        "legacy_adapters.sources.files.spreadsheet.recognise:recognise",
        'pip install "legacy-adapters[excel]"',
    ),
    "jsonl": FormatRoom(
        "legacy_adapters.sources.files.json.settings:JsonLinesSettings",
        "legacy_adapters.sources.files.json.recognise:recognise_lines",
    ),
    "json": FormatRoom(
        "legacy_adapters.sources.files.json.settings:JsonSettings",
        "legacy_adapters.sources.files.json.recognise:recognise",
    ),
}
"""In the order in which they are asked to recognise a file: those that cannot be mistaken first."""
