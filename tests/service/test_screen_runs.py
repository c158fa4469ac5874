"""Screens in a pipeline: killed, failing and growing sources, and what a run leaves behind."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from threading import Event, Thread

import pytest

from tests.cli.shop import Ended
from tests.service.screens import RECIPES, Screens

PIPELINE = """\
version: 1
name: journal
params: {address: ~}
source:
  kind: screen
  id: web
  company: NORD
  params: {address: "${param:address}", password: "${env:NORDHANDEL_PASSWORD}"}
streams:
  journal:
    recipe: RECIPE
    map:
      to: gl_line
      locale: {decimal: ",", thousands: ".", date: "%d.%m.%Y"}
      fields:
        ledger_entry_id: No.
        transaction_id: Voucher
        transaction_date: Date
        account_id: Account / Number
        description: Text
        debit_amount: Amount / Debit
        credit_amount: Amount / Credit
sink: {kind: file, path: "out/{entity}.csv"}
"""

SEARCH = """\
open:
  - goto: "{address}/journal"
    frame: main
  - choose: "#ddlYear"
    option: "{year}"
  - fill: "#txtTo"
    text: 20.01.{year}
  - click: "#btnSearch"
"""
"""Not the whole year."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The journal of a year in a pipeline."""

    screens: Screens

    def __call__(self) -> Ended:
        """Runs it."""
        return self.screens("run", "pipeline.yaml", "--param", f"address={self.screens.site.url}")

    @property
    def numbers(self) -> list[str]:
        """Of all lines that were delivered."""
        path = self.screens.folder / "out" / "gl_line.csv"
        with path.open(encoding="utf-8", newline="") as file:
            return [row["ledger_entry_id"] for row in csv.DictReader(file)]

    @property
    def truth(self) -> list[str]:
        """Of all lines that there are by then."""
        year = self.screens.site.truth.journal("NORD", "2004").rows
        return [row["No."] for row in year if row["Date"] <= "20.01.2004" and row["Date"].endswith(".01.2004")]

    @property
    def published(self) -> bool:
        """Whether anything is visible."""
        return (self.screens.folder / "out" / "gl_line.csv").exists()


@pytest.fixture
def pipeline(screens: Screens) -> Pipeline:
    screens.site.modes.page_rows = 9
    recipe = screens.changed("journal", SEARCH)
    screens.write("pipeline.yaml", PIPELINE.replace("RECIPE", recipe))
    return Pipeline(screens)


def test_several_screens_of_the_application_in_one_run(screens: Screens) -> None:
    """The shipped pipeline: customers, journal, invoices and accounts, by one login; the known rejects are there."""
    copyfile(RECIPES.parents[1] / "fixtures" / "nordhandel" / "pipelines" / "screens.yaml", "screens.yaml")
    screens.site.modes.page_rows = 500
    ended = screens("run", "screens.yaml", "--json", "--param", f"address={screens.site.url}")
    (report,) = ended.objects
    streams = report["streams"]
    truth = screens.site.truth
    assert ended.code == 65
    assert {name: tally["rows"]["read"] for name, tally in streams.items()} == {
        "customers": truth.customers("NORD").count,
        "journal": truth.journal("NORD", "2004").count,
        "invoices": truth.invoices("NORD", "01.01.2004", "31.12.2004").count,
        "accounts": truth.accounts("NORD").count,
    }
    assert [row["ledger_entry_id"] for row in screens.rows("out/gl_line.csv")] == [
        row["No."] for row in truth.journal("NORD", "2004").rows
    ]
    assert screens.site.counters.logins == {"clerk": 1}


def test_an_application_that_fails_once_is_asked_again(pipeline: Pipeline) -> None:
    """500 on the fifth page: the run waits, goes on behind the fourth, and no line is lost or there twice."""
    pipeline.screens.site.fail("6:500:/journal")
    ended = pipeline()
    assert (ended.code, pipeline.numbers) == (0, pipeline.truth)
    assert "answered 500" in ended.err


