"""Databases of other projects: what arrives has the counts and sums that were computed independently of us."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from legacy_adapters.core.batch import Batch
from legacy_adapters.sources.database.settings import DatabaseStream
from tests.sources.database.sqlite_files import cells, origins, read

FILES = Path(os.environ.get("LEGACY_ADAPTERS_REALDATA", "../shared/realdata")) / "files"
CHINOOK = FILES / "lerocha+chinook-database/ChinookDatabase/DataSources/Chinook_Sqlite.sqlite"
BOOKS = FILES / "sdementen+piecash/gnucash_books"

pytestmark = pytest.mark.real


def table(path: Path, name: str, rows_per_second: int | None = None) -> Sequence[Batch]:
    if not path.exists():
        pytest.skip(f"{path} is not here; LEGACY_ADAPTERS_REALDATA names the folder of the real files")
    return read(path.resolve(), DatabaseStream(table=name), rows_per_second=rows_per_second)


def numbers(batches: Sequence[Batch], column: str) -> list[Decimal]:
    """A column of numbers; nothing in it may be anything else."""
    found = cells(batches, column)
    assert all(number for _, number in found)
    return [Decimal(text) for text, _ in found]


def test_chinook_agrees_to_the_cent() -> None:
    """Invoices and their lines have the same total; every customer is there."""
    invoices = table(CHINOOK, "Invoice", rows_per_second=100)
    lines = table(CHINOOK, "InvoiceLine")
    assert sum(numbers(invoices, "Total")) == Decimal("2328.60")
    assert len(origins(invoices)) == 412
    products = [p * q for p, q in zip(numbers(lines, "UnitPrice"), numbers(lines, "Quantity"), strict=True)]
    assert sum(products) == Decimal("2328.60")
    assert len(products) == 2240
    assert len(origins(table(CHINOOK, "Customer"))) == 59
    assert origins(invoices)[0] == "Invoice[InvoiceId=1]"


def test_chinook_is_read_without_a_fault() -> None:
    """Every table, with every cell."""
    for name in ("Album", "Artist", "Employee", "Genre", "MediaType", "Playlist", "PlaylistTrack", "Track"):
        batches = table(CHINOOK, name, rows_per_second=500)
        assert all(batch.faults is None for batch in batches)
        assert len(set(origins(batches))) == len(origins(batches)) > 0


@pytest.mark.parametrize(
    ("book", "transactions", "splits"),
    [("complex_sample.gnucash", 11, 25), ("book_schtx.gnucash", 76, 217)],
)
def test_gnucash_books_balance(book: str, transactions: int, splits: int) -> None:
    """Money as numerator and denominator: the splits of each transaction sum to nothing."""
    lines = table(BOOKS / book, "splits", rows_per_second=50)
    values = [
        Fraction(int(top)) / int(bottom)
        for top, bottom in zip(numbers(lines, "value_num"), numbers(lines, "value_denom"), strict=True)
    ]
    assert len(values) == splits
    sums: dict[str, Fraction] = {}
    for transaction, value in zip(cells(lines, "tx_guid"), values, strict=True):
        sums[transaction] = sums.get(transaction, Fraction(0)) + value
    assert set(sums.values()) == {Fraction(0)}
    assert sums.keys() <= set(cells(table(BOOKS / book, "transactions"), "guid"))
    assert len(cells(table(BOOKS / book, "transactions"), "guid")) == transactions
