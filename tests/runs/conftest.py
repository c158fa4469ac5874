"""What the tests of whole runs begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runs.away import Bus, with_bus
from tests.runs.books import Books


@pytest.fixture
def books(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Books:
    """A ledger of ten good postings, and the pipeline file over it."""
    return Books.begin(tmp_path, capsys)


@pytest.fixture
def bus(books: Books, monkeypatch: pytest.MonkeyPatch) -> Bus:
    """The receiver of the ten postings."""
    return with_bus(books, monkeypatch)
