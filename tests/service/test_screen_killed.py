"""Killed in the middle of a list, with its browser killed, its session expired, or ended by SIGTERM, a run of a screen
ends as one that nothing happened to: to the byte."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from typing import Any, Final

import pytest

from tests.service.commands import Commands
from tests.service.screen_pipelines import Kind, Pipeline, Traps, map_of
from tests.service.screens import Screens

Make = Callable[[str], Commands]

CUSTOMERS: Final = """\
open:
  - hover: "#Sales"
    frame: menu
  - click: "text='Customers'"
    frame: menu
next:
  address: "/customers?company={company}&page={page}&size=20"
"""
"""In six pages."""

LISTED: Final = r"""\
map:
  to: customer
  fields: {customer_id: {from: No. link, regex: '(\d+)'}, name: Name, credit_limit: {from: Credit limit, decimal: ","}}
"""

JANUARY: Final = """\
open:
  - goto: "{address}/journal"
    frame: main
  - choose: "#ddlYear"
    option: "{year}"
  - fill: "#txtTo"
    text: 31.01.{year}
  - click: "#btnSearch"
"""
"""Not the whole year, on pages of few rows."""

POSTBACK: Final = Kind("journal", map_of("journal"), "/journal", JANUARY, {"page_rows": 12})
ADDRESSES: Final = Kind("customers", LISTED, "/customers", CUSTOMERS + "session: false\ndetails: ~\n")
MORE: Final = Kind("invoices_more", map_of("invoices"), "/invoices/part")
DETAILS: Final = Kind("customers", map_of("customers"), "/customers/detail", CUSTOMERS + "pace: {contexts: 2}\n")


@pytest.mark.parametrize(
    ("kind", "moments"),
    [
        pytest.param(POSTBACK, (4, 6, 7, 8), id="postback"),
        pytest.param(ADDRESSES, (3, 3, 3, 4), id="addresses"),
        pytest.param(MORE, (2, 3, 4, 4), id="more"),
        pytest.param(DETAILS, (50, 30, 10, 25), id="details"),
    ],
)
def test_whatever_happens_in_the_middle_the_output_is_the_same(
    screens: Screens, traps: Traps, commands_in: Make, kind: Kind, moments: tuple[int, int, int, int]
) -> None:
    """A run is killed, the next one ended by SIGTERM; the third loses its browser and then its session, and ends well.
    No process and no folder is left of any."""
    behave(screens, kind)
    expected = undisturbed(screens, commands_in, kind)
    run = Pipeline.written(screens.site, commands_in("disturbed"), kind)
    killed, ended, lost, expired = moments

    traps.at(kind.path, killed, run.commands.send(signal.SIGKILL))
    assert run.run() == -signal.SIGKILL
    assert run.commands.nothing_is_left()

    traps.at(kind.path, ended, run.commands.send(signal.SIGTERM))
    assert run.run() == 143, run.commands.said()
    assert run.commands.nothing_is_left()

    traps.at(kind.path, lost, run.commands.kill_browser)
    traps.at(kind.path, lost + expired, screens.site.sessions.expire_all)
    assert run.run() in (0, 65), run.commands.said()
    assert len(traps.sprung) == 4
    assert run.commands.nothing_is_left()
    assert list(run.commands.temporary.iterdir()) == []

    assert run.output == expected
    report = shown(screens, run)
    assert (report["balanced"], len(report["moments"])) == (True, 3)
    assert any("the browser ended in the middle" in note for note in report["notes"])
    assert any("logged in again" in note for note in report["notes"])


def behave(screens: Screens, kind: Kind) -> None:
    """Has the application behave as a kind wants it."""
    for name, value in kind.modes.items():
        setattr(screens.site.modes, name, value)


def undisturbed(screens: Screens, commands_in: Make, kind: Kind, more: str = "") -> dict[str, bytes]:
    """What a run publishes that nothing happens to."""
    run = Pipeline.written(screens.site, commands_in("undisturbed"), kind, more)
    assert run.run() in (0, 65), run.commands.said()
    assert run.output
    return run.output


def shown(screens: Screens, run: Pipeline) -> dict[str, Any]:
    """What ``runs show`` says of the last run."""
    state = run.commands.folder / ".legacy_adapters"
    ended = screens("runs", "--state-dir", str(state), "--json", "show", "last")
    assert ended.code == 0, ended.err
    report: dict[str, Any] = json.loads(ended.out)
    return report
