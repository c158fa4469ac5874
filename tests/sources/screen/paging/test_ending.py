"""Whether a page is the last, and which number it has."""

from __future__ import annotations

from typing import Any

import pytest

from legacy_adapters.sources.screen.paging.ending import Standing
from legacy_adapters.sources.screen.paging.settings import Next
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.fake_screen import shown
from tests.sources.screen.reading import PAGE, PAGES

FIGURES = r"of ([\d,.]+)"
"""What `pages` is described by."""

ADDRESS = {"address": "/list?page={page}"}


def standing(**stated: Any) -> Standing:
    return Standing(Next.model_validate(stated), ("main",), {"year": "2025"})


@pytest.mark.parametrize(
    ("stated", "page", "count", "last"),
    [
        ({"link": "#next"}, "<a id=next>", 9, False),
        ({"link": "#next", "last": "#end"}, "<p id=end>", 1, True),
        ({"link": "#next", "last": "#end"}, "<p id=end hidden>", 1, False),
        ({"link": "#next", "pages": PAGES}, "<p id=pager>Page 2 of 3", 2, False),
        ({"link": "#next", "pages": PAGES}, "<p id=pager>Page 3 of 3", 3, True),
        ({"link": "#next", "pages": PAGES}, "<p id=pager>Page 1 of 0", 1, True),
        ({"link": "#next", "pages": PAGES}, "", 1, False),
        ({"link": "#next", "pages": {"at": "#pager"}}, "<p id=pager>many", 1, False),
        ({**ADDRESS, "pages": PAGES}, "", 1, True),
        ({**ADDRESS, "pages": {"at": "#pager", "matches": FIGURES}}, "<p id=pager>Page 1 of 1,234", 1233, False),
        ({**ADDRESS, "pages": {"at": "#pager", "matches": FIGURES}}, "<p id=pager>Page 1 of 1,234.", 1234, True),
        ({**ADDRESS, "pages": {"at": "#pager", "matches": FIGURES}}, "<p id=pager>Page 1 of 1.234", 1234, True),
        ({**ADDRESS, "last": "#end"}, "", 1, False),
        ({**ADDRESS, "pages": PAGES, "last": "#end"}, "<p id=pager>Page 2 of 3</p><p id=end>", 2, True),
    ],
)
def test_the_last_page(stated: dict[str, Any], page: str, count: int, last: bool) -> None:
    """By what is seen there only, or by the number of pages; a list without a pager has one page where pages are
    asked for by address, and goes on as long as there is a link otherwise."""
    assert standing(**stated).is_last(shown(page), count) is last


@pytest.mark.parametrize(("page", "number"), [("<p id=pager>Page 2 of 3", 2), ("<p id=pager>All", None), ("", None)])
def test_the_number_that_is_shown(page: str, number: int | None) -> None:
    """None where there is none."""
    assert standing(link="#next", page=PAGE).number(shown(page)) == number
    assert standing(link="#next").number(shown(page)) is None


def test_the_description_shows_what_reads_any_number_of_pages() -> None:
    """What is copied from the editor's help does not make 1 of 1,234."""
    assert FIGURES in str(Next.model_fields["pages"].description)


def test_places_know_the_parameters_and_the_page() -> None:
    """The number of the page goes before a parameter of that name."""
    found = standing(link="text={year}-{page}")
    assert found.settings.link is not None
    assert found.place(found.settings.link, 4) == Place("text=2025-4", ("main",))
