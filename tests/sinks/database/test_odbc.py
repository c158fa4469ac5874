"""ODBC without a driver: dialects, connection strings, values; tests/service/ has the rest."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from legacy_adapters.sinks.database.odbc import dialect_of, longest_text, suited, typed_values
from tests.sinks.database.places import records


@pytest.mark.parametrize(
    ("product", "name"),
    [
        ("PostgreSQL", "postgresql"),
        ("SQLite", "sqlite"),
        ("Microsoft SQL Server", "mssql"),
        ("MySQL", "mysql"),
        ("MariaDB", "mysql"),
        ("Firebird", "default"),
    ],
)
def test_sql_is_written_as_the_product_reads_it(product: str, name: str) -> None:
    """By what the driver calls it; of one that is not known plain SQL is expected."""
    assert dialect_of(product).name == name


def test_a_file_of_sqlite_is_found_from_the_pipeline(tmp_path: Path) -> None:
    """Its driver would take it from the current folder."""
    stated = suited("Driver={SQLite3};Database=books.db;Timeout=5", tmp_path)
    assert stated == f"Driver={{SQLite3}};Database={tmp_path}/books.db;Timeout=5"


def test_psqlodbc_is_kept_from_savepoints_of_its_own(tmp_path: Path) -> None:
    """Unless the user says how it is to be; of other drivers nothing is known."""
    assert suited("Driver={PostgreSQL Unicode};Server=h", tmp_path).endswith(";Protocol=7.4-0")
    for stated in ("Driver={PostgreSQL Unicode};Protocol=7.4-2", "Driver={FreeTDS};Server=h", "DSN=books"):
        assert suited(stated, tmp_path) == stated


def test_values_keep_what_drivers_would_cut() -> None:
    """Decimals stay decimals, and moments are text with their fraction."""
    rows = records({"n": 1, "amount": Decimal("0.1"), "moment": datetime(2024, 1, 31, 1, 2, 3, 4)}, {"n": 2}).rows
    values = dict(zip(rows.schema.names, typed_values(rows), strict=True))
    assert values["amount"] == [Decimal("0.1"), None]
    assert values["moment"] == ["2024-01-31 01:02:03.000004", None]


def test_the_longest_text_decides_on_arrays() -> None:
    """In characters, over all columns."""
    assert longest_text(records({"n": 1, "name": "ä" * 12}, {"n": 2}).rows) == 12
    assert longest_text(records({"n": 1}).rows) == 0
