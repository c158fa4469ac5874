"""Sessions: their state, what they keep for evidence, and offline answers."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, SourceChanged
from legacy_adapters.core.secrets import KNOWN, scrub
from legacy_adapters.sources.screen.browser.answering import Answer, Asked
from legacy_adapters.sources.screen.browser.browser import Browser, Credentials
from legacy_adapters.sources.screen.browser.context import Context
from legacy_adapters.sources.screen.browser.exchanges import Exchange
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.conftest import hurry
from tests.sources.screen.browser.site import Handling, Site

pytestmark = pytest.mark.service


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


def test_fetch_follows_and_posts(logged_in: Tab, site: Site) -> None:
    """A fetch has the session's cookies, follows redirects, posts forms, and keeps its raw bytes."""
    site.pages["/go"] = lambda handling: handling.answer("", 302, location="/private")
    site.pages["/post"] = lambda handling: handling.answer(
        handling.seen.body, content_type="text/plain; charset=cp1252"
    )
    assert logged_in.fetch("/go").url == site.url("/private")
    answer = logged_in.fetch("/post", {"q": "ä"})
    assert (answer.status, answer.body) == (200, b"q=%C3%A4")
    assert answer.headers["content-type"] == "text/plain; charset=cp1252"
    site.pages["/round"] = lambda handling: handling.answer("", 302, location="/round")
    with pytest.raises(SourceChanged, match="in circles"):
        logged_in.fetch("/round")


def test_exchanges_are_told(context: Context, site: Site) -> None:
    """Documents, scripts' requests and fetches are told with headers and bodies before the step returns."""
    told: list[Exchange] = []
    context.on_exchange(told.append)
    site.pages["/"] = "<form method=post action=/sent><input name=a value=1><button>b</button></form><img src=/i>"
    site.pages["/sent"] = "<i onclick=\"fetch('/data')\">sent</i>"
    site.pages["/data"] = lambda handling: handling.answer(b"\xe4", content_type="text/plain", set_cookie="a=b")
    screen = context.screen()
    screen.goto(site.url("/"))
    screen.click(Place("button"))
    assert [(each.method, each.url) for each in told] == [("GET", site.url("/")), ("POST", site.url("/sent"))]
    assert (told[1].kind, told[1].request_body, told[1].status) == ("document", b"a=1", 200)
    assert b"sent" in (told[1].body or b"")
    screen.click(Place("i"))
    assert (told[2].kind, told[2].body, told[2].headers["set-cookie"]) == ("fetch", "ä".encode(), "a=b")
    assert told[2].headers["content-type"] == "text/plain; charset=utf-8"
    screen.fetch("/data")
    assert told[3].body == b"\xe4"


def test_answers_stand_in_for_the_network(context: Context, site: Site) -> None:
    """With an answerer nothing reaches the network: pages, redirects, scripts and fetches are answered by it."""
    pages = {
        "/": "<form method=post action=/sent><button>b</button></form>",
        "/end": "<p id=o></p><script>fetch('/data').then((r) => r.text()).then((t) => o.append(t))</script>",
        "/data": "data",
    }

    def answerer(asked: Asked) -> Answer | None:
        path = asked.url.removeprefix(site.url("").rstrip("/"))
        if path == "/sent" and asked.method == "POST":
            return Answer(302, {"Location": "/end"}, b"")
        page = pages.get(path)
        return None if page is None else Answer(200, {"Content-Type": "text/html"}, page.encode())

    context.answer_with(answerer)
    screen = context.screen()
    screen.goto(site.url("/"))
    screen.click(Place("button"))
    screen.wait(Place("text=data"))
    assert screen.url == site.url("/end")
    assert screen.fetch("/data").body == b"data"
    with pytest.raises(SourceChanged, match="none of the saved pages"):
        screen.fetch("/unknown")
    with pytest.raises(SourceChanged, match="none of the saved pages"):
        screen.goto(site.url("/unknown"))
    assert site.seen == []


def test_console_and_requests_are_kept(context: Context, site: Site) -> None:
    """The last console lines, script errors and requests are there for evidence."""
    site.pages["/"] = "<script>console.log('said', 1); throw new Error('broken')</script><img src=/none.png>"
    screen = context.screen()
    screen.goto(site.url("/"))
    assert ("log", "said 1") in [(each.kind, each.text) for each in context.console]
    assert any(each.kind == "exception" and "broken" in each.text for each in context.console)
    assert (site.url("/"), 200) in [(each.url, each.status) for each in context.requests]


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


def test_state_is_json(logged_in: Tab, context: Context) -> None:
    """The state is JSON that holds cookies and both kinds of storage."""
    state = json.loads(context.state())
    assert [cookie["name"] for cookie in state["cookies"]] == ["token"]
    assert list(state["own"].values()) == [{"own": "kept"}]
