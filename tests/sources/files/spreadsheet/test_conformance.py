"""What every reader keeps to, for workbooks in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.sources.files.samples import AT_ONCE
from tests.sources.files.spreadsheet.books import row, xlsx


class TestWorkbooks(ReaderConformance):
    """Two workbooks with faults and empty rows, one with a title."""

    expected_rows = 150
    incremental = True

    @pytest.fixture
    def source(self, tmp_path: Path) -> FilesSource:
        for name, count in (("a.xlsx", 100), ("b.xlsx", 50)):
            body = row("Title") + row("No", "Day", "Amount", "Odd")
            for i in range(count):
                odd = '<c t="e"><v>#N/A</v></c>' if i % 7 == 0 else f"{name} {i}"
                body += row(f"{i:04}", f'<c s="1"><v>{45000 + i}</v></c>', i / 4, odd) + "<row/>" * (i % 2)
            xlsx(tmp_path / name, {"Data": body, "Other": row("x")}, formats=["dd.mm.yyyy"])
        return FilesSource.model_validate(
            {"path": str(tmp_path), "pattern": "*.xlsx", "complete": AT_ONCE, "max_rows_per_second": 20}
        )

    @pytest.fixture
    def stream(self) -> FilesStream:
        return FilesStream.model_validate({"table": "Data", "format": {"kind": "spreadsheet"}})
