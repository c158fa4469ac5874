"""What every reader keeps to, for Access databases in a folder."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from legacy_adapters.core.errors import TotalsDiffer
from legacy_adapters.sources.files.access import jet
from legacy_adapters.sources.files.access.jet import JET3, JET4, Jet
from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.sources.files.access.databases import Col, Database, row, text
from tests.sources.files.samples import AT_ONCE

COLUMNS = (
    Col("No", jet.LONG, 0),
    Col("Paid", jet.BOOLEAN, 0),
    Col("Amount", jet.CURRENCY, 4),
    Col("Name", jet.TEXT, 0, fixed=False),
    Col("Raw", jet.BINARY, 1, fixed=False),
)


def ledger(path: Path, count: int, layout: Jet, stated: int | None = None) -> None:
    """A table with deleted rows and faults."""
    rows: list[bytes | tuple[int, bytes]] = []
    for i in range(count):
        values: dict[str, bytes | bool] = {"No": struct.pack("<i", i), "Amount": struct.pack("<q", i * 2500)}
        values |= {"Paid": i % 2 == 0, "Name": text(f"Kunde {i}", layout)}
        if i % 7 == 0:
            values["Raw"] = b"\xff"
        rows += [(jet.ROW_DELETED, b"gone")] * (i % 3 == 0)
        rows.append(row(COLUMNS, values, layout))
    database = Database(layout, 1 if layout.wide else 0)
    database.table("Ledger", COLUMNS, rows, per_page=17, count=count if stated is None else stated)
    database.table("Other", COLUMNS, [])
    database.write(path)


def _source(folder: Path) -> FilesSource:
    return FilesSource.model_validate(
        {"path": str(folder), "pattern": "*.mdb", "complete": AT_ONCE, "max_rows_per_second": 20}
    )


class TestAccess(ReaderConformance):
    """A database of Access 97 and one of Access 2000."""

    expected_rows = 150
    incremental = True

    @pytest.fixture
    def source(self, tmp_path: Path) -> FilesSource:
        ledger(tmp_path / "a.mdb", 100, JET3)
        ledger(tmp_path / "b.mdb", 50, JET4)
        return _source(tmp_path)

    @pytest.fixture
    def stream(self) -> FilesStream:
        return FilesStream.model_validate({"table": "Ledger", "format": "access"})


def test_rows_that_are_missing_are_noticed(tmp_path: Path) -> None:
    """A table that says that it has more rows than there are is not taken."""
    ledger(tmp_path / "a.mdb", 50, JET4, stated=51)
    stream = FilesStream.model_validate({"table": "Ledger", "format": "access"})
    with _source(tmp_path).connect() as connection, pytest.raises(TotalsDiffer, match="51"):
        list(connection.reader("s", stream).read({}))
