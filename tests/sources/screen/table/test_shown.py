"""What a cell shows."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.screen.table.settings import Extra
from legacy_adapters.sources.screen.table.shown import extra_of, label_of, text_of, without_nbsp
from legacy_adapters.sources.screen.table.spans import Cell

BASE = "http://ledger.test/app/list.asp?page=2"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("x", "x"),
        ({"text": "x", "links": ["y"]}, "x"),
        ({"text": "EUR", "values": ["1,00", ""]}, "EUR 1,00"),
        ({"text": "", "values": ["a", "b"]}, "a b"),
        ({"text": "", "checked": [True]}, "true"),
        ({"text": "", "checked": [False]}, "false"),
        ({"text": "posted", "checked": [False]}, "posted"),
    ],
)
def test_text(cell: Cell, text: str) -> None:
    """The text with what is filled in; a checkbox alone is what it says."""
    assert text_of(cell) == text


def test_label_is_without_what_was_filled_in() -> None:
    """A filter in a header is no part of the column's name."""
    assert label_of({"text": "Year", "values": ["2025"]}) == "Year"
    assert label_of("Year") == "Year"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("view.asp?id=1&x=2", "http://ledger.test/app/view.asp?id=1&x=2"),
        ("?page=3", "http://ledger.test/app/list.asp?page=3"),
        ("../x y.asp#top", "http://ledger.test/x y.asp#top"),
        (" //other.test/a ", "http://other.test/a"),
        ("javascript:__doPostBack('g','Page$2')", "javascript:__doPostBack('g','Page$2')"),
        ("http://[", "http://["),
        ("", BASE),
    ],
)
def test_links_are_whole_addresses(link: str, address: str) -> None:
    """Relative links are of the page; what is no address stays as it is."""
    assert extra_of({"text": "", "links": [link]}, "link", BASE) == address


@pytest.mark.parametrize(
    ("extra", "found"),
    [("link", "http://a/\nhttp://b/"), ("image", "locked"), ("value", "1,00"), ("checked", "true\nfalse")],
)
def test_extras(extra: Extra, found: str) -> None:
    """Several are a line each; a cell that has none is null."""
    cell: Cell = {
        "text": "x",
        "links": ["http://a/", "http://b/"],
        "images": ["locked"],
        "values": ["1,00"],
        "checked": [True, False],
    }
    assert extra_of(cell, extra, BASE) == found
    assert extra_of({"text": "x"}, extra, BASE) is None
    assert extra_of("x", extra, BASE) is None


def test_no_break_spaces() -> None:
    """Blanks inside, nothing at the ends."""
    assert without_nbsp("\xa0a\xa0b \n\xa0") == "a b"
