"""Fields, clicks, windows and dialogs."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError, RecipeRefused, SourceChanged
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.conftest import hurry
from tests.sources.screen.browser.site import Handling, Site

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


def test_click_that_means_two_is_refused(screen: Tab, site: Site) -> None:
    """A selector of two buttons that can be seen is an error with their number; one of them hidden is none."""
    site.pages["/"] = "<button>a</button><button>b</button><i hidden>x</i><i onclick='this.textContent=1'>y</i>"
    screen.goto(site.url("/"))
    with pytest.raises(SourceChanged, match="means 2 elements, 2 of which"):
        screen.click(Place("button"))
    screen.click(Place("i"))
    assert screen.text(Place("i >> nth=1")) == "1"


def test_selector_that_is_none_is_a_setting(screen: Tab, site: Site) -> None:
    """A selector that cannot be read is the recipe's fault."""
    site.pages["/"] = "<p>b</p>"
    screen.goto(site.url("/"))
    with pytest.raises(ConfigError, match="the selector is not right"):
        screen.click(Place("p[["))


def test_covered_button_is_named(screen: Tab, site: Site) -> None:
    """A button that is there but cannot be clicked is told from one that is missing."""
    site.pages["/"] = "<button disabled>a</button>"
    screen.goto(site.url("/"))
    hurry(screen)
    with pytest.raises(SourceChanged, match="is there, but cannot be used"):
        screen.click(Place("button"))


def test_scripts_of_a_click_are_waited_for(screen: Tab, site: Site) -> None:
    """What a script asks for after a click, and then asks for again, is on the page once the click returns."""

    def slow(handling: Handling) -> None:
        handling.released.wait(0.2)
        handling.answer(handling.seen.path)

    site.pages["/"] = """<button onclick="setTimeout(async () => {
        document.body.append(await (await fetch('/one')).text());
        document.body.append(await (await fetch('/two')).text()); })">go</button>"""
    site.pages["/one"] = site.pages["/two"] = slow
    screen.goto(site.url("/"))
    screen.click(Place("button"))
    assert screen.text(Place("body")) == "go/one/two"


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


def test_window_that_closes_itself(screen: Tab, site: Site) -> None:
    """A click may close its own window; what is asked of that afterwards is an error."""
    site.pages["/"] = "<a href='javascript:void(window.open(\"/popup\"))'>open</a>"
    site.pages["/popup"] = "<button onclick='opener.location = \"/after\"; window.close()'>x</button>"
    site.pages["/after"] = "<p>after</p>"
    screen.goto(site.url("/"))
    popup = screen.window(Place("a"))
    popup.click(Place("button"))
    assert screen.text(Place("p")) == "after"
    with pytest.raises(SourceChanged, match="the window was closed"):
        popup.click(Place("button"))


def test_window_that_does_not_open(screen: Tab, site: Site) -> None:
    """A click that opens no window is a changed source."""
    site.pages["/"] = "<button>nothing</button>"
    screen.goto(site.url("/"))
    hurry(screen)
    with pytest.raises(SourceChanged, match="no window opened"):
        screen.window(Place("button"))


def test_expected_dialogs_are_answered(screen: Tab, site: Site) -> None:
    """A confirm and a prompt that the settings answer go on as a person's would."""
    site.pages["/"] = "<button onclick=\"if (confirm('really?')) this.textContent = prompt('how many?')\">b</button>"
    screen.goto(site.url("/"))
    screen.click(Place("button"))
    assert screen.text(Place("button")) == "17"


def test_unexpected_dialog_is_refused(screen: Tab, site: Site) -> None:
    """A dialog nobody expected is dismissed, and the step fails with its message."""
    site.pages["/"] = "<button onclick=\"this.textContent = confirm('delete all?')\">b</button>"
    screen.goto(site.url("/"))
    with pytest.raises(RecipeRefused, match=r"\(confirm\) that nobody expected: 'delete all\?'"):
        screen.click(Place("button"))
    assert screen.text(Place("button")) == "false"


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
