"""Addresses that are asked for without being shown."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.browser.tab import Tab
from tests.sources.screen.browser.site import Site

pytestmark = pytest.mark.service


def test_fetch_follows_and_posts(screen: Tab, site: Site) -> None:
    """A fetch has the session's cookies, follows redirects, posts forms, and keeps its raw bytes."""
    site.pages["/login"] = lambda handling: handling.answer("<p>in", set_cookie="token=Gx81-wq77-session")
    site.pages["/private"] = lambda handling: handling.answer(handling.seen.headers["cookie"])
    screen.goto(site.url("/login"))
    site.pages["/go"] = lambda handling: handling.answer("", 302, location="/private")
    site.pages["/post"] = lambda handling: handling.answer(
        handling.seen.body, content_type="text/plain; charset=cp1252"
    )
    private = screen.fetch("/go")
    assert (private.url, private.body) == (site.url("/private"), b"token=Gx81-wq77-session")
    answer = screen.fetch("/post", {"q": "ä"})
    assert (answer.status, answer.body) == (200, b"q=%C3%A4")
    assert answer.headers["content-type"] == "text/plain; charset=cp1252"
    site.pages["/round"] = lambda handling: handling.answer("", 302, location="/round")
    with pytest.raises(SourceChanged, match="in circles"):
        screen.fetch("/round")
