"""The declaration of the format."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.dbf.settings import DbfFormat
from legacy_adapters.sources.files.format import Format
from tests.sources.files.dbf.tables import F, table, write

FIELDS = [F("A", "C", 1)]


def test_it_is_a_format() -> None:
    """With every method that there has to be."""
    found: Format = DbfFormat()
    assert found.totals(None) == ()


def test_the_table_is_called_after_the_file(tmp_path: Path) -> None:
    """With the rows that are read, not those that the header counts."""
    path = write(tmp_path, table(FIELDS, [(b"a",), (b"*", b"b"), (b"c",)]), "KUNDEN.DBF")
    assert DbfFormat().tables(path, count=False) == [StreamInfo("KUNDEN", "table", None)]
    assert DbfFormat().tables(path, count=True) == [StreamInfo("KUNDEN", "table", 2)]
    assert DbfFormat(deleted="keep").tables(path, count=True) == [StreamInfo("KUNDEN", "table", 3)]


def test_what_is_no_table_is_not_complete(tmp_path: Path) -> None:
    """As a file of which only the beginning is there."""
    assert not DbfFormat().is_complete(write(tmp_path, table(FIELDS, [])[:40]))


@pytest.mark.parametrize("wrong", [{"encodin": "cp850"}, {"deleted": "maybe"}, {"encoding": ""}])
def test_unknown_settings_are_errors(wrong: dict[str, str]) -> None:
    """Keys and values."""
    with pytest.raises(ValidationError):
        DbfFormat.model_validate(wrong)
