"""What went over the wire."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.screen.browser.context import Context
from legacy_adapters.sources.screen.browser.exchanges import Exchange
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.site import Site

pytestmark = pytest.mark.service


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


def test_console_and_requests_are_kept(context: Context, site: Site) -> None:
    """The last console lines, script errors and requests are there for evidence."""
    site.pages["/"] = "<script>console.log('said', 1); throw new Error('broken')</script><img src=/none.png>"
    screen = context.screen()
    screen.goto(site.url("/"))
    assert ("log", "said 1") in [(each.kind, each.text) for each in context.console]
    assert any(each.kind == "exception" and "broken" in each.text for each in context.console)
    assert (site.url("/"), 200) in [(each.url, each.status) for each in context.requests]
