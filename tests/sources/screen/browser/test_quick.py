"""Reading by plain CSS, and by what only Playwright's selectors find."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.site import Site

pytestmark = pytest.mark.service

_PAGE = """<p hidden>a</p><p style='height:0;overflow:hidden'></p><p>c</p><section><b>d</b></section>
    <script>document.querySelector('section').attachShadow({ mode: 'open' }).innerHTML = '<i>e</i><i>f</i>'</script>"""


def test_all_kinds_of_selectors_agree(screen: Tab, site: Site) -> None:
    """The same elements are read, counted and seen by CSS, by XPath, by text, and within shadow trees."""
    site.pages["/"] = _PAGE
    screen.goto(site.url("/"))
    for selector in ("p", "css=p", "xpath=//p"):
        assert screen.count(Place(selector)) == 3
        assert screen.text(Place(selector)) == "a"
        assert screen.has(Place(selector))
    assert not screen.has(Place("p:nth-of-type(1)"))
    assert not screen.has(Place("xpath=//p[2]"))
    assert screen.count(Place("i")) == 2
    assert screen.text(Place("i")) == "e"
    assert screen.text(Place("text=f")) == "f"
    assert screen.count(Place("u")) == 0


def test_page_that_breaks_json(screen: Tab, site: Site) -> None:
    """Prototype.js of old makes text of every list; cells are read as on any page, and it finds its own again."""
    site.pages["/"] = """<table><tr><td>1</td></tr></table><b></b>
        <input id=after oninput="document.querySelector('b').textContent = JSON.stringify([1])"><script>
        Array.prototype.toJSON = function () { return 'broken'; }</script>"""
    screen.goto(site.url("/"))
    assert screen.cells(Place("table")) == '[["1"]]'
    assert screen.cells(Place("xpath=//table")) == '[["1"]]'
    screen.fill(Place("#after"), "x")
    assert screen.text(Place("b")) == '"broken"'
