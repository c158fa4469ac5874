"""What every reader keeps to, for Parquet in a folder."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.sources.files.samples import AT_ONCE


class TestParquet(ReaderConformance):
    """Two files with row groups that are no multiples of a batch, and cells that are faults."""

    expected_rows = 150
    incremental = True

    @pytest.fixture
    def source(self, tmp_path: Path) -> FilesSource:
        for name, count in (("a", 100), ("b", 50)):
            times = pa.array([i * 500 for i in range(count)], pa.timestamp("ns"))
            table = pa.table({"n": range(count), "t": times, "s": [{"a": f"{name}{i % 5}"} for i in range(count)]})
            pq.write_table(table, tmp_path / f"{name}.parquet", row_group_size=33)
        return FilesSource.model_validate(
            {"path": str(tmp_path), "pattern": "*.parquet", "complete": AT_ONCE, "max_rows_per_second": 20}
        )

    @pytest.fixture
    def stream(self) -> FilesStream:
        return FilesStream.model_validate({"format": "parquet"})
