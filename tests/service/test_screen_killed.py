"""Killed in the middle of a list, with its browser killed, its session expired, or ended by SIGTERM, a run of a screen
ends as one that nothing happened to: to the byte."""

from __future__ import annotations

import json
import random
import signal
from collections.abc import Callable
from typing import Any, Final

import pytest

from tests.service.commands import Commands
from tests.service.screen_pipelines import Kind, Pipeline, Traps, map_of
from tests.service.screens import Screens

Make = Callable[[str], Commands]

DONE: Final = (0, 65)
"""Some of the application's rows are rejects by themselves."""

LOST: Final = (
    "the application threw the user out; logged in again",
    "the browser ended in the middle; a new one went on",
)

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

LISTED: Final = r"""map:
  to: customer
  locale: {decimal: ",", thousands: "."}
  fields: {customer_id: {from: No. link, regex: '(\d+)'}, name: Name}
"""

JANUARY: Final = """\
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

POSTBACK: Final = Kind("journal", map_of("journal"), "/journal", JANUARY, {"page_rows": 7})
ADDRESSES: Final = Kind("customers", LISTED, "/customers", CUSTOMERS + "session: false\ndetails: ~\n")
MORE: Final = Kind("invoices_more", map_of("invoices"), "/invoices/part")
DETAILS: Final = Kind("customers", map_of("customers"), "/customers/detail", CUSTOMERS + "pace: {contexts: 2}\n")


@pytest.mark.parametrize(
    ("kind", "moments"),
    [
        pytest.param(POSTBACK, (3, 5, 6, 7), id="postback"),
        pytest.param(ADDRESSES, (3, 0, 3, 4), id="addresses"),
        pytest.param(MORE, (2, 0, 3, 4), id="more"),
        pytest.param(DETAILS, (30, 0, 50, 40), id="details"),
    ],
)
def test_whatever_happens_in_the_middle_the_output_is_the_same(
    screens: Screens, traps: Traps, commands_in: Make, kind: Kind, moments: tuple[int, int, int, int]
) -> None:
    """A run is killed, the next one ended by SIGTERM; the last loses its browser and then its session, and ends well.
    No process is left of any, and no folder once the next one has begun."""
    behave(screens, kind)
    expected = undisturbed(screens, commands_in, kind)
    run = Pipeline.written(screens.site, commands_in("disturbed"), kind)
    killed, ended, lost, expired = moments

    traps.at(kind.path, killed, run.commands.send(signal.SIGKILL))
    assert run.run() == -signal.SIGKILL
    assert run.commands.nothing_is_left()
    if ended:
        traps.at(kind.path, ended, run.commands.send(signal.SIGTERM))
        assert run.run() == 143, run.commands.said()
        assert run.commands.nothing_is_left()
    traps.at(kind.path, lost, run.commands.kill_browser)
    traps.at(kind.path, lost + expired, screens.site.sessions.expire_all)
    assert run.run() in DONE, run.commands.said()
    assert run.commands.nothing_is_left()

    assert (run.output, list(run.commands.temporary.iterdir())) == (expected, [])
    report = shown(screens, run)
    assert (report["balanced"], len(report["moments"]), len(traps.left)) == (True, 3 if ended else 2, 0)
    assert set(LOST) <= set(report["notes"])


def test_killed_on_page_25_of_more_than_50_behind_postbacks(screens: Screens, traps: Traps, commands_in: Make) -> None:
    """The next run goes through the pages that were read, and on from there; the output is that of a run with nine."""
    behave(screens, POSTBACK)
    expected = undisturbed(screens, commands_in, POSTBACK)
    screens.site.modes.page_rows = 1
    run = Pipeline.written(screens.site, commands_in("disturbed"), POSTBACK)
    traps.at("/journal", 26, run.commands.send(signal.SIGKILL))
    assert run.run() == -signal.SIGKILL
    assert run.run() == 0, run.commands.said()
    assert run.output == expected
    assert shown(screens, run)["balanced"]


def test_an_extract_that_loses_its_browser_and_its_session(screens: Screens, traps: Traps, browsers: Commands) -> None:
    """It goes on by itself behind the last page, and its file is the same."""
    behave(screens, POSTBACK)
    recipe = screens.changed("journal", JANUARY)
    assert screens.extract(recipe).code == 0
    expected = (screens.folder / "out.csv").read_bytes()
    traps.at("/journal", 6, browsers.kill_browser)
    traps.at("/journal", 6 + 7, screens.site.sessions.expire_all)
    ended = screens.extract(recipe)
    assert (ended.code, (screens.folder / "out.csv").read_bytes()) == (0, expected)
    assert (traps.left, browsers.left()) == ([], {})
    assert all(note in ended.err for note in LOST)


RANGES: Final = Kind(
    "invoices",
    map_of("invoices"),
    "/invoices",
    """\
params: {from: "2003-07-01", to: "2004-06-30"}
ranges: {each: 40}
pace: {contexts: 3}
open:
  - goto: "/invoices?company={company}&from={from}&to={to}"
    frame: main
""",
    {"cap": 20},
)
"""Ten ranges that have to be halved, three at a time."""


def test_ranges_by_several_sessions_are_killed_at_random_moments(
    screens: Screens, traps: Traps, commands_in: Make
) -> None:
    """Again and again in one run: no range is left out, none is there twice, and all are in their order."""
    behave(screens, RANGES)
    expected = undisturbed(screens, commands_in, RANGES)
    run = Pipeline.written(screens.site, commands_in("disturbed"), RANGES)
    moments = random.Random(1994)
    for _ in range(3):
        traps.at("/invoices", moments.randint(3, 7), run.commands.send(signal.SIGKILL))
        assert run.run() == -signal.SIGKILL
    traps.at("/invoices", 3, run.commands.kill_browser)
    assert run.run() in DONE, run.commands.said()
    assert (run.output, run.commands.nothing_is_left(), traps.left) == (expected, True, [])
    assert shown(screens, run)["balanced"]


def behave(screens: Screens, kind: Kind) -> None:
    """Has the application behave as a kind wants it."""
    for name, value in kind.modes.items():
        setattr(screens.site.modes, name, value)


def undisturbed(screens: Screens, commands_in: Make, kind: Kind, more: str = "") -> dict[str, bytes]:
    """What a run publishes that nothing happens to."""
    run = Pipeline.written(screens.site, commands_in("undisturbed"), kind, more)
    assert run.run() in DONE, run.commands.said()
    assert run.output
    return run.output


def shown(screens: Screens, run: Pipeline) -> dict[str, Any]:
    """What ``runs show`` says of the last run."""
    state = run.commands.folder / ".legacy_adapters"
    ended = screens("runs", "--state-dir", str(state), "--json", "show", "last")
    assert ended.code == 0, ended.err
    report: dict[str, Any] = json.loads(ended.out)
    return report
