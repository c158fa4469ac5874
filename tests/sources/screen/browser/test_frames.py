"""Frames of a window."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.conftest import hurry
from tests.sources.screen.browser.site import Handling, Site

pytestmark = pytest.mark.service


def test_click_in_one_frame_fills_another(screen: Tab, site: Site) -> None:
    """A link in the menu of a frameset loads another frame; the click returns once that has its document."""

    def page(handling: Handling) -> None:
        handling.released.wait(0.05)
        handling.answer(f"<p>{handling.seen.path}</p>")

    site.pages["/"] = "<frameset cols='50%,50%'><frame name=menu src=/menu><frame name=main src=/page?0></frameset>"
    links = "".join(f"<a id=a{i} href=/page?{i} target=main>{i}</a> " for i in range(8))
    postback = """<form id=f method=get action=/page target=main><input name=n></form>
        <a id=post href="javascript:document.forms[0].submit()">x</a>"""
    site.pages["/menu"] = links + postback
    site.pages["/page"] = page
    screen.goto(site.url("/"))
    assert screen.text(Place("p", ("main",))) == "/page?0"
    for i in range(8):
        screen.click(Place(f"#a{i}", ("menu",)))
        assert screen.text(Place("p", ("main",))) == f"/page?{i}"
    screen.click(Place("#post", ("menu",)))
    assert screen.text(Place("p", ("main",))) == "/page?n="


def test_frames_are_found_by_name_and_by_selector(screen: Tab, site: Site) -> None:
    """Nested frames are gone through by their names or by selectors; a missing one is named with those that exist."""
    site.pages["/"] = "<iframe name=outer src=/outer></iframe>"
    site.pages["/outer"] = "<iframe src=/inner class=detail></iframe>"
    site.pages["/inner"] = "<p>within</p>"
    screen.goto(site.url("/"))
    assert screen.text(Place("p", ("outer", "iframe.detail"))) == "within"
    screen.goto("/inner?again", frames=("outer",))
    assert screen.text(Place("p", ("outer",))) == "within"
    assert "within" in screen.content(("outer",))
    hurry(screen)
    with pytest.raises(SourceChanged, match="there is no frame main") as caught:
        screen.text(Place("p", ("main",)))
    assert "'outer'" in caught.value.hint
