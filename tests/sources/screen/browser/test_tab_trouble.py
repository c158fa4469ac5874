"""Pages that do not come, do not end, or are not what was asked for."""

from __future__ import annotations

import time
from socket import socket

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, RecipeRefused, SourceChanged, Unavailable
from legacy_adapters.sources.screen.browser.context import Context
from legacy_adapters.sources.screen.browser.errors import AskedToWait, BrowserGone
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.conftest import hurry
from tests.sources.screen.browser.site import Handling, Site

pytestmark = pytest.mark.service


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, AccessDenied), (403, AccessDenied), (404, SourceChanged), (410, SourceChanged), (500, Unavailable)],
)
def test_status_is_an_error(screen: Tab, site: Site, status: int, kind: type[Exception]) -> None:
    """The status of a page is told by what happens next, with step and page named."""
    site.pages["/x"] = lambda handling: handling.answer("", status)
    with pytest.raises(kind, match=f"answered {status}"):
        screen.goto(site.url("/x"))


def test_busy_application_says_how_long(screen: Tab, site: Site) -> None:
    """429 with Retry-After is an error that has the seconds."""
    site.pages["/x"] = lambda handling: handling.answer("<p>busy", 429, retry_after="7")
    with pytest.raises(AskedToWait) as caught:
        screen.goto(site.url("/x"))
    assert caught.value.retry_after == 7


def test_status_in_a_frame_counts(screen: Tab, site: Site) -> None:
    """A page that fails in a frame fails the click that asked for it."""
    site.pages["/"] = "<a href=/x target=f>a</a><iframe name=f></iframe>"
    site.pages["/x"] = lambda handling: handling.answer("<p>no", 403)
    screen.goto(site.url("/"))
    with pytest.raises(AccessDenied, match="/x answered 403"):
        screen.click(Place("a"))


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


def test_page_that_computes_for_ever(context: Context, site: Site) -> None:
    """A page that does not even answer the driver is given up, as a browser that is gone; others go on."""
    site.pages["/"] = "<button onclick='for (;;);'>a</button>"
    site.pages["/other"] = "<p>b</p>"
    hung = context.screen()
    hung.goto(site.url("/"))
    hurry(hung)
    with pytest.raises(BrowserGone, match="does not answer"):
        hung.click(Place("button"))
    hurry(hung, 10)
    other = context.screen()
    other.goto(site.url("/other"))
    assert other.text(Place("p")) == "b"


def test_nothing_listens(screen: Tab) -> None:
    """A port where nothing listens is unavailable, in words."""
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(Unavailable, match="nothing listens there"):
            screen.goto(f"http://localhost:{port}/")
        with pytest.raises(Unavailable, match="nothing listens there"):
            screen.fetch(f"http://localhost:{port}/")


def test_tls_that_is_none(screen: Tab, site: Site) -> None:
    """https to a server of http is a setting that is wrong."""
    with pytest.raises(ConfigError, match="TLS"):
        screen.goto(site.url("/").replace("http:", "https:"))


def test_what_is_no_address(screen: Tab) -> None:
    """Only http addresses are opened."""
    with pytest.raises(ConfigError, match="no address of a page"):
        screen.goto("file:///etc/passwd")


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


def test_file_is_no_page(screen: Tab, site: Site) -> None:
    """An address that is a download is told as such, not opened."""
    site.pages["/f"] = lambda handling: handling.answer("a;b", content_disposition="attachment; filename=a.csv")
    with pytest.raises(SourceChanged, match="is a file and no page"):
        screen.goto(site.url("/f"))
    site.pages["/empty"] = lambda handling: handling.head(204)
    with pytest.raises(SourceChanged, match="without a page"):
        screen.goto(site.url("/empty"))


def test_page_that_goes_on_by_itself(screen: Tab, site: Site) -> None:
    """A page that sends the browser on at once is read where it ends."""
    site.pages["/"] = "<script>location.replace('/two')</script>"
    site.pages["/two"] = "<script>setTimeout(() => location.replace('/three'))</script>"
    site.pages["/three"] = "<p>here</p>"
    screen.goto(site.url("/"))
    assert screen.text(Place("p")) == "here"
