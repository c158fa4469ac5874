"""The settings of Parquet, and the contract of formats that they fulfil."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.format import Format
from legacy_adapters.sources.files.parquet.settings import ParquetSettings


def test_it_is_a_format(tmp_path: Path) -> None:
    """All methods work on a file."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": pa.array([1, 2], pa.int8()), "b": ["x", "y"]}), path)
    settings: Format = ParquetSettings()
    schema = settings.schema(path, None)
    assert [(field.name, str(field.type)) for field in schema] == [("a", "int64"), ("b", "string")]
    assert list(settings.tables(path, count=True)) == [StreamInfo("rows", "table", 2)]
    assert settings.tables(path, count=False)[0].rows is None
    assert list(settings.totals(None)) == []
    assert all(piece.rows.schema == settings.schema(path, None) for piece in settings.read(path, "rows", None, None, 1))
    assert settings.is_complete(path)
    path.write_bytes(path.read_bytes()[:-1])
    assert not settings.is_complete(path)


def test_a_file_that_is_closed_early_can_be_removed(tmp_path: Path) -> None:
    """The generator gives back what it holds."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": [1, 2]}), path)
    pieces = ParquetSettings().read(path, None, None, None, 1)
    next(pieces)
    pieces.close()
    path.unlink()
