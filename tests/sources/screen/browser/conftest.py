"""One browser for all tests of this room, and a small application that it reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.sources.screen.browser.browser import Browser
from legacy_adapters.sources.screen.browser.context import Context
from legacy_adapters.sources.screen.browser.finding import Program, find
from legacy_adapters.sources.screen.browser.opening import open_browser
from legacy_adapters.sources.screen.browser.scripts import Scripts
from legacy_adapters.sources.screen.browser.settings import BrowserSettings, DialogAnswer
from legacy_adapters.sources.screen.browser.tab import Tab
from tests.service.require import require
from tests.sources.screen.browser.site import Site, serve, stop

SCRIPTS = Scripts(
    cells="(element) => JSON.stringify([...element.rows].map((row) => [...row.cells].map((cell) => cell.textContent)))",
    landmarks="(element) => JSON.stringify([...element.querySelectorAll('h1')].map((each) => each.textContent))",
)

STEP = BrowserSettings(
    timeout=10, dialogs=(DialogAnswer(kind="confirm", message="really"), DialogAnswer(kind="prompt", text="17"))
)


def found() -> Program | None:
    """The browser of this machine."""
    try:
        return find(None, whole=False)
    except DriverMissing:
        return None


@pytest.fixture(scope="session")
def program() -> Path:
    """The browser's program."""
    return require(found(), "a browser", "`make setup`, or: apt-get install chromium-headless-shell").path


@pytest.fixture(scope="session")
def one_site() -> Iterator[Site]:
    """The application."""
    site = serve()
    yield site
    stop(site)


@pytest.fixture(scope="session")
def kept_browser(program: Path, one_site: Site) -> Iterator[list[Browser]]:
    """The one browser of the session, in a list, as it may have to be opened again."""
    assert program.is_file()
    kept = [open_browser(STEP, [one_site.url("/")], SCRIPTS)]
    yield kept
    kept[0].close()


@pytest.fixture
def browser(kept_browser: list[Browser], one_site: Site) -> Browser:
    """The browser, which may ask ``localhost`` only; another one where a test has ended it."""
    if not kept_browser[0].connected:
        kept_browser[0].close()
        kept_browser[0] = open_browser(STEP, [one_site.url("/")], SCRIPTS)
    return kept_browser[0]


@pytest.fixture
def site(one_site: Site) -> Iterator[Site]:
    """The application without pages."""
    one_site.reset()
    yield one_site
    one_site.reset()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[Context]:
    """A session."""
    context = browser.context()
    yield context
    context.close()


@pytest.fixture
def screen(context: Context) -> Tab:
    """A window."""
    return context.screen()


def hurry(screen: Tab, seconds: float = 0.4) -> None:
    """From here on a step of this window's session has so little time: for what never comes."""
    screen._context._settings = screen._context._settings.model_copy(update={"timeout": seconds})
