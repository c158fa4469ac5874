"""Parquet."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.schema.catalog import load_entity
from legacy_adapters.sinks.files.parquet import described, grouped
from legacy_adapters.sinks.files.settings import FileSink
from tests.sinks.samples import ROW, delivery, records_of, rows, run

_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "amount": pa.decimal128(28, 4),
    "number": pa.int64(),
    "day": pa.date32(),
    "at": pa.timestamp("us"),
    "utc": pa.timestamp("us", "UTC"),
    "hour": pa.time64("us"),
    "flag": pa.bool_(),
    "double": pa.float64(),
}
TYPES: pa.Schema = pa.schema(_TYPES)
MOMENTS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31))
ROWS = st.fixed_dictionaries(
    {
        "text": st.none() | st.text(st.characters(exclude_categories=["Cs"])),
        "amount": st.none() | st.decimals(-(10**23), 10**23, places=4),
        "number": st.none() | st.integers(-(2**63), 2**63 - 1),
        "day": st.none() | st.dates(),
        "at": st.none() | MOMENTS,
        "utc": st.none() | MOMENTS.map(lambda at: at.replace(tzinfo=UTC)),
        "hour": st.none() | st.times(),
        "flag": st.none() | st.booleans(),
        "double": st.none() | st.floats(allow_nan=False),
    }
)


@given(st.lists(ROWS, max_size=5))
def test_every_value_comes_back(tmp_path_factory: pytest.TempPathFactory, values: list[dict[str, Any]]) -> None:
    """With its type, and to the last digit."""
    folder = tmp_path_factory.mktemp("x")
    batch = pa.RecordBatch.from_pylist(values, schema=TYPES)
    run(FileSink(path="x.parquet"), delivery(folder, {"row": TYPES}), records_of(batch))
    found = pq.read_table(folder / "x.parquet")
    assert found.schema.equals(TYPES)
    assert found.to_pylist() == batch.to_pylist()


def test_others_read_it(tmp_path: Path) -> None:
    """Polars, which has a reader of its own."""
    row = {"text": "Ærø", "amount": Decimal("12.5000"), "day": date(2024, 2, 29), "hour": time(1, 2, 3)}
    row |= {"utc": datetime(2024, 1, 1, tzinfo=UTC)}
    batch = pa.RecordBatch.from_pylist([row], schema=TYPES)
    run(FileSink(path="x.parquet"), delivery(tmp_path, {"row": TYPES}), records_of(batch))
    found = pl.read_parquet(tmp_path / "x.parquet")
    assert found.schema["amount"] == pl.Decimal(28, 4)
    assert {name: value for name, value in found.row(0, named=True).items() if value is not None} == row


@pytest.mark.parametrize(("stated", "used"), [(None, "ZSTD"), ("snappy", "SNAPPY"), ("none", "UNCOMPRESSED")])
def test_it_is_compressed_as_stated(tmp_path: Path, stated: Any, used: str) -> None:
    """zstd, unless something else is stated."""
    run(FileSink(path="x.parquet", compression=stated), delivery(tmp_path), rows("x"))
    assert pq.read_metadata(tmp_path / "x.parquet").row_group(0).column(0).compression == used


def test_entity_version_and_descriptions_are_in_the_file(tmp_path: Path) -> None:
    """Those of the common schema; an entity of the source's own columns has its name."""
    entity = load_entity("gl_line", tmp_path)
    run(FileSink(path="{entity}.parquet"), delivery(tmp_path, {"gl_line": entity.arrow_schema()}))
    schema = pq.read_schema(tmp_path / "gl_line.parquet")
    assert schema.metadata == {b"entity": b"gl_line", b"version": entity.version.encode()}
    assert (schema.field(0).metadata or {})[b"description"] == entity.fields[0].description.encode()
    assert described(ROW, "row", ROW).metadata == {b"entity": b"row"}


def test_the_envelope_is_typed(tmp_path: Path) -> None:
    """Behind the fields."""
    run(FileSink(path="x.parquet", envelope=True), delivery(tmp_path), rows("x"))
    schema = pq.read_schema(tmp_path / "x.parquet")
    assert schema.names[:4] == ["company_id", "n", "name", "record_id"]
    assert schema.field("extracted_at").type == pa.timestamp("us", "UTC")


def batches(count: int, size: int) -> list[pa.RecordBatch]:
    """``count`` rows in batches of ``size``."""
    values = [{"company_id": f"C{n}", "n": n, "name": None} for n in range(count)]
    whole = pa.RecordBatch.from_pylist(values, schema=ROW)
    return [whole.slice(start, size) for start in range(0, count, size)]


def test_groups_have_a_fixed_size_whatever_the_batches(tmp_path: Path) -> None:
    """So that a run that was killed ends with the same bytes."""
    found = [[group.num_rows for group in grouped(batches(5000, size), rows=2048)] for size in (7, 1024, 3000, 5000)]
    assert found == [[2048, 2048, 904]] * 4
    files = []
    for number, size in enumerate((777, 5000)):
        folder = tmp_path / str(number)
        folder.mkdir()
        run(FileSink(path="x.parquet"), delivery(folder), *(records_of(batch) for batch in batches(5000, size)))
        files.append((folder / "x.parquet").read_bytes())
    assert files[0] == files[1]


def test_groups_of_large_rows_are_smaller() -> None:
    """Memory is limited by bytes as well."""
    sizes = [group.num_rows for group in grouped(batches(5000, 5000), size=10_000)]
    assert sizes == [1024, 1024, 1024, 1024, 904]


def test_memory_does_not_grow_with_the_rows() -> None:
    """One group is held at a time."""
    peaks = []
    for count in (40, 400):
        pool = pa.default_memory_pool()
        before, most = pool.bytes_allocated(), 0
        one = batches(1024, 1024)[0]
        for _ in grouped((one for _ in range(count)), rows=8192):
            most = max(most, pool.bytes_allocated() - before)
        peaks.append(most)
    assert peaks[1] < 1.5 * peaks[0]


def test_killed_while_it_was_made_it_is_made_again(tmp_path: Path) -> None:
    """Half a file is hidden, and overwritten."""
    settings = FileSink(path="x.parquet")
    with closing(settings.open(delivery(tmp_path), None)) as sink:
        sink.write(rows("x"))
        token = sink.commit()
    (tmp_path / ".x.parquet.part").write_bytes(b"PAR1 and half of the rows, longer than what it will be" * 1000)
    with closing(settings.open(delivery(tmp_path, publishing=True), token)) as sink:
        sink.publish()
    assert pq.read_table(tmp_path / "x.parquet").num_rows == 1
    assert [path.name for path in tmp_path.iterdir()] == ["x.parquet"]
