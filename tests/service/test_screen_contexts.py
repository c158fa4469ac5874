"""Several sessions at once give the same rows in the same order, gently."""

from __future__ import annotations

import time

import pytest

from tests.service.screens import Screens

SEVERAL = "pace: {contexts: 3}\n"


def test_details_by_several_sessions_are_in_the_order_of_the_list(screens: Screens) -> None:
    """Each row has the page of its own customer, and one login served all sessions."""
    ended = screens.extract(screens.changed("customers", SEVERAL))
    rows = screens.rows()
    assert ended.code == 0
    assert [row["No."] for row in rows] == [row["No."] for row in screens.site.truth.customers("NORD").rows]
    assert [row["Detail Number"] for row in rows] == [row["No."] for row in rows]
    assert screens.site.counters.logins == {"clerk": 1}


PAGES = """\
pace: {contexts: 3}
details: ~
open:
  - goto: "{address}/customers?company={company}&page=1&size=20"
    frame: main
next: {address: "/customers?company={company}&page={page}&size=20"}
"""


def test_pages_by_several_sessions_are_in_order(screens: Screens) -> None:
    """Six pages of twenty, three at a time, each once."""
    ended = screens.extract(screens.changed("customers", PAGES))
    truth = screens.site.truth.customers("NORD")
    assert (ended.code, [row["No."] for row in screens.rows()]) == (0, [row["No."] for row in truth.rows])
    assert screens.site.counters.requests["/customers"] == 2 + 5


def test_details_in_windows_of_the_browser_by_several_sessions(screens: Screens) -> None:
    """Without fetching: each session has a second window for the pages of rows."""
    ended = screens.extract(screens.changed("customers", SEVERAL + "session: false\n" + FIRST))
    rows = screens.rows()
    assert (ended.code, [row["Detail Number"] for row in rows]) == (0, [row["No."] for row in rows])
    assert len(rows) == 18


FIRST = """\
open:
  - goto: "{address}/customers?company={company}&page=6&size=20"
    frame: main
next: {address: "/customers?company={company}&page={page}&size=20", last: "#tblCustomers"}
total: ~
"""


def test_ranges_by_several_sessions_are_in_their_order(screens: Screens) -> None:
    """Halved where the application shows a part only, and put together as if they had been read one by one."""
    screens.site.modes.cap = 60
    ended = screens.extract(screens.changed("invoices", SEVERAL))
    truth = screens.site.truth.invoices("NORD", "01.01.2004", "31.12.2004")
    assert (ended.code, [row["Invoice"] for row in screens.rows()]) == (0, [row["Invoice"] for row in truth.rows])


def test_a_day_of_which_too_much_is_there_ends_the_reading(screens: Screens) -> None:
    """76: a range of one day cannot be halved, and what is cut off may not be left out."""
    screens.site.modes.cap = 1
    ended = screens.extract(screens.changed("invoices", QUICK), **{"from": "2004-01-01", "to": "2004-01-31"})
    assert (ended.code, "does not show all even of 2004-01" in ended.err) == (76, True)


QUICK = """\
open:
  - goto: "{address}/invoices?company={company}&from={from}&to={to}"
    frame: main
"""


def test_one_failure_among_several_sessions_ends_the_reading(screens: Screens) -> None:
    """69 with evidence of the page that failed, once, and no file."""
    screens.site.fail("30:500:/customers/detail")
    ended = screens.extract(screens.changed("customers", SEVERAL))
    assert (ended.code, "/customers/detail" in ended.err, "answered 500" in ended.err) == (69, True, True)
    assert (len(screens.evidence), (screens.folder / "out.csv").exists()) == (1, False)


def test_a_session_that_ends_under_several_is_begun_again(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them were thrown out at once; every row is there once."""
    screens.expire_at(monkeypatch, 60)
    ended = screens.extract(screens.changed("customers", SEVERAL))
    rows = screens.rows()
    assert (ended.code, len({row["No. link"] for row in rows}), len(rows)) == (0, 118, 118)
    assert screens.site.counters.logins["clerk"] == 2


def test_the_pace_is_kept(screens: Screens) -> None:
    """Whatever asks for a page waits for its turn."""
    recipe = screens.changed("journal", "pace: {delay: 300ms}\n" + SEARCH)
    screens.site.modes.page_rows = 500
    began = time.monotonic()
    ended = screens.extract(recipe)
    # The first page, the login, the search's three steps, two more pages.
    assert ended.code == 0
    assert time.monotonic() - began > 6 * 0.3


SEARCH = """\
open:
  - goto: "{address}/journal"
    frame: main
  - choose: "#ddlYear"
    option: "{year}"
  - click: "#btnSearch"
"""


def test_sessions_are_retired_and_reading_goes_on(screens: Screens) -> None:
    """Closed behind so many pages, as only that gives memory back: the next one goes on where it was."""
    more = PAGES.replace("pace: {contexts: 3}\n", "session: false\nbrowser: {retire_after: 7}\n")
    ended = screens.extract(screens.changed("customers", more))
    truth = screens.site.truth.customers("NORD")
    assert (ended.code, [row["No."] for row in screens.rows()]) == (0, [row["No."] for row in truth.rows])
    assert screens.site.counters.logins == {"clerk": 1}


def test_sessions_are_retired_where_only_links_lead_on(screens: Screens) -> None:
    """The new one goes to the last page by its address, and on from there."""
    more = BY_LINK + "session: false\nbrowser: {retire_after: 7}\n"
    ended = screens.extract(screens.changed("customers", more))
    truth = screens.site.truth.customers("NORD")
    assert (ended.code, [row["No."] for row in screens.rows()]) == (0, [row["No."] for row in truth.rows])
    assert screens.site.counters.logins == {"clerk": 1}
    assert screens.site.counters.requests["/customers"] > 6


BY_LINK = (
    PAGES.replace("pace: {contexts: 3}\n", "").partition("next:")[0]
    + """\
next: {address: ~, link: "text='{page}'"}
"""
)
