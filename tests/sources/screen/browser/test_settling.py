"""When a step has had its effect."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps

import pytest

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.sources.screen.browser import settling
from legacy_adapters.sources.screen.browser.browser import Browser
from legacy_adapters.sources.screen.browser.context import Context
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.browser.watch import Watch
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.conftest import hurry
from tests.sources.screen.browser.site import Handling, Site

pytestmark = pytest.mark.service


def slow(page: str) -> Callable[[Handling], None]:
    """A page that is answered a little later."""

    def answer(handling: Handling) -> None:
        handling.released.wait(0.2)
        handling.answer(page)

    return answer


def test_scripts_of_a_click_are_waited_for(screen: Tab, site: Site) -> None:
    """What a script asks for after a click, and then asks for again, is on the page once the click returns."""
    site.pages["/"] = """<button onclick="setTimeout(async () => {
        document.body.append(await (await fetch('/one')).text());
        document.body.append(await (await fetch('/two')).text()); })">go</button>"""
    site.pages["/one"] = slow("/one")
    site.pages["/two"] = slow("/two")
    screen.goto(site.url("/"))
    screen.click(Place("button"))
    assert screen.text(Place("body")) == "go/one/two"


LEAVE = {
    "a link": "<a href=/two>",
    "a script": "<a href=# onclick=\"location.href = '/two'\">",
    "a postback": "<form method=post action=/two></form><a href='javascript:document.forms[0].submit()'>",
    "a redirect": "<a href=/one>",
    "a script's next turn": "<a href=# onclick=\"setTimeout(() => setTimeout(() => location.href = '/two'))\">",
    "a button": "<form action=/two><button>",
}


@pytest.mark.parametrize("way", LEAVE)
@pytest.mark.parametrize("framed", [False, True])
@pytest.mark.parametrize("quickly", [False, True])
def test_a_page_that_the_driver_tells_of_late(way: str, framed: bool, quickly: bool, late: Late, site: Site) -> None:
    """A click returns once the page that it leads to is there, also where no request for it is known for a while."""
    screen = late.context.screen()
    site.pages["/"] = f"{LEAVE[way]}go</a></button>"
    site.pages["/frames"] = "<iframe name=inner src=/></iframe>"
    site.pages["/one"] = "<script>setTimeout(() => location.replace('/two'))</script>"
    site.pages["/two"] = slow("<p>here</p>")
    screen.goto(site.url("/frames" if framed else "/"))
    frames = ("inner",) if framed else ()
    screen.wait(Place("a, button", frames))
    late.seconds = 0.3
    clicked = screen.click_if_usable if quickly else screen.click
    clicked(Place("a, button", frames))
    assert screen.has(Place("p", frames))


def test_frames_that_go_on_by_themselves_are_not_waited_for_twice(screen: Tab, site: Site) -> None:
    """A frameset whose frames send themselves on, with a form or to a fragment, is there as soon as they are."""
    site.pages["/"] = "<a href=/frames>go</a>"
    site.pages["/frames"] = "<iframe name=one src=/one></iframe><iframe name=two src=/two></iframe>"
    site.pages["/one"] = "<script>location.replace('/three?a=%20ä#x')</script>"
    site.pages["/two"] = """<form action=/three><input name=b value='ü &'></form>
        <script>document.forms[0].submit()</script>"""
    site.pages["/three"] = "<p>here</p>"
    screen.goto(site.url("/"))
    began = time.monotonic()
    screen.click(Place("a"))
    assert [screen.text(Place("p", (frame,))) for frame in ("one", "two")] == ["here", "here"]
    assert time.monotonic() - began < settling.PATIENCE


@dataclass
class Late:
    """Whatever the driver tells ``context`` of requests and documents comes so much later, as on a busy machine."""

    seconds: float = 0.0
    opened: list[Context] = field(default_factory=list)

    @property
    def context(self) -> Context:
        return self.opened[0]

    def later(self, told: Callable[[Watch, object], None]) -> Callable[[Watch, object], None]:
        # Playwright tells listeners apart by their names.
        @wraps(told)
        def telling(watch: Watch, what: object) -> None:
            if self.seconds:
                asyncio.get_running_loop().call_later(self.seconds, told, watch, what)
            else:
                told(watch, what)

        return telling


@pytest.fixture
def late(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Late]:
    """A session of which the driver tells late."""
    made = Late()
    for name in ("_on_request", "_on_response", "_on_end", "_on_navigated"):
        monkeypatch.setattr(Watch, name, made.later(getattr(Watch, name)))
    made.opened.append(browser.context())
    yield made
    made.context.close()


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
