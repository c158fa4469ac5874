"""Answers in the place of the network."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.browser.answering import Answer, Asked
from legacy_adapters.sources.screen.browser.context import Context
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.site import Site

pytestmark = pytest.mark.service


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


def test_cookies_of_answers_are_kept(context: Context, site: Site) -> None:
    """Cookies of saved answers are set as the network's would be, several at once and also those of a redirect."""
    asked_with: list[str] = []

    def answerer(asked: Asked) -> Answer | None:
        if asked.url.endswith("/in"):
            return Answer(302, {"Location": "/end", "Set-Cookie": "a=1\nb=2"}, b"")
        asked_with.append(asked.headers.get("cookie", ""))
        return Answer(200, {"Content-Type": "text/html; charset=iso-8859-1", "Set-Cookie": "c=3"}, b"<p>\xe4</p>")

    context.answer_with(answerer)
    screen = context.screen()
    screen.goto(site.url("/in"))
    assert (screen.url, screen.text(Place("p"))) == (site.url("/end"), "ä")
    screen.goto(site.url("/again"))
    assert asked_with == ["a=1; b=2", "a=1; b=2; c=3"]
