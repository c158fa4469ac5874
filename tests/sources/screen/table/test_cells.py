"""Cells as a browser gives them, against cells from the same HTML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.screen.table import cells
from legacy_adapters.sources.screen.table.markup import cells_of
from tests.service.require import require
from tests.sources.screen.table.pages import PAGES, URL, Page

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

BROWSER = Path("/usr/lib/chromium/chromium-headless-shell")
TYPE = "text/html; charset=utf-8"


def test_scripts_are_functions() -> None:
    """Both scripts are functions of an element, as the browser's room wants them."""
    assert cells.CELLS_SCRIPT.startswith("(element, layout) => {")
    assert cells.LANDMARKS_SCRIPT.startswith("(root, data) => {")


def test_nothing_lays_the_page_out() -> None:
    """The script asks for nothing for which the browser would have to compute styles or positions."""
    code = "".join(line for line in cells.CELLS_SCRIPT.splitlines(keepends=True) if not line.strip().startswith("//"))
    assert not any(name in code for name in ("innerText", "getComputedStyle", "offset", "client", "getBounding"))


def test_other_names_are_unknown() -> None:
    """A name that is not a script's is an error as in any module."""
    with pytest.raises(AttributeError, match="NO_SCRIPT"):
        cells.NO_SCRIPT  # noqa: B018


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    """A tab of a browser that shows what the attribute ``html`` of the module's server says."""
    program = require(
        BROWSER if BROWSER.exists() else None, str(BROWSER), "install the package chromium-headless-shell"
    )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page()
        browser.close()


def shown(tab: Tab, html: str) -> None:
    """Opens a page."""
    tab.unroute_all()
    tab.route("**/*", lambda route: route.fulfill(body=html.encode(), content_type=TYPE))
    tab.goto(URL, wait_until="commit")
    tab.wait_for_load_state("domcontentloaded")


def in_browser(tab: Tab, layout: str | None = None) -> str:
    """The cells that the browser gives."""
    element = tab.query_selector("#t")
    assert element is not None
    return str(element.evaluate(cells.CELLS_SCRIPT, layout))


@pytest.mark.service
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_browser_and_markup_give_the_same(tab: Tab, page: Page) -> None:
    """The two lanes give the same text to the last byte, also for soup."""
    shown(tab, page.html)
    alone = cells_of(page.html.encode(), selector="#t", url=URL, content_type=TYPE, layout=page.layout)
    assert in_browser(tab, page.layout) == alone


TEXT = st.text(st.sampled_from("ab01 \n\t\xa0<&\"'=é€\u202e"), max_size=8)
INLINE = st.sampled_from(
    ["{}", "<b>{}</b>", "<a href='?{}'>x</a>", " {}<br>", "<p>{}</p>", "<div>{}</div> ", "<span hidden>{}</span>"]
)
CELL = st.lists(st.tuples(INLINE, TEXT), max_size=4)
ATTRIBUTES = st.sampled_from(
    ["", " colspan=2", " rowspan=3", " class='a  b'", " style='display:none'", " colspan=0 rowspan=0"]
)
ROWS = st.lists(st.lists(st.tuples(st.sampled_from(["td", "th"]), ATTRIBUTES, CELL), max_size=4), max_size=4)


def page_of(rows: list[list[tuple[str, str, list[tuple[str, str]]]]]) -> str:
    """Well-formed HTML of some rows."""

    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;")

    lines = (
        "".join(
            f"<{name}{attributes}>{''.join(inline.format(escaped(text)) for inline, text in cell)}</{name}>"
            for name, attributes, cell in row
        )
        for row in rows
    )
    return f"<!DOCTYPE html><table id='t'><tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"


@pytest.mark.service
@given(rows=ROWS)
def test_both_lanes_agree_on_any_well_formed_table(tab: Tab, rows: list[Any]) -> None:
    """Whatever stands in the cells of a well-formed page, the two lanes give the same text."""
    html = page_of(rows)
    tab.set_content(html)
    alone = cells_of(html.encode(), selector="#t", url=tab.url, content_type=TYPE)
    assert in_browser(tab) == alone


@pytest.mark.service
def test_cells_that_a_script_made(tab: Tab) -> None:
    """What scripts have filled in is read as it is now, half characters included."""
    shown(tab, "<table id=t><tr><td>1<td><input value=old><td><input type=checkbox></table>")
    tab.evaluate(
        "() => { const cells = document.querySelector('#t').rows[0].cells; cells[0].textContent = 'a\\ud800b';"
        "cells[1].firstChild.value = 'new'; cells[2].firstChild.checked = true }"
    )
    assert in_browser(tab) == (
        '{"kind":"grid","parts":[["body",1]],"rows":[["a\\ud800b",{"text":"","values":["new"]},{"text":"","checked":[true]}]]}'
    )


@pytest.mark.service
def test_cell_of_very_many_lines(tab: Tab) -> None:
    """A text of many thousand lines takes no longer than its length asks for, in both lanes."""
    html = "<table id=t><tr><td>x" + "<br>" * 20_000 + "<div> y </div>" * 5_000 + "</table>"
    shown(tab, html)
    assert in_browser(tab) == cells_of(html.encode(), selector="#t", url=URL, content_type=TYPE)


@pytest.mark.service
def test_landmarks_of_a_page(tab: Tab) -> None:
    """Headings, captions, legends and fields are found, but not those in the rows of a grid, nor hidden ones."""
    shown(
        tab,
        "<h1>Journal  2025</h1><form><fieldset><legend>Search</legend><input name=year><select name=kind></select>"
        "<input type=hidden name=__VIEWSTATE></fieldset></form><table><caption>Entries</caption><thead><tr><th><input "
        "name=all type=checkbox><th>Voucher</thead><tr><td><input name=row1 type=checkbox><td>0012</table>"
        "<table><tr><th>Name<td><input name=name></table><div id=data><h2>ACME</h2><input name=inside></div>",
    )
    root, data = tab.query_selector(":root"), tab.query_selector("#data")
    assert root is not None
    assert root.evaluate(cells.LANDMARKS_SCRIPT, data) == (
        '{"headings":["Journal 2025"],"captions":["Entries"],"legends":["Search"],"fields":[["year","text"],'
        '["kind","select-one"],["all","checkbox"],["name","text"]]}'
    )
