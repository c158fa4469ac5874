"""From page to page on a screen, to the end of the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.login.entering import LoggedOut
from legacy_adapters.sources.screen.paging import browsing
from legacy_adapters.sources.screen.paging.browsing import BrowserWalk
from legacy_adapters.sources.screen.paging.settings import Next
from legacy_adapters.sources.screen.screen import Place, Screen
from legacy_adapters.sources.screen.steps.doing import Doing
from legacy_adapters.sources.screen.view import Patience
from tests.sources.screen.fake_screen import shown
from tests.sources.screen.ledger import Ledger, rows
from tests.sources.screen.reading import PAGE, PAGES, WAYS

TABLE = Place("#list")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "SCROLLED_SECONDS", 0.02)


def walk(
    ledger: Ledger,
    onward: Callable[[Screen], bool] | None = None,
    check_inside: Callable[[], None] = lambda: None,
    **stated: Any,
) -> BrowserWalk:
    """The walk through the ledger's list, of which the first page is shown."""
    screen = shown("", ledger)
    screen.goto("/list")
    way = {**WAYS.get(ledger.way, {}), **stated}
    settings = Next.model_validate(way) if way else None
    return BrowserWalk(screen, TABLE, settings, Doing((), {}), Patience(0.02), check_inside, onward)


def seen(made: BrowserWalk, behind: int = 0) -> list[tuple[int, str]]:
    """Numbers and addresses of the pages that are handed over."""
    return [(page.count, page.address.removeprefix("http://ledger.test")) for page in made.pages(behind)]


ALL = [(1, "/list"), (2, "/list?page=2"), (3, "/list?page=3"), (4, "/list?page=4")]


@pytest.mark.parametrize("way", WAYS)
def test_to_the_last_page(way: str) -> None:
    """By each way, all pages once and in order."""
    assert seen(walk(Ledger(rows(10), way=way))) == ALL


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("behind", [1, 2, 4])
def test_pages_that_are_known_are_passed_by(way: str, behind: int) -> None:
    """The last of them comes too, to be compared."""
    assert seen(walk(Ledger(rows(10), way=way)), behind) == ALL[behind - 1 :]


def test_a_page_with_an_address_is_gone_to_at_once() -> None:
    """Those before it are not asked for again."""
    ledger = Ledger(rows(10), way="address")
    seen(walk(ledger), 3)
    assert ledger.asked == ["/list", "/list?page=3", "/list?page=4"]


def test_one_page_without_a_way_on() -> None:
    """Nothing is clicked."""
    ledger = Ledger(rows(10), way="none")
    assert seen(walk(ledger)) == [(1, "/list")]
    assert ledger.asked == ["/list"]


@pytest.mark.parametrize("disabled", ["disabled", "disabled=true", "aria-disabled=true", "hidden"])
def test_a_disabled_link_is_the_end(disabled: str) -> None:
    """However it is disabled."""
    assert len(seen(walk(Ledger(rows(7), disabled=disabled)))) == 3


def test_a_link_that_says_that_it_is_not_disabled() -> None:
    """Is followed."""
    made = walk(Ledger(rows(7), disabled="aria-disabled=false"), most=5)
    with pytest.raises(SourceChanged, match="more than 5 pages"):
        seen(made)


@pytest.mark.parametrize("stated", [{"pages": PAGES}, {"last": "#end"}])
def test_the_page_that_says_that_it_is_the_last(stated: dict[str, Any]) -> None:
    """Is the end, whatever link is there."""
    ledger = Ledger(rows(7), circle=1) if "pages" in stated else Ledger(rows(7))
    assert len(seen(walk(ledger, **stated))) == 3


def test_circles_have_an_end() -> None:
    """So many pages are too many."""
    with pytest.raises(SourceChanged, match="more than 20 pages") as caught:
        seen(walk(Ledger(rows(10), circle=1), most=20))
    assert caught.value.where.startswith("http://ledger.test/list")


def test_a_link_that_does_nothing() -> None:
    """A next page that is the same as the last one is a changed source, not the end."""
    ledger = Ledger(rows(3))
    made = walk(ledger, link="#journal")
    with pytest.raises(SourceChanged, match="the next page is the same as the last one"):
        seen(made)


def test_pages_of_the_same_rows_with_other_numbers() -> None:
    """A list may repeat itself: the number tells that it went on."""
    ledger = Ledger(rows(1) * 9, linked=False)
    assert len(seen(walk(ledger, page=PAGE))) == 3
    with pytest.raises(SourceChanged, match="same as the last"):
        seen(walk(ledger))


def test_a_button_for_more_that_brings_nothing_is_an_error() -> None:
    """The application may not have answered: rows would be missing, and nobody would know."""
    ledger = Ledger(rows(3), way="more")
    with pytest.raises(SourceChanged, match="the same as the last one"):
        seen(walk(ledger, more="#journal"))


def test_being_thrown_out_is_told_first() -> None:
    """Where no next page came, it is asked whether one is still in."""

    def check_inside() -> None:
        if screen.has(Place("#password")):
            raise LoggedOut("thrown out")

    ledger = Ledger(rows(9), login=True)
    screen = shown("", ledger)
    screen.context.session = "s"
    ledger.sessions.add("s")
    ledger.at[2] = ledger.throw_out
    screen.goto("/list")
    settings = Next.model_validate(WAYS["link"])
    with pytest.raises(LoggedOut):
        seen(BrowserWalk(screen, TABLE, settings, Doing((), {}), Patience(0.02), check_inside))


@pytest.mark.parametrize("way", ["more", "scroll"])
def test_rows_that_came_are_taken_only_of_one_who_is_in(way: str) -> None:
    """A script may have put the form of the login below the rows: the list is longer, and that is no page of it."""

    def check_inside() -> None:
        raise LoggedOut("thrown out")

    pages = walk(Ledger(rows(9), way=way), check_inside=check_inside).pages(0)
    assert next(pages).count == 1
    with pytest.raises(LoggedOut):
        next(pages)


def test_a_class_goes_on_by_itself() -> None:
    """Until it says that there was no way; what YAML says of the end is not asked."""

    def onward(screen: Screen) -> bool:
        if not screen.has(Place("#next")):
            return False
        screen.click(Place("#next"))
        return True

    made = replace(walk(Ledger(rows(10)), onward), settings=None)
    assert seen(made) == ALL
    with pytest.raises(SourceChanged, match="same as the last"):
        seen(replace(walk(Ledger(rows(3)), lambda _screen: True), settings=None))


@pytest.mark.parametrize("way", ["link", "address", "more", "scroll", "further"])
def test_each_request_is_paced(way: str) -> None:
    """As often as the application is asked."""
    paced: list[str] = []
    ledger = Ledger(rows(7), way=way)
    made = walk(ledger)
    seen(replace(made, doing=Doing((), {}, lambda: paced.append("asked"))))
    assert len(paced) == len(ledger.asked) - 1 + (way == "scroll")


def test_more_of_the_same_under_another_address() -> None:
    """A button that brings the rows that are there, and is there again, leads in circles; one that goes is the end."""
    with pytest.raises(SourceChanged, match="goes in circles") as caught:
        seen(walk(Ledger(rows(10), way="more", circle=9)))
    assert caught.value.where == "http://ledger.test/list?page=9"
    ledger = Ledger(rows(9), way="more")
    ledger.leaves_out = 3
    assert seen(walk(ledger))[-1] == (3, "/list?page=4")
    ended = walk(Ledger(rows(10), way="more", circle=9), last="#more")
    assert [count for count, _ in seen(ended)] == [1]
