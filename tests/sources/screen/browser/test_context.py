"""Sessions: their state, what they keep for evidence, and offline answers."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from legacy_adapters.core.errors import AccessDenied, SourceChanged
from legacy_adapters.core.secrets import KNOWN, scrub
from legacy_adapters.sources.screen.browser.browser import Browser, Credentials
from legacy_adapters.sources.screen.browser.context import Context
from legacy_adapters.sources.screen.browser.opening import open_browser
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.conftest import SCRIPTS, STEP, hurry
from tests.sources.screen.browser.site import Handling, Site

pytestmark = pytest.mark.service


def test_http_login(browser: Browser, site: Site) -> None:
    """Name and password for HTTP's own login are sent where it is asked for; wrong ones are refused."""

    def basic(handling: Handling) -> None:
        if handling.seen.headers.get("authorization") == "Basic Y2xlcms6czNjcmV0LTEyMw==":
            handling.answer("<p>in</p>")
        else:
            handling.answer("", 401, www_authenticate="Basic realm=x")

    site.pages["/"] = basic
    for password, inside in (("s3cret-123", True), ("wr0ng-one", False)):
        context = browser.context(credentials=Credentials("clerk", password))
        screen = context.screen()
        if inside:
            screen.goto(site.url("/"))
            assert screen.text(Place("p")) == "in"
            assert screen.fetch("/").body == b"<p>in</p>"
        else:
            with pytest.raises(AccessDenied):
                screen.goto(site.url("/"))
        context.close()
    assert scrub("Y2xlcms6czNjcmV0LTEyMw==") == "***"


def test_trace_has_what_was_done_since(context: Context, site: Site, tmp_path: Path) -> None:
    """A trace begins when it is told to, and each one saved has what was done since the last."""
    site.pages["/"] = "<p>a</p>"
    screen = context.screen()
    screen.goto(site.url("/?before"))
    screen.goto(site.url("/?shown"))
    context.begin_trace()
    screen.goto(site.url("/?first"))
    context.save_trace(tmp_path / "1.zip")
    screen.goto(site.url("/?second"))
    context.cut_trace()
    screen.goto(site.url("/?third"))
    context.save_trace(tmp_path / "2.zip")

    def said(name: str) -> str:
        with zipfile.ZipFile(tmp_path / name) as file:
            return "".join(
                file.read(each).decode("utf-8", "replace") for each in file.namelist() if each.endswith(".trace")
            )

    assert ("?before" in said("1.zip"), "?first" in said("1.zip")) == (False, True)
    assert [f"goto?{each}" for each in ("first", "third") if f'/?{each}"' in said("2.zip")] == ["goto?third"]


def test_the_cache_is_cleared(context: Context, site: Site) -> None:
    """A script that may be kept is asked for once, and again when that was forgotten; without a window nothing is."""
    context.clear_cache()
    site.pages["/"] = "<script src=/script.js></script><p>a</p>"
    site.pages["/script.js"] = lambda handling: handling.answer("1", cache_control="max-age=600")
    screen = context.screen()
    for _ in range(2):
        screen.goto(site.url("/"))
    assert site.paths() == ["/", "/script.js", "/"]
    context.clear_cache()
    screen.goto(site.url("/"))
    assert site.paths()[3:] == ["/", "/script.js"]


def test_sessions_side_by_side(browser: Browser, site: Site) -> None:
    """Several threads drive a session each, at the same time and without each other's cookies."""
    site.pages["/set"] = lambda handling: handling.answer("<p>x", set_cookie=f"name={handling.seen.path[-1]}")
    site.pages["/get"] = lambda handling: handling.answer(f"<p>{handling.seen.headers['cookie']}</p>")

    def drive(number: int) -> str:
        context = browser.context()
        screen = context.screen()
        screen.goto(site.url(f"/set?{number}"))
        screen.goto(site.url("/get"))
        text = screen.text(Place("p"))
        context.close()
        return text

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(drive, range(4))) == [f"name={number}" for number in range(4)]


def test_documents_are_counted(context: Context, site: Site) -> None:
    """A session knows how many documents it has shown, and so when to retire."""
    site.pages["/"] = "<iframe src=/in></iframe>"
    site.pages["/in"] = "x"
    screen = context.screen()
    screen.goto(site.url("/"))
    assert context.documents_shown == 2
    assert not context.retired


def test_secret_stays_out_of_errors(screen: Tab, site: Site) -> None:
    """A value that is a secret is in no error of the steps that use it."""
    KNOWN.add("pa55-w0rd-xyz")
    site.pages["/"] = (
        "<select name=a><option>b</option></select><input name=q disabled><a href='/none?p=pa55-w0rd-xyz'>c</a>"
    )
    screen.goto(site.url("/"))
    hurry(screen)
    attempts: list[Callable[[], None]] = [
        lambda: screen.fill(Place("[name=q]"), "pa55-w0rd-xyz"),
        lambda: screen.choose(Place("select"), "pa55-w0rd-xyz"),
        lambda: screen.click(Place("a")),
        lambda: screen.goto(site.url("/none?p=pa55-w0rd-xyz")),
    ]
    for attempt in attempts:
        with pytest.raises(SourceChanged) as caught:
            attempt()
        assert "pa55" not in str(caught.value)
        assert "pa55" not in repr(caught.value.args)


def test_locale_and_time_zone(program: Path, site: Site) -> None:
    """Pages see the language and the time zone that are stated."""
    site.pages["/"] = "<p></p><script>document.querySelector('p').textContent = " + (
        "[navigator.language, new Date(0).getHours()]</script>"
    )
    settings = STEP.model_copy(update={"locale": "de-DE", "timezone": "Asia/Tokyo"})
    with open_browser(settings, [site.url("/")], SCRIPTS) as browser:
        screen = browser.context().screen()
        screen.goto(site.url("/"))
        assert screen.text(Place("p")) == "de-DE,9"
    assert site.seen[0].headers["accept-language"].startswith("de-DE")
