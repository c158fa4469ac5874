"""What a person does in a browser is recorded."""

from __future__ import annotations

import _thread
import socket
import sys
from pathlib import Path

import pytest
from playwright._impl.browser_context import BrowserContext
from playwright.async_api import Page

from legacy_adapters.core.errors import ConfigError, Unavailable
from legacy_adapters.core.secrets import KNOWN, scrub
from legacy_adapters.sources.screen.browser import recorder
from legacy_adapters.sources.screen.browser.opening import record
from legacy_adapters.sources.screen.browser.recorder import Attend
from legacy_adapters.sources.screen.browser.settings import BrowserSettings
from legacy_adapters.sources.screen.drafting.actions import Recorded
from legacy_adapters.sources.screen.drafting.watching import Watching
from legacy_adapters.sources.screen.table.cells import CELLS_SCRIPT
from tests.service.person import Person
from tests.sources.screen.browser.site import Handling, Site

pytestmark = pytest.mark.service

_TOLD = 1_000
"""Within so many milliseconds Playwright tells of a click, unless its window is closed before."""

PASSWORD = "typed-by-hand-7"
_LOGIN = """<form action=/list><input id=user><input id=secret type=password><button id=go>Log in</button></form>
<a href=/out>Log off</a>"""
_LIST = """<a id=off href=/out>Sign out</a><p id=count>2 records</p>
<style>#more div { display: none } #more:hover div { display: block }</style>
<div id=more>More<div><a href="javascript:void(window.open('/other'))" id=open>Other</a></div></div>
<table id=grid><tr><th>No.<th>Amount<tr><td>1<td>10,00<tr><td>2<td>5,00</table>
<p style="margin-top: 200px"><button id=ask onclick="confirm('sure?')">Ask</button>"""


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KNOWN, "_values", set())
    monkeypatch.setattr(KNOWN, "_pattern", None)


@pytest.fixture
def books(site: Site, program: Path) -> Site:
    """A login, a list, and another window."""
    assert program.is_file()
    site.pages |= {"/": _LOGIN, "/list": _LIST, "/other": "<h1>Other</h1><button id=b>B</button>"}
    return site


def _cut_off(handling: Handling) -> None:
    handling.request.connection.shutdown(socket.SHUT_RDWR)


def _record(url: str, attend: Attend | None) -> Recorded:
    settings = BrowserSettings(headless=True)
    return record(url, settings, Watching.with_cells(CELLS_SCRIPT), ready=lambda _: None, attend=attend)


def test_what_is_done_and_seen(books: Site) -> None:
    """Every act with its selector, the password by itself, and the list with what stands beside it."""

    async def work(page: Page) -> None:
        person = Person(page)
        await person.types("#user", "joe")
        await person.types("#secret", PASSWORD)
        await person.clicks("#go")
        await person.sees("#grid")
        await person.clicks("#ask")
        await page.wait_for_timeout(_TOLD)
        await page.close()

    done = _record(books.url("/"), work)
    assert [(each.kind, each.selector, each.text) for each in done.acts] == [
        ("goto", "", books.url("/")),
        ("click", "#user", ""),
        ("fill", "#user", "joe"),
        ("click", "#secret", ""),
        ("fill", "#secret", PASSWORD),
        ("click", 'internal:role=button[name="Log in"i]', ""),
        ("click", 'internal:role=button[name="Ask"i]', ""),
    ]
    assert [each.asks for each in done.acts[-2:]] == [False, True]
    assert done.passwords == {PASSWORD}
    assert done.hosts == ()
    assert scrub(f"it is {PASSWORD}") == "it is ***"
    outside = next(look for look in done.looks if look.locked)
    inside = next(look for look in done.looks if look.table)
    assert [spot.at for spot in outside.exits] == ["text=Log off"]
    assert [(spot.at, spot.text, spot.sure) for spot in inside.exits] == [("#off", "Sign out", True)]
    assert ("#count", "2 records") in [(spot.at, spot.text) for spot in inside.texts]
    assert inside.table is not None
    assert inside.table.at == "#grid"
    assert '"10,00"' in inside.table.cells


def test_menus_and_windows(books: Site) -> None:
    """What can be seen only under the mouse says so; a click that opens a window is told from others."""

    async def work(page: Page) -> None:
        person = Person(page)
        await person.sees("#grid")
        await person.moves_to("#more")
        async with page.expect_popup() as opened:
            await person.clicks("#open")
        other = await opened.value
        await Person(other).clicks("#b")
        await other.wait_for_timeout(_TOLD)
        await other.close()
        await page.close()

    done = _record(books.url("/list"), work)
    assert [(each.kind, each.window, each.hover, each.opens) for each in done.acts] == [
        ("goto", 0, "", None),
        ("click", 0, "#more", 1),
        ("click", 1, "", None),
    ]


def test_ctrl_c_ends_it(books: Site) -> None:
    """What was done until then is there, with a last look."""

    def interrupt(_notes: object) -> None:
        _thread.interrupt_main()

    settings = BrowserSettings(headless=True)
    done = record(books.url("/list"), settings, Watching.with_cells(CELLS_SCRIPT), ready=interrupt)
    assert {each.kind for each in done.acts} <= {"goto"}
    assert done.looks[-1].table is not None


def test_other_hosts_are_noted(books: Site) -> None:
    """Those that scripts and pages come from; they may be asked while a person works."""
    books.pages |= {"/mixed": f"<script src={books.url('/a.js', host='127.0.0.1')}></script>{_LIST}", "/a.js": "1"}

    async def work(page: Page) -> None:
        await Person(page).sees("#grid")
        await page.close()

    assert _record(books.url("/mixed"), work).hosts == ("127.0.0.1",)


def test_a_page_that_cannot_be_reached(books: Site) -> None:
    """The error is that of any screen."""
    books.pages["/cut"] = _cut_off
    with pytest.raises(Unavailable):
        _record(books.url("/cut"), None)


def test_another_playwright(books: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what this stands on, the error says which version to install."""
    monkeypatch.delattr(BrowserContext, "_start_recording")
    with pytest.raises(ConfigError, match="cannot record") as caught:
        _record(books.url("/"), None)
    assert 'pip install "playwright==1.65.*"' in caught.value.hint


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there is a display asked for by name")
def test_a_window_needs_a_display() -> None:
    """Of X or of Wayland."""
    recorder._check_display({"DISPLAY": ":0"})
    recorder._check_display({"WAYLAND_DISPLAY": "wayland-0"})
    with pytest.raises(ConfigError, match="no display"):
        recorder._check_display({"DISPLAY": ""})
