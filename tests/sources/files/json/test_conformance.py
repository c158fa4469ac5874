"""What every reader keeps to, for JSON in a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.sources.files.samples import AT_ONCE


def _source(folder: Path, pattern: str) -> FilesSource:
    return FilesSource.model_validate(
        {"path": str(folder), "pattern": pattern, "complete": AT_ONCE, "max_rows_per_second": 20}
    )


class TestDocuments(ReaderConformance):
    """Arrays below the top, with records that cannot be read."""

    expected_rows = 120
    incremental = True

    @pytest.fixture
    def source(self, tmp_path: Path) -> FilesSource:
        for name in "ab":
            records = [json.dumps({"no": f"{name}{i}", "to": {"x": i / 4}, "lines": [{"i": i}]}) for i in range(60)]
            records[7] = '{"no": oops}'
            (tmp_path / f"{name}.json").write_text(f'{{"data": [{", ".join(records)}], "count": 60}}', encoding="utf-8")
        return _source(tmp_path, "*.json")

    @pytest.fixture
    def stream(self) -> FilesStream:
        return FilesStream.model_validate({"format": {"kind": "json", "records": "data"}})


class TestChildren(ReaderConformance):
    """An array of objects within the records of JSON Lines: a batch ends in the middle of a record."""

    expected_rows = 90
    incremental = True

    @pytest.fixture
    def source(self, tmp_path: Path) -> FilesSource:
        records = [json.dumps({"no": i, "lines": [{"k": k, "v": None} for k in range(30)]}) for i in range(3)]
        (tmp_path / "a.jsonl").write_text("\n".join(records), encoding="utf-8")
        return _source(tmp_path, "*.jsonl")

    @pytest.fixture
    def stream(self) -> FilesStream:
        return FilesStream.model_validate({"table": "lines", "format": "jsonl"})
