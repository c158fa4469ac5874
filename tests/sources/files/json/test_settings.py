"""The settings of JSON, and the contract of formats that they fulfil."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from pydantic import ValidationError

from legacy_adapters.core.batch import MIXED
from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.format import Format
from legacy_adapters.sources.files.json.settings import JsonLinesSettings, JsonSettings
from tests.sources.files.json.documents import write


@pytest.mark.parametrize("settings", [JsonSettings(), JsonLinesSettings()])
def test_it_is_a_format(tmp_path: Path, settings: Format) -> None:
    """All four methods work on a file."""
    path = write(tmp_path, '{"a": 1}' if isinstance(settings, JsonSettings) else '{"a": 1}\n{"b": 2}')
    schema = settings.schema(path, None)
    assert schema.field("a") == pa.field("a", MIXED)
    assert settings.tables(path, count=True)[0].name == "records"
    assert settings.is_complete(path)
    assert all(piece.rows.schema == schema for piece in settings.read(path, None, None, None, 1))


def test_columns_may_be_one() -> None:
    """A single name need not be a list."""
    assert JsonLinesSettings.model_validate({"columns": "a.b"}).columns == ("a.b",)


@pytest.mark.parametrize("stated", [{"record": "a"}, {"kind": "jsonl"}, {"columns": 7}])
def test_what_is_wrong_is_refused(stated: dict[str, object]) -> None:
    """Unknown keys and other kinds are errors."""
    with pytest.raises(ValidationError):
        JsonSettings.model_validate(stated)


def test_a_file_that_is_closed_early_can_be_removed(tmp_path: Path) -> None:
    """The generator gives back what it holds."""
    path = write(tmp_path, '[{"a": 1}, {"a": 2}]')
    pieces = JsonSettings().read(path, None, None, None, 1)
    next(pieces)
    pieces.close()
    path.unlink()


def test_a_file_that_ends_too_early_is_told(tmp_path: Path) -> None:
    """After the rows before its end, an error names the byte."""
    path = write(tmp_path, "[" + ", ".join(f'{{"a": {i}}}' for i in range(1500)))
    assert not JsonSettings().is_complete(write(tmp_path, '[{"a"', "b.json"))
    pieces = JsonSettings().read(path, None, None, None, 1000)
    assert next(pieces).rows.num_rows == 1000
    with pytest.raises(BadPart, match="ends"):
        list(pieces)
