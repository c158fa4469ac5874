"""Steps that do not come to their end."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import AccessDenied, SourceChanged
from legacy_adapters.sources.screen.browser.context import Context
from legacy_adapters.sources.screen.browser.errors import BrowserGone
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.conftest import hurry
from tests.sources.screen.browser.site import Site

pytestmark = pytest.mark.service


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


def test_status_in_a_frame_counts(screen: Tab, site: Site) -> None:
    """A page that fails in a frame fails the click that asked for it."""
    site.pages["/"] = "<a href=/x target=f>a</a><iframe name=f></iframe>"
    site.pages["/x"] = lambda handling: handling.answer("<p>no", 403)
    screen.goto(site.url("/"))
    with pytest.raises(AccessDenied, match="/x answered 403"):
        screen.click(Place("a"))


def test_click_that_means_two_is_refused(screen: Tab, site: Site) -> None:
    """A selector of two buttons that can be seen is an error with their number; one of them hidden is none."""
    site.pages["/"] = "<button>a</button><button>b</button><i hidden>x</i><i onclick='this.textContent=1'>y</i>"
    screen.goto(site.url("/"))
    with pytest.raises(SourceChanged, match="means 2 elements, 2 of which"):
        screen.click(Place("button"))
    screen.click(Place("i"))
    assert screen.text(Place("i >> nth=1")) == "1"


def test_covered_button_is_named(screen: Tab, site: Site) -> None:
    """A button that is there but cannot be clicked is told from one that is missing."""
    site.pages["/"] = "<button disabled>a</button>"
    screen.goto(site.url("/"))
    hurry(screen)
    with pytest.raises(SourceChanged, match="is there, but cannot be used"):
        screen.click(Place("button"))
