"""Places in the HTML of a page that nobody is shown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.sources.screen.fetched_view import FetchedView
from legacy_adapters.sources.screen.screen import Fetched, Place

URL = "http://ledger.test/app/list?page=2"

PAGE = """<html><head><title>Next</title><script>var next = 'Next'</script></head><body>
<p id=found>12&nbsp;records <b>found</b></p>
<div id=unseen style="display:none"><a id=inner href="/x">Hidden</a></div>
<a id=next href=" list?page=3 ">Next page</a><a id=script href="JavaScript:go()">Go</a><a id=none>None</a>
<img id=logo src="../logo.png"><input id=field value=47><textarea id=area>
two
lines</textarea><select id=list><option value=1>One<option value=2 selected>Two</select>
<input type=submit value="Log off"><input type=text value="typed"><p>No <script>one</script>rows</p>
<div><span>Next</span> <i>&amp; last</i></div>
<table id=t><tr><th>No<tr><td>0012</table></body></html>"""


def view(page: str = PAGE, url: str = URL, content_type: str = "text/html; charset=utf-8") -> FetchedView:
    return FetchedView.of(Fetched(url, 200, {"content-type": content_type}, page.encode()), None)


@pytest.mark.parametrize(
    ("selector", "there"),
    [
        ("#found", True),
        ("xpath=//p[@id='found']", True),
        ("text=records found", True),
        ("text=RECORDS", True),
        ('text="Next page"', True),
        ("text='Next'", True),
        ('text="next page"', False),
        ("text=var next", False),
        ("text=log off", True),
        ("text=typed", False),
        ("text='No rows'", True),
        ("#unseen", False),
        ("#inner", False),
        ("text=Hidden", False),
        ("#nowhere", False),
    ],
)
def test_what_can_be_seen(selector: str, there: bool) -> None:
    """By CSS, XPath or text, as a browser finds it; what is hidden, and scripts, are not seen."""
    assert view().has(Place(selector)) is there


def test_frames_are_not_looked_at() -> None:
    """The page is the document of one frame itself."""
    assert view().has(Place("#found", ("main",)))


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        ("#found", "12\xa0records found"),
        ("text=next page", "Next page"),
        ("#field", "47"),
        ("#area", "two\nlines"),
        ("#list", "2"),
    ],
)
def test_texts(selector: str, text: str) -> None:
    """Of an element what is seen of it, of a field its value."""
    assert view().text(Place(selector)) == text


@pytest.mark.parametrize(
    ("selector", "name", "value"),
    [
        ("#next", "href", "http://ledger.test/app/list?page=3"),
        ("#logo", "src", "http://ledger.test/logo.png"),
        ("#script", "href", "JavaScript:go()"),
        ("#none", "href", None),
        ("#next", "id", "next"),
    ],
)
def test_attributes(selector: str, name: str, value: str | None) -> None:
    """Addresses are whole, all else is as written."""
    assert view().attribute(Place(selector), name) == value


def test_what_addresses_are_relative_to() -> None:
    """The page's `base`, itself relative to the page."""
    page = '<base href="/other/"><a id=next href="list">x</a>'
    assert view(page).attribute(Place("#next"), "href") == "http://ledger.test/other/list"


def test_cells_are_those_of_the_table() -> None:
    """Text stays text."""
    assert json.loads(view().cells(Place("#t")))["rows"][1] == ["0012"]


def test_what_is_not_there_is_a_changed_source() -> None:
    """With the page, but without what is secret in its address."""
    found = view(url="http://u:p@ledger.test/list")
    for read in (found.cells, found.text, lambda place: found.attribute(place, "href")):
        with pytest.raises(SourceChanged, match="there is no #nowhere on the page") as caught:
            read(Place("#nowhere"))
        assert caught.value.where == "http://ledger.test/list"


def test_what_only_a_browser_finds() -> None:
    """Selectors of Playwright's own are an error of the recipe."""
    with pytest.raises(ConfigError):
        view().has(Place("a:has-text('x')"))


@pytest.mark.parametrize("body", [b"", b" ", b"\x00", b"<!-- nothing -->"])
def test_an_empty_page_has_nothing(body: bytes) -> None:
    """And is no crash."""
    found = FetchedView.of(Fetched(URL, 200, {}, body), None)
    assert not found.has(Place("#found"))
    assert not found.has(Place("text=x"))


@pytest.mark.parametrize(
    ("headers", "charset", "head"),
    [
        ({"content-type": "text/html; charset=windows-1252"}, None, ""),
        ({}, "windows-1252", ""),
        ({}, None, "<meta charset=windows-1252>"),
    ],
)
def test_the_code_page(headers: Any, charset: str | None, head: str) -> None:
    """Is what the page declares, or what the recipe says of pages that declare none."""
    body = f"{head}<p id=a>Müller €</p>".encode("cp1252")
    assert FetchedView.of(Fetched(URL, 200, headers, body), charset).text(Place("#a")) == "Müller €"


def test_the_document_as_html() -> None:
    """What is kept of a page is all of it."""
    assert "0012" in view().content()
    assert "Hidden" in view().content()
