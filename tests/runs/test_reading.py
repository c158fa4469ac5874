"""The rows of a stream in Python."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from legacy_adapters.runs.api import read
from legacy_adapters.runs.reading import Reading
from tests.cli.shop import Shop, open_shop


@pytest.fixture
def shop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shop:
    return open_shop(tmp_path, capsys)


def table_of(shop: Shop, name: str) -> Reading:
    return read(f"sqlite:///{(shop.folder / 'old.db').as_posix()}", table=name)


def test_it_can_be_gone_through_batch_by_batch_any_number_of_times(shop: Shop) -> None:
    """Each time the source is opened anew."""
    reading = table_of(shop, "Invoice")
    for _ in range(2):
        assert [batch.rows.num_rows for batch in reading] == [3]
    shop.change("INSERT INTO Invoice (InvoiceId) VALUES (4)")
    assert sum(batch.rows.num_rows for batch in reading) == 4


def test_a_column_is_as_narrow_as_all_its_cells_allow(shop: Shop) -> None:
    """Whole numbers, decimals, or text: exact in every case."""
    found = table_of(shop, "Invoice").to_arrow()
    assert found.schema.field("Paid").type == pa.int64()
    assert pa.types.is_decimal(found.schema.field("Total").type)
    shop.change("UPDATE Invoice SET Paid = 'ja' WHERE InvoiceId = 1")
    assert table_of(shop, "Invoice").to_arrow()["Paid"].to_pylist() == ["ja", "0", None]


def test_pandas_gets_arrow_types(shop: Shop) -> None:
    """Money stays decimal, and null does not make a double of a column."""
    frame = table_of(shop, "Invoice").to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert frame["Total"].sum() == Decimal("12345678901246.54")
    assert str(frame["Paid"].dtype) == "int64[pyarrow]"
    assert frame["Paid"].isna().tolist() == [False, False, True]


def test_polars_gets_the_same(shop: Shop) -> None:
    """In its own types."""
    frame = table_of(shop, "Invoice").to_polars()
    assert isinstance(frame, pl.DataFrame)
    assert frame["Customer"].to_list() == ["Müller & Söhne", 'Nord "AG"', None]


def test_a_cell_that_its_column_cannot_hold_is_there_as_text(shop: Shop) -> None:
    """Nothing is left out where a person looks at the data."""
    shop.change("UPDATE Invoice SET Total = x'C0FFEE' WHERE InvoiceId = 2")
    assert table_of(shop, "Invoice").to_arrow()["Total"].to_pylist() == ["1.98", "C0FFEE", "10"]


def test_a_table_without_rows_has_its_columns(shop: Shop) -> None:
    """In their order."""
    shop.change("DELETE FROM Invoice")
    reading = table_of(shop, "Invoice")
    assert list(reading) == []
    assert reading.to_arrow().column_names == ["InvoiceId", "Customer", "Issued", "Total", "Paid"]
    assert len(reading.to_pandas()) == len(reading.to_polars()) == 0
