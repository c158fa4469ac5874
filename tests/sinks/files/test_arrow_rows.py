"""Rows staged as Arrow."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import MIXED
from legacy_adapters.core.errors import OutputError
from legacy_adapters.sinks.files.arrow_rows import ArrowLayout, plain_schema, staged_rows
from tests.sinks.samples import ROW, rows


def read(path: Path, data: bytes) -> list[dict[str, object]]:
    path.write_bytes(data)
    with staged_rows(path) as batches:
        return [row for batch in batches for row in batch.to_pylist()]


def test_rows_are_staged_in_any_pieces(tmp_path: Path) -> None:
    """A batch may go to several files, and a file has pieces of several batches."""
    layout = ArrowLayout(ROW)
    data = layout.header
    for batch in (rows("a", None, "c"), rows("d")):
        text = layout.text(batch.rows)
        data += b"".join(layout.render(text.slice(n, 1)) for n in range(len(text)))
    assert [row["name"] for row in read(tmp_path / "x", data)] == ["a", None, "c", "d"]


def test_nothing_is_staged_for_no_rows(tmp_path: Path) -> None:
    """A file that has its header alone is one without rows."""
    layout = ArrowLayout(ROW)
    assert layout.render(layout.text(rows("a").rows).clear()) == b""
    assert read(tmp_path / "x", layout.header) == []


def test_a_file_can_be_cut_behind_any_piece(tmp_path: Path) -> None:
    """As it is when a run is taken up again."""
    layout = ArrowLayout(ROW)
    first = layout.header + layout.render(layout.text(rows("a").rows))
    whole = first + layout.render(layout.text(rows("b").rows))
    assert [row["name"] for row in read(tmp_path / "x", whole[: len(first)])] == ["a"]


def test_cells_of_different_kinds_become_text(tmp_path: Path) -> None:
    """As in CSV."""
    mixed: dict[str, pa.DataType] = {"x": MIXED}
    cells = [{"text": "1.50", "number": True}, None, {"text": None, "number": False}]
    batch = pa.RecordBatch.from_pylist([{"x": cell} for cell in cells], schema=pa.schema(mixed))
    layout = ArrowLayout(batch.schema)
    assert plain_schema(batch.schema).field("x").type == pa.string()
    data = layout.header + layout.render(layout.text(batch))
    assert read(tmp_path / "x", data) == [{"x": "1.50"}, {"x": None}, {"x": None}]


def test_damage_is_told(tmp_path: Path) -> None:
    """A disk may lose what it said it had."""
    layout = ArrowLayout(ROW)
    data = layout.header + layout.render(layout.text(rows("a").rows))
    with pytest.raises(OutputError, match="what was staged is damaged"):
        read(tmp_path / "x", data[:-40])
    with pytest.raises(OutputError, match="what was staged is damaged"):
        read(tmp_path / "x", b"no Arrow at all, but something else")
