"""What every reader keeps to, for Paradox tables in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.paradox.settings import ParadoxFormat
from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.sources.files.paradox.tables import ALPHA, DATE, LONG, MEMO, P, blob, integer, table, write
from tests.sources.files.samples import AT_ONCE

FIELDS = [P("Nr", LONG, 4), P("Name", ALPHA, 6), P("Datum", DATE, 4), P("M", MEMO, 18)]


def ledger(first: int, count: int) -> bytes:
    """Records of which some have a date that is none, or a text that is not there."""
    rows = [
        (
            integer(n),
            b"M\x81ll\0\0",
            integer(-9 if n % 13 == 0 else 728_783),
            blob(b"x" * 8, 8, 99, 0x1FF) if n % 17 == 0 else blob(b"memo", 8, 4),
        )
        for n in range(first, first + count)
    ]
    return table(FIELDS, rows, per_block=7)


class TestParadox(ReaderConformance):
    expected_rows = 140
    incremental = True

    @pytest.fixture
    def source(self, tmp_path: Path) -> FilesSource:
        write(tmp_path, ledger(1, 70), "a.db")
        write(tmp_path, ledger(500, 70), "b.db")
        return FilesSource.model_validate(
            {"path": str(tmp_path), "pattern": "*.db", "complete": AT_ONCE, "max_rows_per_second": 20}
        )

    @pytest.fixture
    def stream(self) -> FilesStream:
        return FilesStream(format=ParadoxFormat())
