"""The error for damaged workbooks."""

from __future__ import annotations

from pathlib import Path

from legacy_adapters.sources.files.spreadsheet.workbook import damaged


def test_damaged_says_what_where_and_what_to_do() -> None:
    """A person learns which file, what is wrong, and what to do."""
    error = damaged(Path("book.xlsx"), "its part x is missing")
    assert error.exit_code == 65
    assert "book.xlsx" in error.where
    assert "x is missing" in error.message
    assert error.hint
