"""What every reader keeps to, for fixed records in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.sources.files.fixed.given import write
from tests.sources.files.samples import AT_ONCE

FIELDS = [
    {"name": "KONTO", "at": 1, "width": 8},
    {"name": "BETRAG", "at": 9, "width": 7, "type": "zoned", "decimals": 2},
    {"name": "TEXT", "at": 18, "width": 6},
    {"name": "NR", "at": 24, "width": 4},
]


def ledger(first: int, count: int) -> bytes:
    """Lines with overpunched signs, and an amount that is none now and then."""
    found = []
    for n in range(first, first + count):
        amount = "unknown" if n % 11 == 0 else f"{n * 7:06d}{'}' if n % 3 else '{'}"
        found.append(f"{1200 + n % 2:<8}{amount}  {'Bü' if n % 2 else 'x':<6}{n:04d}")
    return "\r\n".join([*found, ""]).encode("cp850")


class TestFixed(ReaderConformance):
    expected_rows = 2 * 90
    incremental = True

    @pytest.fixture
    def source(self, tmp_path: Path) -> FilesSource:
        write(tmp_path, ledger(1, 90), "a.dat")
        write(tmp_path, ledger(500, 90), "b.dat")
        given = {"path": str(tmp_path), "pattern": "*.dat", "complete": AT_ONCE, "max_rows_per_second": 20}
        return FilesSource.model_validate(given)

    @pytest.fixture
    def stream(self) -> FilesStream:
        given = {"kind": "fixed", "encoding": "cp850", "fields": FIELDS, "record_length": 27, "framing": "lines"}
        return FilesStream.model_validate({"format": given})
