"""A window is looked at while a person works in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page

from legacy_adapters.sources.screen.browser.looking import frames_to, look_at
from legacy_adapters.sources.screen.browser.opening import record
from legacy_adapters.sources.screen.browser.settings import BrowserSettings
from legacy_adapters.sources.screen.drafting.actions import Look
from legacy_adapters.sources.screen.drafting.watching import Watching
from legacy_adapters.sources.screen.table.cells import CELLS_SCRIPT
from tests.sources.screen.browser.site import Site

pytestmark = pytest.mark.service

_ROW = "<tr><td>1<td>2<td>3"


@pytest.fixture
def pages(site: Site, program: Path) -> Site:
    """The application, for which a browser is there."""
    assert program.is_file()
    return site


def _looks(url: str) -> tuple[Look | None, list[tuple[str, ...]]]:
    """A look at a page once it is loaded, and the ways to its frames."""
    found: list[tuple[Look | None, list[tuple[str, ...]]]] = []

    async def work(page: Page) -> None:
        await page.wait_for_load_state("load")
        look = await look_at(page, 7, 1, CELLS_SCRIPT)
        found.append((look, [await frames_to(frame) for frame in page.frames]))
        await page.close()

    settings = BrowserSettings(headless=True)
    record(url, settings, Watching.with_cells(CELLS_SCRIPT), ready=lambda _: None, attend=work)
    return found[0]


def test_the_largest_table_of_all_frames(pages: Site) -> None:
    """Tables that only lay a page out, or that cannot be seen, are smaller or none."""
    pages.pages |= {
        "/": "<table><tr><td>a<td><iframe name=main src=/inner></iframe></table>"
        f"<table id=gone hidden>{_ROW * 9}</table>",
        "/inner": f"<table><tr><td><div><table>{_ROW * 4}</table></div><td>x<tr><td>y</table><p>4 rows",
    }
    look, _ = _looks(pages.url("/"))
    assert look is not None
    assert (look.after, look.window) == (7, 1)
    assert look.table is not None
    assert (look.table.at, look.table.frames) == ("div > table", ("main",))
    assert look.table.cells.count('["1","2","3"]') == 4
    assert [(spot.at, spot.frames, spot.text, spot.sure) for spot in look.texts] == [("p", ("main",), "4 rows", False)]


def test_the_way_to_a_frame(pages: Site) -> None:
    """By names, and by a selector where a frame has none."""
    pages.pages |= {
        "/": "<iframe name=a src=/in></iframe><iframe id=b src=/in></iframe><p><iframe src=/in></iframe>",
        "/in": "<iframe srcdoc='x'></iframe>",
    }
    _, ways = _looks(pages.url("/"))
    assert set(ways) == {
        (),
        ("a",),
        ("a", "iframe"),
        ("#b",),
        ("#b", "iframe"),
        ("p > iframe",),
        ("p > iframe", "iframe"),
    }


def test_a_page_without_a_list(pages: Site) -> None:
    """A form is none; that it asks for a password is seen."""
    pages.pages["/"] = "<input type=password><table><tr><td>only one column</table>"
    look, _ = _looks(pages.url("/"))
    assert look == Look(7, 1, locked=True)
