"""The declaration of the format."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.format import Format
from legacy_adapters.sources.files.paradox.settings import ParadoxFormat
from tests.sources.files.paradox.tables import ALPHA, P, table, write


def test_it_is_a_format() -> None:
    """With every method that there has to be."""
    found: Format = ParadoxFormat()
    assert found.totals(None) == ()


def test_the_table_is_called_after_the_file(tmp_path: Path) -> None:
    """With the rows that its header states."""
    path = write(tmp_path, table([P("A", ALPHA, 1)], [(b"a",), (b"b",)]), "KUNDEN.DB")
    assert ParadoxFormat().tables(path, count=False) == [StreamInfo("KUNDEN", "table", None)]
    assert ParadoxFormat().tables(path, count=True) == [StreamInfo("KUNDEN", "table", 2)]


def test_what_is_no_table_is_not_complete(tmp_path: Path) -> None:
    """As a file of which only the beginning is there."""
    assert not ParadoxFormat().is_complete(write(tmp_path, b"\0" * 40))


def test_unknown_settings_are_errors() -> None:
    """Keys that there are not."""
    with pytest.raises(ValidationError):
        ParadoxFormat.model_validate({"password": "x"})
