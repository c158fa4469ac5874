"""The settings of workbooks, and the contract of formats that they fulfil."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest
from pydantic import ValidationError

from legacy_adapters.core.batch import MIXED
from legacy_adapters.sources.files.format import Format
from legacy_adapters.sources.files.spreadsheet.settings import SpreadsheetSettings
from tests.sources.files.spreadsheet.books import row, xlsx


def test_it_is_a_format(tmp_path: Path) -> None:
    """All four methods work on a workbook."""
    path = xlsx(tmp_path / "a.xlsx", {"S": row("a", "b") + row("1", '<c t="b"><v>1</v></c>') + row("2", None)})
    settings: Format = SpreadsheetSettings()
    assert settings.schema(path, None) == pa.schema([pa.field("a", MIXED), pa.field("b", pa.bool_())])
    assert [info.name for info in settings.tables(path, count=False)] == ["S"]
    assert settings.is_complete(path)
    with closing(settings.read(path, "S", None, None, 1)) as pieces:
        assert next(pieces).position == "2"


def test_pieces_have_the_schema(tmp_path: Path) -> None:
    """What is read has the columns that were promised."""
    path = xlsx(tmp_path / "a.xlsx", {"S": row("a", "b") + row("1", 2)})
    settings = SpreadsheetSettings()
    assert all(piece.rows.schema == settings.schema(path, None) for piece in settings.read(path, None, None, None, 9))


@pytest.mark.parametrize(
    "stated",
    [
        {"range": "3"},
        {"header_row": "-1"},
        {"columns": {"a": "number"}},
        {"sheet": "S"},
        {"max_cells": "0"},
    ],
)
def test_what_is_wrong_is_refused(stated: dict[str, object]) -> None:
    """Unknown keys and values that mean nothing are errors."""
    with pytest.raises(ValidationError):
        SpreadsheetSettings.model_validate(stated)


def test_scalars_may_be_text() -> None:
    """As they come from a pipeline file."""
    settings = SpreadsheetSettings.model_validate({"kind": "spreadsheet", "header_row": "3", "skip_hidden": "true"})
    assert (settings.header_row, settings.skip_hidden) == (3, True)
    assert settings.limits.cells == 100_000_000


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The operating system's error is left as it is."""
    with pytest.raises(FileNotFoundError):
        SpreadsheetSettings().schema(tmp_path / "none.xlsx", None)


def test_no_open_file_is_left(tmp_path: Path) -> None:
    """A reader that is closed early gives the file back: it can be removed, and nothing is warned of."""
    path = xlsx(tmp_path / "a.xlsx", {"S": row("a") + row("1") + row("2")})
    pieces = SpreadsheetSettings().read(path, None, None, None, 1)
    next(pieces)
    pieces.close()
    path.unlink()
