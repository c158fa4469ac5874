"""Logging in with a real browser to a frameset application."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import AccessDenied, DriverMissing, SourceChanged
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.browser.browser import Browser, Credentials
from legacy_adapters.sources.screen.browser.finding import find
from legacy_adapters.sources.screen.browser.opening import open_browser
from legacy_adapters.sources.screen.browser.scripts import Scripts
from legacy_adapters.sources.screen.browser.settings import BrowserSettings
from legacy_adapters.sources.screen.login.entering import Entrance, LoggedOut
from legacy_adapters.sources.screen.login.keeping import KeptSession
from legacy_adapters.sources.screen.login.refusals import Refusals
from legacy_adapters.sources.screen.login.settings import LoginSettings
from legacy_adapters.sources.screen.screen import Place, Screen
from legacy_adapters.sources.screen.steps.doing import Doing
from tests.service.login_application import PASSWORD, TOTP_SECRET, USER, Application
from tests.service.require import require
from tests.sources.screen.browser.site import Site, serve, stop

pytestmark = pytest.mark.service

WRONG = "close sesame"

LOGIN: dict[str, Any] = {
    "steps": [
        {"fill": "#user", "text": "{user}"},
        {"fill": "#password", "text": "{password}"},
        {"click": "#go"},
    ],
    "inside": {"at": "text=Log off", "frame": "menu"},
    "refused": ".error",
    "locked": "text=account is locked",
    "outside": {"at": "#password", "frame": "main"},
}

Make = Callable[..., Entrance]


def found() -> Path | None:
    try:
        return find(None, whole=False).path
    except DriverMissing:
        return None


@pytest.fixture(scope="module")
def one_site() -> Iterator[Site]:
    site = serve()
    yield site
    stop(site)


@pytest.fixture(scope="module")
def browser(one_site: Site) -> Iterator[Browser]:
    require(found(), "a browser", "`make setup`, or: apt-get install chromium-headless-shell")
    with open_browser(BrowserSettings(timeout=10), [one_site.url("/")], Scripts("() => ''", "() => ''")) as browser:
        yield browser


@pytest.fixture
def application(one_site: Site) -> Iterator[Application]:
    KNOWN.add(WRONG)
    yield Application(one_site)
    one_site.reset()


@pytest.fixture
def entrance(application: Application, tmp_path: Path) -> Make:
    def make(password: str = PASSWORD, url: str = application.url, patience: float = 10.0, **changed: Any) -> Entrance:
        settings = LoginSettings.model_validate({**LOGIN, **changed})
        doing = Doing((), {"user": USER, "password": password, "totp": TOTP_SECRET})
        return Entrance(settings, doing, url, Refusals(tmp_path), patience)

    return make


@contextmanager
def window(browser: Browser, **settings: Any) -> Iterator[Screen]:
    context = browser.context(**settings)
    try:
        yield context.screen()
    finally:
        context.close()


def test_the_life_of_a_session(browser: Browser, application: Application, entrance: Make, tmp_path: Path) -> None:
    """A session is kept, used by the next run, noticed to be over in a frame, begun again and logged off from."""
    kept = KeptSession(tmp_path, application.url, USER, "a long passphrase", 3600)
    made = entrance(log_off=[{"click": "text=Log off", "frame": "menu"}])
    context = browser.context()
    made.enter(context.screen())
    kept.save(context.state())
    context.close()
    with window(browser, state=kept.load()) as screen:
        made.enter(screen, kept=True)
        assert len(application.tried) == 1
        assert screen.text(Place("h1", ("main",))) == "Journal"
        made.check(screen)

        application.sessions.clear()
        screen.goto("/journal", ("main",))
        with pytest.raises(LoggedOut):
            made.check(screen)
        made.enter(screen)
        assert len(application.tried) == 2
        made.check(screen)

        assert made.leave(screen) is None
        assert application.sessions == set()
    with window(browser, state=kept.load()) as screen:
        made.enter(screen, kept=True)
    assert application.tried == [PASSWORD] * 3


@pytest.mark.parametrize("answers_401", [False, True])
def test_a_wrong_password(browser: Browser, application: Application, entrance: Make, answers_401: bool) -> None:
    """The application's words come in the error, also where it answers 401, and the password is sent once."""
    application.answers_401 = answers_401
    with window(browser) as screen:
        with pytest.raises(
            AccessDenied, match=r"refused; the application says: “Unknown user or wrong password \*\*\*”"
        ):
            entrance(WRONG).enter(screen)
        with pytest.raises(AccessDenied, match="is not tried again now"):
            entrance(WRONG).enter(screen)
        assert application.tried == [WRONG]
        entrance().enter(screen)


def test_an_alert(browser: Browser, application: Application, entrance: Make) -> None:
    """A refusal in an alert is one where the recipe says so."""
    application.alerts = True
    with window(browser) as screen, pytest.raises(AccessDenied, match="'Unknown user or wrong password'"):
        entrance(WRONG, refused_dialog="wrong password").enter(screen)


def test_a_locked_account(browser: Browser, application: Application, entrance: Make) -> None:
    """A locked account is told in the application's words, and is not tried by the next run."""
    application.failed = 3
    with window(browser) as screen:
        with pytest.raises(AccessDenied, match="the account is locked; the application says: “Your account is locked"):
            entrance().enter(screen)
        with pytest.raises(AccessDenied, match="met a locked account"):
            entrance().enter(screen)
    assert len(application.tried) == 1


def test_a_page_that_nobody_knows(browser: Browser, application: Application, entrance: Make) -> None:
    """Where neither inside nor refusal can be seen, the source has changed; a wrong password is sent twice at most."""
    unknown: dict[str, Any] = {"refused": "#nowhere", "patience": 0.5}
    with window(browser) as screen:
        for _night in range(2):
            with pytest.raises(SourceChanged, match=r"neither `inside` nor `refused` could be seen within 0\.5 s"):
                entrance(WRONG, **unknown).enter(screen)
        with pytest.raises(AccessDenied, match="2 times without getting in"):
            entrance(WRONG, **unknown).enter(screen)
    assert application.tried == [WRONG] * 2


def test_a_one_time_code(browser: Browser, application: Application, entrance: Make) -> None:
    """The code is the one that the application wants."""
    application.wants_code = True
    steps = [*LOGIN["steps"][:2], {"fill": "#code", "text": "{code}"}, LOGIN["steps"][2]]
    made = entrance(steps=steps, totp={"secret": "{totp}"})
    with window(browser) as screen:
        made.enter(screen)
    assert application.tried == [PASSWORD]


def test_basic(browser: Browser, application: Application, entrance: Make) -> None:
    """What the browser itself is asked for is sent; where it is wrong, once."""
    basic: dict[str, Any] = {
        "url": application.site.url("/basic"),
        "steps": (),
        "inside": None,
        "basic": {"user": "{user}", "password": "{password}"},
    }
    for password in (WRONG, PASSWORD):
        made = entrance(password, **basic)
        assert made.settings.basic is not None
        credentials = Credentials(*made.settings.basic.credentials(made.doing.values))
        with window(browser, credentials=credentials) as screen:
            if password == WRONG:
                for said in ("answered 401", "is not tried again now"):
                    with pytest.raises(AccessDenied, match=said):
                        made.enter(screen)
            else:
                made.enter(screen)
                assert screen.text(Place("h1")) == "Journal"
    assert len(application.tried) == 1
