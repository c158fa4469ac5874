"""What a session leaves in the browser."""

from __future__ import annotations

import json

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.browser.browser import Browser
from legacy_adapters.sources.screen.browser.context import Context
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.site import Handling, Site

pytestmark = pytest.mark.service


def test_session_is_kept_and_taken_up(logged_in: Tab, context: Context, browser: Browser, site: Site) -> None:
    """A context opened with the state of another is logged in, with its storage, in windows and in fetches."""
    state = context.state()
    other = browser.context(state=state)
    try:
        screen = other.screen()
        screen.goto(site.url("/private"))
        assert screen.text(Place("p")) == "inside"
        assert screen.fetch("/private").body == b"<p>inside</p>"
        screen.goto(site.url("/storage"))
        assert screen.text(Place("p")) == "kept,too"
        screen.goto(site.url("/private"))
    finally:
        other.close()


def test_damaged_state_is_a_setting(browser: Browser) -> None:
    """A kept session that is no such text is told as that."""
    for text in ("{", "[]", '{"cookies": 1}'):
        with pytest.raises(ConfigError, match="damaged"):
            browser.context(state=text)


def test_cookies_are_secrets(logged_in: Tab) -> None:
    """The value of a cookie is struck out of texts from the step on that brought it."""
    assert scrub("a Gx81-wq77-session b") == "a *** b"


def test_state_is_json(logged_in: Tab, context: Context) -> None:
    """The state is JSON that holds cookies and both kinds of storage."""
    state = json.loads(context.state())
    assert [cookie["name"] for cookie in state["cookies"]] == ["token"]
    assert list(state["own"].values()) == [{"own": "kept"}]


def _private(handling: Handling) -> None:
    inside = "token=Gx81-wq77-session" in handling.seen.headers.get("cookie", "")
    handling.answer("<p>inside</p>" if inside else "<p>outside</p>")


@pytest.fixture
def logged_in(context: Context, site: Site) -> Tab:
    """A window of a session with a cookie and storage."""
    site.pages["/login"] = lambda handling: handling.answer(
        "<script>sessionStorage.setItem('own', 'kept'); localStorage.setItem('shared', 'too')</script>",
        set_cookie="token=Gx81-wq77-session; HttpOnly",
    )
    site.pages["/private"] = _private
    site.pages["/storage"] = (
        "<p></p><script>document.querySelector('p').textContent = [sessionStorage.own, localStorage.shared]</script>"
    )
    screen = context.screen()
    screen.goto(site.url("/login"))
    return screen
