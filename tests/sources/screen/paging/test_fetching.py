"""From page to page with the session alone."""

from __future__ import annotations

from typing import Any

import pytest

from legacy_adapters.core.errors import RecipeRefused, SourceChanged
from tests.sources.screen.ledger import Ledger, rows
from tests.sources.screen.reading import PAGE, WAYS, begun, cells, expected, identity, read

FETCHED = ("link", "further", "numbers", "address")


@pytest.mark.parametrize("way", FETCHED)
def test_the_same_as_in_the_browser(way: str, tmp_path: Any) -> None:
    """Both lanes hand over the same batches, to the position."""
    ledger = Ledger(rows(10), way=way)
    assert identity(read(ledger, tmp_path, session=True)) == identity(read(ledger, tmp_path))


def test_only_the_first_page_is_shown(tmp_path: Any) -> None:
    """It is read both ways, all others by the session."""
    ledger = Ledger(rows(10), way="address")
    notes: list[str] = []
    batches = read(ledger, tmp_path, notes=notes, session=True)
    assert cells(batches) == expected(ledger.rows)
    assert notes == []
    assert ledger.asked.count("/list") >= 2


def test_pages_that_only_a_script_knows(tmp_path: Any) -> None:
    """Are read in the browser, and it is said why."""
    ledger, notes = Ledger(rows(7), way="script"), list[str]()
    assert cells(read(ledger, tmp_path, notes=notes, session=True)) == expected(ledger.rows)
    assert notes == ["pages are read in the browser, as #next has no address that can be asked for without a browser"]


def test_a_first_page_that_is_another_one(tmp_path: Any) -> None:
    """Where the session alone is shown something else, the browser reads."""
    ledger, notes = Ledger(rows(7)), list[str]()
    first = list(ledger.rows)
    ledger.at[3] = ledger.rows.reverse
    ledger.at[4] = lambda: ledger.rows.__setitem__(slice(None), first)
    batches = read(ledger, tmp_path, notes=notes, session=True)
    assert cells(batches) == expected(first)
    assert notes == ["pages are read in the browser, as the first page is another one without the browser"]


@pytest.mark.parametrize("way", FETCHED)
@pytest.mark.parametrize("pages", [1, 2, 4])
def test_it_goes_on_behind_every_page(way: str, pages: int, tmp_path: Any) -> None:
    """The rest comes as it would have."""
    ledger = Ledger(rows(10), way=way)
    whole = read(ledger, tmp_path, session=True)
    some = begun(ledger, tmp_path, pages, session=True)
    assert identity(some + read(ledger, tmp_path, some[-1].position, session=True)) == identity(whole)


def test_too_many_pages(tmp_path: Any) -> None:
    """Circles end."""
    ledger = Ledger(rows(7), circle=3)
    with pytest.raises(SourceChanged, match=r"goes in circles: this is page 3 again"):
        read(ledger, tmp_path, session=True, next={**WAYS["link"], "most": 9})


def test_a_gap(tmp_path: Any) -> None:
    """A page number that is left out is a changed source."""
    with pytest.raises(SourceChanged, match="page 3 came behind page 1"):
        read(Ledger(rows(10), leaves_out=2), tmp_path, session=True, next={**WAYS["link"], "page": PAGE})


def test_another_host_is_refused(tmp_path: Any) -> None:
    """The session stays with the application."""
    stated = {"address": "http://elsewhere.test/list?page={page}", "pages": {"at": "#pager", "matches": r"of (\d+)"}}
    with pytest.raises(RecipeRefused, match="elsewhere"):
        read(Ledger(rows(10)), tmp_path, session=True, next=stated)
