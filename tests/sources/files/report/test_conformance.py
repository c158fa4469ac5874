"""What every reader keeps to, for reports in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.sources.files.report.pages import GIVEN
from tests.sources.files.samples import AT_ONCE


def ledger(first: int) -> str:
    """Pages of two accounts each."""
    pages = []
    for page in range(first, first + 10):
        rows = "".join(f"{page * 100 + n:06d} 01.02.2024 {n:10d},50\n" for n in range(9))
        pages.append(f"\fSeite {page}\n\n---\nKonto {page}\n{rows}Summe Konto {sum(range(9)) + 4},50\n")
    return "".join(pages)


class TestReport(ReaderConformance):
    expected_rows = 2 * 90
    incremental = True

    @pytest.fixture
    def source(self, tmp_path: Path) -> FilesSource:
        for name, first in (("a.txt", 1000), ("b.txt", 2000)):
            (tmp_path / name).write_text(ledger(first), encoding="utf-8")
        given = {"path": str(tmp_path), "pattern": "*.txt", "complete": AT_ONCE, "max_rows_per_second": 20}
        return FilesSource.model_validate(given)

    @pytest.fixture
    def stream(self) -> FilesStream:
        return FilesStream.model_validate({"format": {"kind": "report", **GIVEN}, "decimal": ","})
