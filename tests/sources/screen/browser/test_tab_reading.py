"""What is read of a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.conftest import hurry
from tests.sources.screen.browser.site import Site

pytestmark = pytest.mark.service


def test_page_is_read(screen: Tab, site: Site) -> None:
    """Address, title, texts, field values, attributes, counts and cells are those of the page."""
    site.pages["/a/page"] = """<title>Journal</title><h1>Entries</h1><input id=year value=2025>
        <a class=x href="../next?p=2">next</a><a class=x href=#>more</a>
        <table><tr><td>1</td><td>0012</td></tr><tr><td>2</td><td>ä</td></tr></table>"""
    screen.goto(site.url("/a/page"))
    assert screen.url == site.url("/a/page")
    assert screen.title == "Journal"
    assert screen.text(Place("h1")) == "Entries"
    assert screen.text(Place("#year")) == "2025"
    assert screen.attribute(Place("a.x"), "href") == site.url("/next?p=2")
    assert screen.attribute(Place("a.x"), "title") is None
    assert screen.count(Place("a.x")) == 2
    assert screen.cells(Place("table")) == '[["1","0012"],["2","ä"]]'
    assert screen.landmarks() == '["Entries"]'
    assert "<h1>Entries</h1>" in screen.content()


def test_has_is_about_what_can_be_seen(screen: Tab, site: Site) -> None:
    """Something hidden is counted, but it is not there to be seen; nor is what is in a frame that is not there."""
    site.pages["/"] = "<p hidden>a</p><p>b</p><div style='display:none'>c</div>"
    screen.goto(site.url("/"))
    assert screen.has(Place("p"))
    assert not screen.has(Place("div"))
    assert screen.count(Place("div")) == 1
    assert not screen.has(Place("p", ("main",)))


def test_missing_place_is_a_changed_source(screen: Tab, site: Site) -> None:
    """What does not come within the step's time is named, with the step and the page."""
    site.pages["/"] = "<p>b</p>"
    screen.goto(site.url("/"))
    hurry(screen)
    with pytest.raises(SourceChanged, match="there is nothing at #total") as caught:
        screen.text(Place("#total"))
    assert caught.value.where == f"text #total on {site.url('/')}"


def test_picture_is_saved(screen: Tab, site: Site, tmp_path: Path) -> None:
    """A picture is a PNG of the page."""
    site.pages["/"] = "<p>b</p>"
    screen.goto(site.url("/"))
    screen.picture(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_secrets_are_covered_in_pictures(screen: Tab, site: Site, tmp_path: Path) -> None:
    """Of two secrets of the same length the pictures are the same; so are those of any two passwords."""
    site.pages["/"] = "<input id=a><input id=b type=password><iframe src=/in></iframe>"
    site.pages["/in"] = "<input id=c>"
    KNOWN.add("Abcdef-123456")
    KNOWN.add("MWMWMW-987654")
    screen.goto(site.url("/"))
    pictures = []
    for number, (secret, password) in enumerate([("Abcdef-123456", "short"), ("MWMWMW-987654", "one that is longer")]):
        screen.fill(Place("#a"), secret)
        screen.fill(Place("#b"), password)
        screen.fill(Place("#c", ("iframe",)), secret)
        screen.press(Place("#b"), "Tab")
        screen.picture(tmp_path / f"{number}.png")
        pictures.append((tmp_path / f"{number}.png").read_bytes())
    assert pictures[0] == pictures[1]


def test_documents_of_all_frames(screen: Tab, site: Site) -> None:
    """The HTML of each frame is there by its name, or its address, and that of the window under no name."""
    site.pages["/"] = "<iframe name=f src=/in></iframe><iframe src=/other></iframe>"
    site.pages["/in"] = site.pages["/other"] = "<p>in</p>"
    screen.goto(site.url("/"))
    documents = screen.documents()
    assert list(documents) == ["", "f", site.url("/other")]
    assert "<p>in</p>" in documents["f"]


def test_whether_a_document_was_asked_for_by_its_address(screen: Tab, site: Site) -> None:
    """So it is behind a link, and where a form that was sent led on to an address; in a frame, too."""
    site.pages["/"] = "<iframe name=list src=/list></iframe>"
    site.pages["/list"] = """<a href=/linked>link</a><form method=post action=/answer><button>send</button></form>
        <form method=post action=/moved><button>move</button></form>"""
    site.pages["/linked"] = site.pages["/answer"] = site.pages["/list"]
    site.pages["/moved"] = lambda handling: handling.answer("", 303, location="/list")
    screen.goto(site.url("/"))
    told = []
    for what in ("link", "send", "move", "send", "link"):
        screen.click(Place(f"text={what}", ("list",)))
        told.append(screen.asked_for_by_address(("list",)))
    assert told == [True, False, True, False, True]
    assert screen.asked_for_by_address()
