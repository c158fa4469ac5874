"""What peers read."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks.screen_peers import PEERS, of_html, write

_PAGE = (
    b"<table id=grid><tr><th>Column 1<th>Column 2<tr><td>0001<td>\x80 1,00</table><a id=next href='?page=2'>Next</a>"
)


def test_a_page_by_lxml() -> None:
    """Its cells, and where its link leads."""
    assert of_html(_PAGE, "http://x.test/a?page=1") == ([["0001", "€ 1,00"]], "http://x.test/a?page=2")
    assert of_html(b"<table id=grid><tr><th>Column 1</table>", "http://x.test/") == ([], None)


def test_a_copy_has_our_header(tmp_path: Path) -> None:
    """So that all copies are compared alike."""
    write([["0001", "a"]], tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["Column 1", "Column 2"], ["0001", "a"]]


def test_peers_are_those_that_are_named() -> None:
    """By the names that the command takes."""
    assert set(PEERS) == {"httpx_lxml", "playwright_evaluate", "playwright_locators", "scrapy_playwright", "crawlee"}
