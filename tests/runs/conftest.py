"""What the tests of whole runs begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runs.books import Books


@pytest.fixture
def books(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Books:
    """A ledger of ten good postings, and the pipeline file over it."""
    return Books.begin(tmp_path, capsys)
