"""The demo builds a company and runs its pipeline."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.runs.demonstration import Demonstration, demonstrate
from legacy_adapters.runs.execute import execute
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.pace import Silent
from legacy_adapters.runs.request import Request
from tests.fixtures.nordhandel import kept_figures
from tests.without_browser import without_playwright

pytestmark = pytest.mark.xdist_group("demonstration")

FIGURES = kept_figures()["streams"]


@pytest.fixture(autouse=True)
def _no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens need a browser: they are shown in a service test."""
    without_playwright(monkeypatch)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """The demo in a fresh folder."""
    with pytest.MonkeyPatch.context() as patch:
        without_playwright(patch)
        return demonstrate(tmp_path_factory.mktemp("fresh") / "demo", show=Silent())


@pytest.mark.parametrize("stream", FIGURES)
def test_every_stream_has_the_figures_that_were_booked(stream: str, demo: Demonstration) -> None:
    """Rows, and the sums of amounts to the cent, by those who wrote the books."""
    tally, expected = demo.report.streams[stream], FIGURES[stream]
    rows = tally.rows
    assert [rows.read, rows.taken, rows.filtered, rows.rejected] == [
        expected[name] for name in ("read", "taken", "filtered", "rejected")
    ]
    booked: dict[str, Decimal] = {}
    for sums in expected.get("sums", {}).values():
        for name, total in sums.items():
            booked[name] = booked.get(name, Decimal(0)) + Decimal(total)
    found = tally.records[expected["entity"]].sums
    assert {name: found[name] for name in booked if name in found} == {n: s for n, s in booked.items() if n in found}
    assert tally.balanced


def test_its_rejects_are_those_that_are_meant_to_be_there(demo: Demonstration) -> None:
    """Each for the reason that was put into the books."""
    with Ledger.open(demo.pipeline.parent / ".legacy_adapters", must_exist=True) as ledger:
        kept = list(ledger.rejects.list(demo.report.pipeline, run=1))
    found = sorted((k.reject.stream, r.code) for k in kept for r in k.reject.reasons)
    assert found == sorted((stream, r["code"]) for stream, figures in FIGURES.items() for r in figures["rejects"])


def test_it_can_be_had_again_in_the_same_folder(demo: Demonstration) -> None:
    """Then its rejects are known, and the files are the same to the byte."""
    files = {path.name: path.read_bytes() for path in demo.outputs.iterdir()}
    assert {"account.csv", "customer.csv", "gl_line.csv", "invoice.csv", "supplier.csv"} <= files.keys()
    again = demonstrate(demo.pipeline.parents[1], show=Silent())
    assert (again.report.new_rejects, again.report.exit_code) == (0, 0)
    assert {path.name: path.read_bytes() for path in again.outputs.iterdir()} == files


def test_its_drop_folder_shows_what_becomes_of_files(demo: Demonstration) -> None:
    """Taken, a copy, still being written, totals that differ, no XML: each is put where it belongs."""
    report = demo.drops_report
    assert report.exit_code == 76
    assert report.parts.counts == {"taken": 4, "set aside": 2}
    assert [(part.name, part.exit_code) for part in report.parts.not_taken] == [
        ("LOHN2004-03.TXT", 76),
        ("SYD-SALG-2005.XML", 65),
    ]
    assert any("LOHN2004-02_KOPIE.TXT is the same as LOHN2004-02.TXT" in note for note in report.notes)
    assert any("LOHN2004-04.TXT was left alone" in note for note in report.notes)
    payroll, sales = report.streams["payroll"].records["gl_line"], report.streams["sales"].records["invoice"]
    assert payroll.sums["debit_amount"] == payroll.sums["credit_amount"]
    assert sales.sums["net_total"] + sales.sums["tax_total"] == sales.sums["gross_total"]
    assert "an & stands by itself" in report.parts.not_taken[1].detail
    lying = {path.name for path in (demo.drops / "in" / "bad").iterdir()}
    assert lying == {
        *("LOHN2004-03.TXT", "LOHN2004-03.TXT.report.txt"),
        *("SYD-SALG-2005.XML", "SYD-SALG-2005.XML.report.txt"),
    }


def test_without_a_browser_it_says_what_is_missing(demo: Demonstration) -> None:
    """And shows all the rest."""
    assert demo.screens_report is None
    assert demo.no_browser == 'screens need Playwright. pip install "legacy-adapters[screen]"'


def test_its_pipeline_can_be_run_by_hand(demo: Demonstration) -> None:
    """Without parameters, to the same place."""
    report = execute(Request(demo.pipeline))
    assert {Path(path).resolve().parent for path in report.outputs} == {demo.outputs.resolve()}
    with (demo.outputs / "account.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == FIGURES["accounts_nord"]["taken"] + FIGURES["accounts_syd"]["taken"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """An error with the folder, no traceback."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written") as error:
        demonstrate(tmp_path / "file" / "demo", show=Silent())
    assert error.value.where.endswith("demo")
