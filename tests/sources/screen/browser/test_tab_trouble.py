"""Pages that do not come, do not end, or are not what was asked for."""

from __future__ import annotations

from socket import socket

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, SourceChanged, Unavailable
from legacy_adapters.sources.screen.browser.errors import AskedToWait
from legacy_adapters.sources.screen.browser.tab import Tab
from tests.sources.screen.browser.site import Site

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


def test_file_is_no_page(screen: Tab, site: Site) -> None:
    """An address that is a download is told as such, not opened."""
    site.pages["/f"] = lambda handling: handling.answer("a;b", content_disposition="attachment; filename=a.csv")
    with pytest.raises(SourceChanged, match="is a file and no page"):
        screen.goto(site.url("/f"))
    site.pages["/empty"] = lambda handling: handling.head(204)
    with pytest.raises(SourceChanged, match="without a page"):
        screen.goto(site.url("/empty"))
