"""The demo reads the company's web application in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.runs.demonstration import demonstrate
from legacy_adapters.runs.pace import Silent
from tests.fixtures.nordhandel import load_build_script

pytestmark = pytest.mark.service


@pytest.mark.usefixtures("browser_program")
def test_every_screen_has_the_rows_that_the_books_have(tmp_path: Path) -> None:
    """As many as were booked, in balance, and the ledger adds up."""
    report = demonstrate(tmp_path / "demo", show=Silent()).screens_report
    assert report is not None
    truth = load_build_script().truth()
    read = {name: tally.rows.read for name, tally in report.streams.items()}
    assert read == {
        "customers": truth.customers("NORD").count,
        "journal": truth.journal("NORD", "2004").count,
        "invoices": truth.invoices("NORD", "01.01.2004", "31.12.2004").count,
        "accounts": truth.accounts("NORD").count,
    }
    assert report.balanced
    sums = report.streams["journal"].records["gl_line"].sums
    assert sums["debit_amount"] == sums["credit_amount"]
