"""A page in one look, and links that are followed without the mouse."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.site import Site

pytestmark = pytest.mark.service

_LIST = """<table><tr><td>1</table><p hidden>a</p><p>b</p><input value=c><u hidden>d</u>"""


def test_one_look_is_what_each_place_says(screen: Tab, site: Site) -> None:
    """By CSS, by XPath and by text, in several frames: the text where something can be seen, None elsewhere."""
    site.pages["/"] = f"{_LIST}<iframe name=inner src=/inner></iframe><iframe name=empty></iframe>"
    site.pages["/inner"] = "<table><tr><td>2</table><b>inside</b>"
    screen.goto(site.url("/"))
    inner = ("inner",)
    places = [Place(each) for each in ("p", "input", "u", "xpath=//p[2]", "text=b", "i")]
    places += [Place("b", inner), Place("i", inner), Place("b", ("none",))]
    look = screen.look(Place("table"), places)
    assert look.cells == '[["1"]]'
    assert look.texts == {place: screen.text(place) if screen.has(place) else None for place in places}
    assert list(look.texts.values()) == ["a", "c", None, "b", "b", None, "inside", None, None]
    assert screen.look(Place("table", inner), places).cells == '[["2"]]'
    assert screen.look(Place("table", ("none",)), []).cells is None
    assert screen.look(Place("xpath=//table"), []).cells == '[["1"]]'


@pytest.mark.parametrize("selector", ["a", "xpath=//a"])
def test_a_link_is_followed(screen: Tab, site: Site, selector: str) -> None:
    """Its page is there afterwards, and was asked for once; also far down, and within a frame."""
    site.pages["/"] = "<p style='height:5000px'></p><a href='/2'>next</a>"
    site.pages["/frames"] = "<iframe name=inner src=/></iframe>"
    site.pages["/2"] = "<b>2</b>"
    for frames, address in (((), "/"), (("inner",), "/frames")):
        site.seen.clear()
        screen.goto(site.url(address))
        assert screen.click_if_usable(Place(selector, frames))
        assert screen.text(Place("b", frames)) == "2"
        assert [request.path for request in site.seen].count("/2") == 1
        assert site.seen[-1].headers["referer"].startswith("http")


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("<a href=/2 onclick=\"said.textContent = 'told'; return false\">", "told"),
        ("<a href=\"javascript:void(said.textContent = 'script')\">", "script"),
        ("<a href=#here onclick=\"said.textContent = 'here'\">", "here"),
        ('<button onclick="said.textContent = event.isTrusted">', "true"),
    ],
)
def test_what_scripts_do_with_a_click(screen: Tab, site: Site, link: str, said: str) -> None:
    """They get it as from the mouse, and may keep it from leading anywhere."""
    site.pages["/"] = f"{link}next</a></button><p id=said>-</p>"
    screen.goto(site.url("/"))
    assert screen.click_if_usable(Place("a, button"))
    assert screen.text(Place("#said")) == said
    assert [request.path for request in site.seen] == ["/"]


@pytest.mark.parametrize(
    "link", ["<a hidden href=/2>", "<a disabled href=/2>", "<a aria-disabled=true href=/2>", "<button disabled>", "<p>"]
)
def test_what_cannot_be_used_is_left_alone(screen: Tab, site: Site, link: str) -> None:
    """At once, and it is said."""
    site.pages["/"] = f"{link}next"
    screen.goto(site.url("/"))
    assert not screen.click_if_usable(Place("a, button"))
    assert [request.path for request in site.seen] == ["/"]


def test_several_links_are_none_in_particular(screen: Tab, site: Site) -> None:
    """The selector has to mean one."""
    site.pages["/"] = "<a href=/2>2</a><a href=/3>3</a>"
    screen.goto(site.url("/"))
    with pytest.raises(SourceChanged, match="2 elements"):
        screen.click_if_usable(Place("a"))
