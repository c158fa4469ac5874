"""Delimited files keep to what every reader must."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.testing.readers import ReaderConformance


def _source(folder: Path) -> FilesSource:
    return FilesSource.model_validate(
        {"path": str(folder), "pattern": "*.csv", "complete": {"stable_for": "0s"}, "max_rows_per_second": 20}
    )


class TestPlainFiles(ReaderConformance):
    """Two files in cp1252, one with quoted fields over several lines."""

    expected_rows = 150
    incremental = True

    @pytest.fixture
    def source(self, tmp_path: Path) -> FilesSource:
        rows = "".join(f'{i};"Zeile {i}\r\nä";{i},50\r\n' for i in range(100))
        (tmp_path / "a.csv").write_bytes(f"Nr;Text;Wert\r\n{rows}".encode("cp1252"))
        (tmp_path / "b.csv").write_bytes(b"Nr;Text;Wert\r\n" + b"1;x;2,00\r\n" * 50)
        return _source(tmp_path)

    @pytest.fixture
    def stream(self) -> FilesStream:
        return FilesStream.model_validate({"format": {"kind": "delimited", "delimiter": ";", "encoding": "cp1252"}})


class TestRecordTypes(ReaderConformance):
    """One of several record types in UTF-16, with a trailer that counts them all."""

    expected_rows = 60
    incremental = True

    @pytest.fixture
    def source(self, tmp_path: Path) -> FilesSource:
        rows = "".join(f"01;{i}\n02;a;{i}\n02;b;{i}\n" for i in range(30))
        (tmp_path / "a.csv").write_bytes(f"{rows}99;90;{2 * sum(range(30))}\n".encode("utf-16"))
        return _source(tmp_path)

    @pytest.fixture
    def stream(self) -> FilesStream:
        types = {
            "01": {"name": "heads", "columns": ["kind", "no"]},
            "02": {"name": "lines", "columns": ["k", "t", "v"]},
        }
        form = {
            "kind": "delimited",
            "delimiter": ";",
            "records": {"types": types},
            "trailer": {"starts_with": "99;", "count": 2, "totals": {"v": 3}},
        }
        return FilesStream.model_validate({"format": form, "table": "lines"})
