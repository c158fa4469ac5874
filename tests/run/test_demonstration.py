"""The demo builds a company and runs its pipeline."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.run.demonstration import demonstrate
from legacy_adapters.run.execute import execute
from legacy_adapters.run.pace import Silent
from legacy_adapters.run.request import Request
from tests.fixtures.nordhandel import kept_figures


def test_it_balances_and_can_be_had_again(tmp_path: Path) -> None:
    """In a fresh folder, and in the same one again: then its rejects are known, and the files are the same."""
    first = demonstrate(tmp_path / "demo", show=Silent())
    assert (first.report.balanced, first.report.exit_code) == (True, 65)
    files = {path.name: path.read_bytes() for path in first.outputs.iterdir()}
    assert {"customer.csv", "gl_line.csv", "invoice.csv"} <= files.keys()
    second = demonstrate(tmp_path / "demo", show=Silent())
    assert (second.report.rejected, second.report.exit_code) == (first.report.rejected, 0)
    assert {path.name: path.read_bytes() for path in second.outputs.iterdir()} == files


def test_its_pipeline_can_be_run_by_hand(tmp_path: Path) -> None:
    """Without parameters, to the same place."""
    found = demonstrate(tmp_path / "demo", show=Silent())
    (found.outputs / "account.csv").unlink()
    again = execute(Request(found.pipeline))
    assert {Path(path).resolve().parent for path in again.outputs} == {found.outputs}
    with (found.outputs / "account.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == sum(
            found.report.streams[name].records["account"].delivered for name in ("accounts_nord", "accounts_syd")
        )


def test_its_sums_are_those_that_were_booked(tmp_path: Path) -> None:
    """What the file holds is what the report says, to the cent."""
    found = demonstrate(tmp_path / "demo", show=Silent())
    with (found.outputs / "gl_line.csv").open(encoding="utf-8", newline="") as file:
        total = sum((Decimal(row["debit_amount"] or 0) for row in csv.DictReader(file)), Decimal(0))
    assert total == found.report.streams["gl"].records["gl_line"].sums["debit_amount"]
    assert kept_figures()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """An error with the folder, no traceback."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written") as error:
        demonstrate(tmp_path / "file" / "demo", show=Silent())
    assert error.value.where.endswith("demo")
