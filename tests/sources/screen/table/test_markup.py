"""Cells from HTML, without a browser."""

from __future__ import annotations

import json

import pytest

from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.sources.screen.table.markup import cells_of
from tests.sources.screen.table.pages import PAGES, URL, Page


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_pages_as_old_applications_write_them(page: Page) -> None:
    """The cells are what a person sees, and the text is as compact as a browser's."""
    found = cells_of(
        page.html.encode(), selector="#t", url=URL, content_type="text/html; charset=utf-8", layout=page.layout
    )
    assert json.loads(found) == page.cells
    assert found == json.dumps(page.cells, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("selector", ["table.list", "css=table.list", "xpath=//table[@class='list']", "//table[2]"])
def test_ways_to_say_where(selector: str) -> None:
    """CSS and XPath find the same table, and the first one counts."""
    page = b"<table><tr><td>no</table><table class=list><tr><td>yes</table><table class=list><tr><td>no</table>"
    assert json.loads(cells_of(page, selector=selector, url=URL))["rows"] == [["yes"]]


@pytest.mark.parametrize(
    "selector", ["text=Journal", "table:has-text('x')", "table >> tr", "xpath=//[", "xpath=//table[no:such()]"]
)
def test_what_only_a_browser_finds(selector: str) -> None:
    """A selector of the browser's own, or one that is none, is a wrong recipe."""
    with pytest.raises(ConfigError, match="cannot be found without a browser"):
        cells_of(b"<table>", selector=selector, url=URL)


@pytest.mark.parametrize("page", [b"<p>Please log in", b"", b"   ", b"\x00\xff\x00", b"<!-- only this"])
def test_table_that_is_not_there(page: bytes) -> None:
    """A page without the table is another page than the recipe was made for."""
    with pytest.raises(SourceChanged, match="there is no #t on the page") as error:
        cells_of(page, selector="#t", url=URL)
    assert error.value.where == URL


@pytest.mark.parametrize("selector", ["xpath=//td/text()", "xpath=count(//td)", "xpath=//td/@class", "//td = 1"])
def test_path_to_something_else_than_an_element(selector: str) -> None:
    """Texts, numbers and attributes are no table."""
    with pytest.raises(SourceChanged):
        cells_of(b"<table><tr><td class=x>1</table>", selector=selector, url=URL)


def test_code_page_of_the_recipe() -> None:
    """Where a page says nothing of its code page, the recipe does."""
    page = "<table id=t><tr><td>Łódź</table>".encode("cp1250")
    assert json.loads(cells_of(page, selector="#t", url=URL, charset="windows-1250"))["rows"] == [["Łódź"]]


def test_deep_nesting_is_read() -> None:
    """A page that nests thousands deep needs no deep stack, and takes nothing with it."""
    page = b"<table id=t><tr><td>" + b"<b><i>" * 1_000 + b"x" + b"<tr><td>2</table>"
    rows = json.loads(cells_of(page, selector="#t", url=URL))["rows"]
    assert rows == [["x"], ["2"]]
    page = b"<table id=t>" + b"<b>" * 1_000 + b"<tr><td>1</table><dl>" + b"<div>" * 1_000 + b"<dt>x"
    assert json.loads(cells_of(page, selector="#t", url=URL))["rows"] == [["1"]]
    assert json.loads(cells_of(page, selector="dl", url=URL))["rows"] == []


def test_large_page_is_read_whole() -> None:
    """Every row of a page of many megabytes is there."""
    row = b"<tr><td>%08d</td><td>" + b"x" * 2_000 + b"</td></tr>\n"
    page = b"<table id=t>" + b"".join(row % number for number in range(6_000)) + b"</table>"
    rows = json.loads(cells_of(page, selector="#t", url=URL))["rows"]
    assert [rows[0][0], rows[-1][0], len(rows)] == ["00000000", "00005999", 6_000]


def test_cell_of_many_megabytes_is_read_whole() -> None:
    """A single text beyond the usual limits of the parser is not cut."""
    page = b"<table id=t><tr><td>" + b"y" * 20_000_000 + b"</table>"
    assert len(json.loads(cells_of(page, selector="#t", url=URL))["rows"][0][0]) == 20_000_000
