"""What a page does that nobody expected, and what is answered to it."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import RecipeRefused, SourceChanged
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.site import Site

pytestmark = pytest.mark.service


def test_expected_dialogs_are_answered(screen: Tab, site: Site) -> None:
    """A confirm and a prompt that the settings answer go on as a person's would."""
    site.pages["/"] = "<button onclick=\"if (confirm('really?')) this.textContent = prompt('how many?')\">b</button>"
    screen.goto(site.url("/"))
    screen.click(Place("button"))
    assert screen.text(Place("button")) == "17"


def test_unexpected_dialog_is_refused(screen: Tab, site: Site) -> None:
    """A dialog nobody expected is dismissed, and the step fails with its message."""
    site.pages["/"] = "<button onclick=\"this.textContent = confirm('delete all?')\">b</button>"
    screen.goto(site.url("/"))
    with pytest.raises(RecipeRefused, match=r"\(confirm\) that nobody expected: 'delete all\?'"):
        screen.click(Place("button"))
    assert screen.text(Place("button")) == "false"


def test_other_host_is_refused(screen: Tab, site: Site) -> None:
    """Another host is asked by nothing: an address, a link, a redirect, a fetch, a frame, a picture, a popup."""
    other = site.url("/other", host="127.0.0.1")
    site.pages["/redirect"] = lambda handling: handling.answer("", 302, location=other)
    site.pages["/"] = f"""<a id=l href='{other}'>l</a><a id=p target=_blank href='{other}'>p</a><img src='{other}'>
        <button onclick="new WebSocket('{other}'.replace('http', 'ws')); fetch('{other}').catch(() => 0)">b</button>"""
    for attempt in (
        lambda: screen.goto(other),
        lambda: screen.goto(site.url("/redirect")),
        lambda: screen.fetch(other),
        lambda: screen.fetch(site.url("/redirect")),
        lambda: screen.click(Place("#l")),
        lambda: screen.window(Place("#p")),
        lambda: screen.click(Place("#p")),
    ):
        screen.goto(site.url("/"))
        with pytest.raises(RecipeRefused, match=r"127\.0\.0\.1.*/other is of a host that is not stated"):
            attempt()
    screen.goto(site.url("/"))
    screen.click(Place("button"))
    assert "/other" not in site.paths()


def test_window_that_closes_itself(screen: Tab, site: Site) -> None:
    """A click may close its own window; what is asked of that afterwards is an error."""
    site.pages["/"] = "<a href='javascript:void(window.open(\"/popup\"))'>open</a>"
    site.pages["/popup"] = "<button onclick='opener.location = \"/after\"; window.close()'>x</button>"
    site.pages["/after"] = "<p>after</p>"
    screen.goto(site.url("/"))
    popup = screen.window(Place("a"))
    popup.click(Place("button"))
    assert screen.text(Place("p")) == "after"
    with pytest.raises(SourceChanged, match="the window was closed"):
        popup.click(Place("button"))
