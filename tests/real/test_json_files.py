"""JSON of other projects: each file is read as the standard library reads it, or refused in words."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.format import Sample
from legacy_adapters.sources.files.json.recognise import recognise, recognise_lines
from legacy_adapters.sources.files.json.settings import JsonLinesSettings, JsonSettings, RecordSettings

FILES = Path(os.environ.get("LEGACY_ADAPTERS_REALDATA", "../shared/realdata")) / "files"
DOCUMENTS = sorted(str(path.relative_to(FILES)) for path in FILES.rglob("*.json"))
EXPECTED = sorted(path for path in FILES.glob("AbsaOSS+cobrix/data/*_expected/*.txt") if path.read_bytes()[:1] == b"{")
"""Records without an array around them: most one on a line, some over several."""

pytestmark = pytest.mark.real


def rows(settings: RecordSettings, path: Path, table: str | None = None) -> list[dict[str, Any]]:
    """All rows, numbers as decimals; no cell may be at fault."""
    found = []
    for piece in settings.read(path, table, None, None, 100):
        assert piece.faults is None
        found += [{key: plain(cell) for key, cell in row.items()} for row in piece.rows.to_pylist()]
    return found


def plain(cell: Any) -> Any:
    """A mixed cell as text or decimal."""
    if isinstance(cell, dict):
        return Decimal(cell["text"]) if cell["number"] else cell["text"]
    return cell


def parsed(path: Path) -> Any:
    """A document as the standard library reads it, numbers as decimals; None where it is no JSON."""
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal, parse_int=Decimal)
    except json.JSONDecodeError:
        return None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_is_read(name: str) -> None:
    """As many records as the array has elements, or one; every table has as many rows as it counts. Five are no JSON
    (a comma too many, single quotes): they are told, as a fault or with the byte."""
    path = FILES / name
    document = parsed(path)
    settings = JsonSettings(records="")
    if document is None:
        with pytest.raises((AssertionError, BadPart)):
            rows(settings, path)
        return
    assert len(rows(settings, path)) == (len(document) if isinstance(document, list) else 1)
    for info in settings.tables(path, count=True):
        assert len(rows(settings, path, info.name)) == info.rows
    found = recognise(Sample.of(path))
    assert found is not None
    assert isinstance(found.settings, JsonSettings)


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_records_without_an_array(path: Path) -> None:
    """Each number to its last digit, each text; as JSON and, where each is on one line, as JSON Lines."""
    expected = list(records_in(path.read_text(encoding="utf-8")))
    found = rows(JsonSettings(), path)
    assert len(found) == len(expected)
    for record, row in zip(expected, found, strict=True):
        assert {key: row[key] for key, value in record.items() if isinstance(value, str | Decimal)} == {
            key: value for key, value in record.items() if isinstance(value, str | Decimal)
        }
    if recognise_lines(Sample.of(path)) is not None:
        assert rows(JsonLinesSettings(), path) == found


def records_in(text: str) -> Iterator[Any]:
    """Records one behind the other, as the standard library reads them."""
    decoder = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal)
    place = 0
    while place < len(text.rstrip()):
        place += len(text[place:]) - len(text[place:].lstrip())
        record, place = decoder.raw_decode(text, place)
        yield record


def test_figures_of_cobrix() -> None:
    """The first of 60 rows is 988.91."""
    path = FILES / "AbsaOSS+cobrix/data/test3_expected/test3.txt"
    found = rows(JsonLinesSettings(), path)
    assert (len(found), found[0]["AMOUNT"]) == (60, Decimal("988.91"))
