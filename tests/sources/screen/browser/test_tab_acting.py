"""Fields, clicks, windows and dialogs."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.conftest import hurry
from tests.sources.screen.browser.site import Site

pytestmark = pytest.mark.service


def test_form_is_filled_and_sent(screen: Tab, site: Site) -> None:
    """Fields, lists, boxes and a button: the application gets what was filled in, and its page is there afterwards."""
    site.pages["/form"] = """<form method=post action=/sent><input name=a value=old><select name=b><option value=1>one
        <option value=2>two</select><input type=checkbox name=c checked><input type=radio name=d value=x>
        <button>go</button></form>"""
    site.pages["/sent"] = "<p>thanks</p>"
    screen.goto(site.url("/form"))
    screen.fill(Place("[name=a]"), "ä & b")
    screen.choose(Place("[name=b]"), "two")
    screen.check(Place("[name=c]"), on=False)
    screen.check(Place("[name=d]"))
    screen.click(Place("text=go"))
    assert screen.text(Place("p")) == "thanks"
    assert site.seen[-1].body == b"a=%C3%A4+%26+b&b=2&d=x"


def test_selector_that_is_none_is_a_setting(screen: Tab, site: Site) -> None:
    """A selector that cannot be read is the recipe's fault."""
    site.pages["/"] = "<p>b</p>"
    screen.goto(site.url("/"))
    with pytest.raises(ConfigError, match="the selector is not right"):
        screen.click(Place("p[["))


def test_window_that_a_click_opens(screen: Tab, site: Site) -> None:
    """A popup is a screen of its own, with its document; also where it closes the window that opened it."""
    site.pages["/"] = "<a href='javascript:void(window.open(\"/popup\"))'>open</a>"
    site.pages["/popup"] = "<p>popped</p><button onclick='window.close()'>x</button>"
    screen.goto(site.url("/"))
    popup = screen.window(Place("a"))
    assert popup.text(Place("p")) == "popped"
    popup.close()
    popup.close()
    assert screen.text(Place("a")) == "open"


def test_window_that_does_not_open(screen: Tab, site: Site) -> None:
    """A click that opens no window is a changed source."""
    site.pages["/"] = "<button>nothing</button>"
    screen.goto(site.url("/"))
    hurry(screen)
    with pytest.raises(SourceChanged, match="no window opened"):
        screen.window(Place("button"))


def test_waiting_for_and_against(screen: Tab, site: Site) -> None:
    """`wait` returns once something can be seen, or no more; also where its frame goes."""
    site.pages["/"] = """<p id=a>a</p><iframe name=f srcdoc='<p>b</p>'></iframe><script>
        setTimeout(() => { document.body.insertAdjacentHTML('beforeend', '<b>c</b>'); a.remove();
            document.querySelector('iframe').remove(); }, 150)</script>"""
    screen.goto(site.url("/"))
    screen.wait(Place("p", ("f",)), gone=True)
    screen.wait(Place("#a"), gone=True)
    screen.wait(Place("b"))
    hurry(screen)
    with pytest.raises(SourceChanged, match="b does not go"):
        screen.wait(Place("b"), gone=True)


def test_keys_hovers_and_scrolls(screen: Tab, site: Site) -> None:
    """Enter sends a form, a menu opens under the mouse, and the end of a list loads more."""
    site.pages["/"] = """<style>#m:not(:hover) b { display: none }</style><div id=m>menu <b>item</b></div>
        <div id=l style='height:50px;overflow:auto'
            onscroll="fetch('/more').then((r) => r.text()).then((t) => o.append(t))">
        <div style='height:500px'></div></div><p id=o></p><form action=/sent><input name=q></form>"""
    site.pages["/more"] = "more"
    site.pages["/sent"] = "<p>sent</p>"
    screen.goto(site.url("/"))
    assert not screen.has(Place("b"))
    screen.hover(Place("#m"))
    assert screen.has(Place("b"))
    screen.scroll_to_end(Place("#l"))
    assert screen.text(Place("#o")) == "more"
    screen.press(Place("[name=q]"), "Enter")
    assert screen.url == site.url("/sent?q=")
