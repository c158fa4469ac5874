"""When a step has had its effect."""

from __future__ import annotations

import time

import pytest

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.sources.screen.browser import settling
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.conftest import hurry
from tests.sources.screen.browser.site import Handling, Site

pytestmark = pytest.mark.service


def test_scripts_of_a_click_are_waited_for(screen: Tab, site: Site) -> None:
    """What a script asks for after a click, and then asks for again, is on the page once the click returns."""

    def slow(handling: Handling) -> None:
        handling.released.wait(0.2)
        handling.answer(handling.seen.path)

    site.pages["/"] = """<button onclick="setTimeout(async () => {
        document.body.append(await (await fetch('/one')).text());
        document.body.append(await (await fetch('/two')).text()); })">go</button>"""
    site.pages["/one"] = site.pages["/two"] = slow
    screen.goto(site.url("/"))
    screen.click(Place("button"))
    assert screen.text(Place("body")) == "go/one/two"


def test_picture_that_never_comes_is_not_waited_for(screen: Tab, site: Site) -> None:
    """A page whose image never ends is there at once."""
    site.pages["/"] = "<p>text</p><img src=/never>"
    site.pages["/never"] = Handling.hang
    began = time.monotonic()
    screen.goto(site.url("/"))
    assert screen.text(Place("p")) == "text"
    assert time.monotonic() - began < 1.5


def test_document_that_never_ends(screen: Tab, site: Site) -> None:
    """A page that stops in its middle ends the step at its timeout, with step and page named."""

    def half(handling: Handling) -> None:
        handling.head(transfer_encoding="chunked")
        handling.write(b"3\r\n<p>\r\n")
        handling.hang()

    site.pages["/half"] = half
    hurry(screen)
    with pytest.raises(Unavailable, match="/half, does not finish") as caught:
        screen.goto(site.url("/half"))
    assert caught.value.where.startswith("goto http")


def test_server_that_never_answers(screen: Tab, site: Site) -> None:
    """A page that does not begin ends the step too, by an address and by a click."""
    site.pages["/never"] = Handling.hang
    site.pages["/"] = "<a href=/never>a</a>"
    screen.goto(site.url("/"))
    hurry(screen)
    with pytest.raises(Unavailable, match="/never, does not finish"):
        screen.goto(site.url("/never"))
    hurry(screen, 10)
    screen.goto(site.url("/"))
    hurry(screen)
    with pytest.raises(Unavailable, match="/never, does not finish"):
        screen.click(Place("a"))


def test_page_that_goes_on_by_itself(screen: Tab, site: Site) -> None:
    """A page that sends the browser on at once is read where it ends."""
    site.pages["/"] = "<script>location.replace('/two')</script>"
    site.pages["/two"] = "<script>setTimeout(() => location.replace('/three'))</script>"
    site.pages["/three"] = "<p>here</p>"
    screen.goto(site.url("/"))
    assert screen.text(Place("p")) == "here"


def test_page_that_asks_for_ever(screen: Tab, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that polls without end, and one whose frame never comes, keep a click for a while only."""
    monkeypatch.setattr(settling, "PATIENCE", 0.3)
    site.pages["/"] = """<button id=a onclick="setInterval(() => fetch('/poll'), 5)">a</button>
        <button id=b onclick="fetch('/never')">b</button>
        <button id=c onclick="document.body.append(Object.assign(document.createElement('iframe'), { src: '/never' }))">
        c</button>"""
    site.pages["/poll"] = "x"
    site.pages["/never"] = Handling.hang
    screen.goto(site.url("/"))
    for selector in ("#b", "#c", "#a"):
        began = time.monotonic()
        screen.click(Place(selector))
        assert time.monotonic() - began < 5
