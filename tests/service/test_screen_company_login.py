"""Logging in: refused once and never tried again, with a one-time code, kept between runs, and lost in the middle."""

from __future__ import annotations

import pytest

from tests.service.screens import Screens

SHORT = """\
open:
  - goto: "{address}/journal"
    frame: main
  - choose: "#ddlYear"
    option: "{year}"
  - click: "#btnSearch"
"""

AUDITOR = """\
params: {user: auditor, password: "${env:AUDITOR_PASSWORD}", totp: "${env:AUDITOR_TOTP}"}
login:
  totp: {secret: "{totp}"}
  steps:
    - fill: "#txtUser"
      frame: ""
      text: "{user}"
    - fill: "#txtPassword"
      frame: ""
      text: "{password}"
    - click: "#btnLogin"
      frame: ""
    - fill: "#txtCode"
      frame: ""
      text: "{code}"
    - click: "#btnCode"
      frame: ""
"""

KEEP = """\
params: {key: "${env:SESSION_KEY}"}
login:
  keep: {key: "{key}"}
"""


def test_a_wrong_password_is_tried_once_and_never_again(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """77 with the application's own words; the next run does not even ask, as the third wrong one would lock it."""
    monkeypatch.setenv("NORDHANDEL_PASSWORD", "wrong-password")
    first = screens.extract("invoices_more")
    second = screens.extract("balances")
    assert (first.code, second.code) == (77, 77)
    assert "Wrong user name or password." in first.err
    assert screens.site.counters.failed_logins == {"clerk": 1}
    assert "wrong-password" not in first.err + second.err


def test_a_password_that_was_corrected_is_tried(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered is that one password, not the user."""
    monkeypatch.setenv("NORDHANDEL_PASSWORD", "wrong-password")
    assert screens.extract("balances").code == 77
    monkeypatch.setenv("NORDHANDEL_PASSWORD", screens.site.clerk.password)
    assert screens.extract("balances").code == 0


def test_a_wrong_password_for_the_browser_itself(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTP basic: 77, and the browser does not repeat it by itself."""
    monkeypatch.setenv("NORDHANDEL_PASSWORD", "wrong-password")
    assert [screens.extract("accounts").code, screens.extract("accounts").code] == [77, 77]
    assert screens.site.counters.failed_logins == {"clerk": 1}


def test_a_locked_account(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """77, and it says that it is locked, not that the password is wrong."""
    screens.site.modes.tries = 1
    monkeypatch.setenv("NORDHANDEL_PASSWORD", "wrong-password")
    ended = screens.extract("balances")
    assert (ended.code, "the account is locked" in ended.err) == (77, True)


def test_no_secret_is_in_the_evidence_or_anywhere_else(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every byte of what the failed run left behind is looked through."""
    monkeypatch.setenv("NORDHANDEL_PASSWORD", "wrong-password")
    ended = screens.extract("balances")
    left = [path for path in screens.folder.rglob("*") if path.is_file()]
    assert (ended.code, len(screens.evidence)) == (77, 1)
    assert [path for path in left if b"wrong-password" in path.read_bytes()] == []


def test_an_auditor_logs_in_with_a_one_time_code(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code is made from the secret that the application showed once."""
    auditor = screens.site.auditor
    monkeypatch.setenv("AUDITOR_PASSWORD", auditor.password)
    monkeypatch.setenv("AUDITOR_TOTP", auditor.totp_secret)
    recipe = screens.changed("balances", AUDITOR)
    ended = screens("extract", recipe, "--to", "out.csv", "--param", f"address={screens.site.url}")
    assert (ended.code, ended.err.count("read")) == (0, 1)
    assert screens.site.counters.logins == {"auditor": 1}


def test_a_session_that_is_kept_is_used_again(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs, one login; what is kept holds neither the password nor the cookie as it is."""
    monkeypatch.setenv("SESSION_KEY", "a key of more than twelve characters")
    recipe = screens.changed("balances", KEEP)
    codes = [screens.extract(recipe, password="${env:NORDHANDEL_PASSWORD}").code for _ in range(2)]
    assert (codes, screens.site.counters.logins) == ([0, 0], {"clerk": 1})
    kept = b"".join(path.read_bytes() for path in (screens.folder / ".legacy_adapters").rglob("*") if path.is_file())
    assert kept
    assert b"NHSESSION" not in kept
    assert screens.site.clerk.password.encode() not in kept


def test_a_kept_session_that_is_over_is_replaced(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """The application was restarted: the login form comes, and is filled in once."""
    monkeypatch.setenv("SESSION_KEY", "a key of more than twelve characters")
    recipe = screens.changed("balances", KEEP)
    first = screens.extract(recipe, password="${env:NORDHANDEL_PASSWORD}")
    screens.site.sessions.expire_all()
    second = screens.extract(recipe, password="${env:NORDHANDEL_PASSWORD}")
    assert (first.code, second.code, screens.site.counters.logins) == (0, 0, {"clerk": 2})


def test_a_session_that_ends_in_the_middle_is_begun_again(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind postbacks: the pages that were read are passed by, and all lines are there once."""
    screens.site.modes.page_rows = 250
    screens.expire_at(monkeypatch, 9)
    ended = screens.extract(screens.changed("journal", SHORT))
    assert ended.code == 0
    assert [row["No."] for row in screens.rows()] == [
        row["No."] for row in screens.site.truth.journal("NORD", "2004").rows
    ]
    assert "logged in again" in ended.err
    assert screens.site.counters.logins["clerk"] == 2


def test_a_session_that_ends_again_and_again_ends_the_reading(screens: Screens) -> None:
    """77: it is logged in once more and not for ever where no page comes in between."""
    screens.site.modes.session_requests = 6
    ended = screens.extract(screens.changed("journal", SHORT))
    assert (ended.code, "the application threw the user out" in ended.err) == (77, True)
    assert screens.site.counters.logins["clerk"] <= 3


def test_a_login_page_instead_of_a_fetched_page_is_noticed(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """With status 200 and no word of an error: the session is begun again, and every customer is there once."""
    screens.expire_at(monkeypatch, 60)
    ended = screens.extract("customers")
    rows = screens.rows()
    assert (ended.code, len(rows), len({row["No. link"] for row in rows})) == (0, 118, 118)
    assert screens.site.counters.sessions_expired > 0
    assert [row["Detail Number"] for row in rows] == [row["No."] for row in rows]


LOG_OFF = """\
login:
  log_off:
    - click: "text='Log off'"
      frame: top
"""


def test_the_application_is_logged_off_from(screens: Screens) -> None:
    """Where a recipe says how: once it is read, and also where that failed, so that no seat stays taken."""
    recipe = screens.changed("customers", LOG_OFF + "pace: {contexts: 2}\n")
    assert (screens.extract(recipe).code, screens.site.sessions.alive) == (0, 0)
    screens.site.fail("10:500:/customers/detail")
    failed = screens.changed("customers", LOG_OFF)
    assert (screens.extract(failed).code, screens.site.sessions.alive) == (69, 0)
