"""The settings of XML files: what is refused, and what they delegate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import LEDGER, read, write


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"record": "Ledger/En try"}, "is not the name of an element"),
        ({"record": "p:Entry"}, "prefix 'p' is not in `namespaces`"),
        ({"fields": {"a": "A"}}, "need the path of the `record`"),
        ({"record": "//E", "fields": {"a": "../A"}}, "state the record's whole path"),
        ({"record": "E", "fields": {"": "A"}}, "has no name"),
        ({"record": "E", "stated": {"count": "Count"}}, "must begin at the root"),
        ({"record": "E", "fields": {"a": "A"}, "stated": {"b": "/E/B"}}, "b is no column"),
        ({"record": "E", "children": {"l": {"record": "//L"}}}, "state the path from the record on"),
        ({"record": "E", "fields": {"a": "A"}, "children": {"l": {"record": "L", "keep": ["b"]}}}, "b of `keep`"),
        ({"record": "E", "children": {"l": {"record": "L", "fields": {"b": "."}, "keep": ["b"]}}}, "and in `keep`"),
        ({"record": "E", "feilds": {}}, "Extra inputs are not permitted"),
    ],
)
def test_wrong_settings_are_refused(settings: dict[str, Any], words: str) -> None:
    """Each says what is wrong with it."""
    with pytest.raises(ValidationError, match=words):
        XmlFormat.model_validate(settings)


def test_the_schema_file_is_found_from_the_folder_of_the_pipeline(tmp_path: Path) -> None:
    """A relative path starts there."""
    settings = XmlFormat.model_validate({"record": "E", "schema": "e.xsd"}, context={"folder": tmp_path})
    assert settings.schema_path == tmp_path / "e.xsd"
    assert XmlFormat(record="E").schema_path is None


def test_totals_are_columns_of_the_records_only(tmp_path: Path) -> None:
    """A count is no column, and children have no totals."""
    stated = {"count": "/Ledger/Trailer/Count", "Amount": "/Ledger/Trailer/Sum"}
    settings = XmlFormat.model_validate(
        {"record": "Ledger/Entry", "stated": stated, "children": {"lines": {"record": "Line"}}}
    )
    assert settings.totals(None) == ("Amount",)
    assert settings.totals("lines") == ()
    assert read(settings, write(tmp_path, LEDGER)).stated == {"count": "3", "Amount": "14.75"}


def test_a_stream_without_a_record_is_told_to_name_one(tmp_path: Path) -> None:
    """Nothing is guessed when a file is read."""
    with pytest.raises(ConfigError, match="path of the records is not stated"):
        XmlFormat().schema(write(tmp_path, LEDGER), None)


def test_the_settings_delegate(tmp_path: Path) -> None:
    """Tables, schema, rows and the end of a file."""
    path = write(tmp_path, LEDGER)
    settings = XmlFormat(record="Ledger/Entry", fields={"id": "@id", "date": "../Header/Date"})
    assert [info.name for info in settings.tables(path, count=False)] == ["Ledger/Entry"]
    assert settings.schema(path, None).names == ["id", "date"]
    assert read(settings, path).rows() == [(number, "2025-01-31") for number in "123"]
    assert settings.is_complete(path)
