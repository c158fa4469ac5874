"""The table that DBF readers are measured on."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks import dbf
from legacy_adapters.sources.files.dbf.settings import DbfFormat


def test_the_table_is_what_it_says(tmp_path: Path) -> None:
    """Twelve fields, as many rows as were asked for, and no fault in them."""
    path = tmp_path / "t.dbf"
    dbf.make(path, 5_010)
    pieces = list(DbfFormat().read(path, None, None, None, 1_000))
    assert sum(piece.rows.num_rows for piece in pieces) == 5_010
    assert all(piece.faults is None for piece in pieces)
    first = pieces[0].rows.to_pylist()[3]
    assert (len(first), first["BETRAG"], first["TEXT"].strip()) == (12, Decimal("-4496858.13"), "Überweisung")


def test_a_reader_that_loses_rows_is_no_measurement(tmp_path: Path) -> None:
    """It would be fast."""
    path = tmp_path / "t.dbf"
    dbf.make(path, 10)
    assert dbf.read_once("legacy-adapters", path, 10) >= 0
    with pytest.raises(ValueError, match="10 of 11 rows were read"):
        dbf.read_once("legacy-adapters", path, 11)