def test_an_application_that_always_fails_ends_the_run(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """69 behind its tries; nothing is published, and the next run goes on where this one stood."""
    waited: list[float] = []
    monkeypatch.setattr("legacy_adapters.runs.interrupt.Interruption.sleep", lambda _self, wait: waited.append(wait))
    pipeline.screens.site.fail("6+:500:/journal")
    assert (pipeline().code, pipeline.published, len(waited)) == (69, False, 4)
    pipeline.screens.site.faults.clear()  # type: ignore[attr-defined]
    assert (pipeline().code, pipeline.numbers) == (0, pipeline.truth)


def test_a_run_waits_as_long_as_the_application_asks_it_to(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """429 with Retry-After: not a second earlier."""
    waited: list[float] = []
    monkeypatch.setattr("legacy_adapters.runs.interrupt.Interruption.sleep", lambda _self, wait: waited.append(wait))
    pipeline.screens.site.modes.retry_after = 30
    pipeline.screens.site.fail("4:429:/journal")
    assert (pipeline().code, waited, pipeline.numbers) == (0, [30.0], pipeline.truth)


def test_a_total_that_lies_publishes_nothing(pipeline: Pipeline) -> None:
    """76, and the next run begins anew: what was read is not gone on with."""
    pipeline.screens.site.modes.lie = 1
    assert (pipeline().code, pipeline.published) == (76, False)
    pipeline.screens.site.modes.lie = 0
    assert (pipeline().code, pipeline.numbers) == (0, pipeline.truth)


def test_a_changed_screen_publishes_nothing(pipeline: Pipeline) -> None:
    """76: two columns swapped places."""
    pipeline.screens.site.modes.version = 6
    ended = pipeline()
    assert (ended.code, pipeline.published) == (76, False)
    assert "the columns are not those that the recipe states" in ended.err


def test_a_killed_run_is_gone_on_with(pipeline: Pipeline) -> None:
    """SIGKILL in the middle, behind postbacks: the next run ends with the same lines, each once."""
    site = pipeline.screens.site
    site.modes.delay_ms = 60
    command = ["run", "pipeline.yaml", "--param", f"address={site.url}"]
    with subprocess.Popen(
        [sys.executable, "-m", "legacy_adapters", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None and site.counters.requests["/journal"] < 5:
            Event().wait(0.01)
        process.send_signal(signal.SIGKILL)
    site.modes.delay_ms = 0
    assert not pipeline.published
    assert (pipeline().code, pipeline.numbers) == (0, pipeline.truth)


def test_a_browser_that_is_killed_is_started_again(pipeline: Pipeline) -> None:
    """In the middle of the list: the run goes on in a new one by itself, and says so."""
    site = pipeline.screens.site
    site.modes.delay_ms = 60
    thread = Thread(target=_kill_browser_at, args=(site, 5))
    thread.start()
    ended = pipeline()
    thread.join()
    assert (ended.code, pipeline.numbers) == (0, pipeline.truth)
    assert "a new one went on" in ended.out + ended.err


def _kill_browser_at(site: object, request: int) -> None:
    requests = site.counters.requests  # type: ignore[attr-defined]
    while requests["/journal"] < request:
        Event().wait(0.01)
    for pid in _browsers(os.getpid()):
        os.kill(pid, signal.SIGKILL)


def _browsers(above: int) -> list[int]:
    """The browsers below a process: what its driver started first."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            name, parent = (process / "comm").read_text().strip(), int((process / "stat").read_text().split()[-49])
        except (OSError, ValueError, IndexError):
            continue
        found.append((int(process.name), parent, name))
    below, known = [above], [above]
    while below:
        below = [pid for pid, parent, _ in found if parent in below]
        known += below
    return [pid for pid, _, name in found if pid in known and ("chrom" in name or "headless" in name)]
