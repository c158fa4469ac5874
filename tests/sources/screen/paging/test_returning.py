"""Back to a page of a list by its address."""

from __future__ import annotations

import pytest

from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.fetched_view import FetchedView
from legacy_adapters.sources.screen.paging.returning import Astray, Returning
from legacy_adapters.sources.screen.paging.seen import PageSeen
from legacy_adapters.sources.screen.screen import Fetched, Place
from legacy_adapters.sources.screen.steps.doing import Doing
from legacy_adapters.sources.screen.view import Patience
from legacy_adapters.sources.screen.whole.proof import mark_of
from tests.sources.screen.fake_screen import HTML, FakeScreen, shown
from tests.sources.screen.ledger import Ledger, rows

TABLE = Place("#list")
SECOND = "http://ledger.test/list?page=2"


def returning(screen: FakeScreen) -> Returning:
    return Returning(screen, TABLE, Doing((), {}), Patience(0.02))


def listed() -> FakeScreen:
    """A window that shows the second page of a list."""
    screen = shown("", Ledger(rows(10)))
    screen.goto("/list?page=2")
    return screen


def address_of(screen: FakeScreen, address: str = SECOND, before: str = "http://ledger.test/list") -> str:
    return returning(screen).address_of(PageSeen(2, screen, "", address), before)


def test_the_address_of_a_page() -> None:
    """Leads there, unless the page before had the same, a form was sent for it, or there is none to be asked for."""
    screen = listed()
    assert address_of(screen) == SECOND
    assert address_of(screen, before=SECOND) == ""
    assert address_of(screen, "about:blank") == ""
    screen.sent = True
    assert address_of(screen) == ""
    fetched = FetchedView.of(Fetched(SECOND, 200, HTML, b""), None)
    assert returning(screen).address_of(PageSeen(2, fetched, "", SECOND), "") == SECOND


@pytest.mark.parametrize("secret", ["&password=x", "&sid=0123456789abcdef0123", "&q=known-secret-1"])
def test_an_address_with_a_secret_is_not_kept(secret: str) -> None:
    """One that is known, or that its name tells; nor one with a user's name and password."""
    KNOWN.add("known-secret-1")
    assert address_of(listed(), SECOND + secret) == ""
    assert address_of(listed(), SECOND.replace("//", "//user:known@")) == ""


def test_back_to_a_page() -> None:
    """The screen shows it afterwards; another page, none, or one without the list is an address that leads astray."""
    mark = mark_of(listed().cells(TABLE))
    screen = listed()
    screen.goto("/list")
    returning(screen).to(SECOND, mark)
    assert screen.url == SECOND
    for address in ("/list?page=3", "/", "/list?page=99"):
        with pytest.raises(Astray):
            returning(screen).to(address, mark)
