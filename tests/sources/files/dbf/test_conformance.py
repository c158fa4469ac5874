"""What every reader keeps to, for DBF files in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.dbf.settings import DbfFormat
from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.sources.files.dbf.memo_bytes import fpt
from tests.sources.files.dbf.tables import F, table, write
from tests.sources.files.samples import AT_ONCE

FIELDS = [F("NR", "N", 5), F("BETRAG", "N", 9, 2), F("DATUM", "D", 8), F("TEXT", "C", 6), F("M", "M", 10)]


def ledger(first: int, count: int) -> bytes:
    """Records with every kind of fault, and a deleted one among seven."""
    rows = [
        (
            b"*" if n % 7 == 0 else b" ",
            f"{n:5d}".encode(),
            b"*********" if n % 11 == 0 else f"{n / 4:9.2f}".encode(),
            b"20010230" if n % 13 == 0 else b"20240229",
            "Bü".encode("cp850").ljust(6),
            b"        99" if n % 17 == 0 else b"         8",
        )
        for n in range(first, first + count)
    ]
    return table(FIELDS, rows, version=0xF5, language=2)


class TestDbf(ReaderConformance):
    expected_rows = 2 * 90 - sum(n % 7 == 0 for n in [*range(1, 91), *range(500, 590)])
    incremental = True

    @pytest.fixture
    def source(self, tmp_path: Path) -> FilesSource:
        for name, first in (("a.dbf", 1), ("b.dbf", 500)):
            write(tmp_path, ledger(first, 90), name)
            (tmp_path / name).with_suffix(".fpt").write_bytes(fpt({8: b"memo"}))
        return FilesSource.model_validate(
            {"path": str(tmp_path), "pattern": "*.dbf", "complete": AT_ONCE, "max_rows_per_second": 20}
        )

    @pytest.fixture
    def stream(self) -> FilesStream:
        return FilesStream(format=DbfFormat())
