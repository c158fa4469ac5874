"""Adminer is there, shows the sample company's tables, and looks as scrapers/adminer/ABOUT.md says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal

import pytest
from lxml.html import HtmlElement

from tests.fixtures.nordhandel import kept_figures
from tests.service.adminer import GUESSED, TABLES, Adminer
from tests.service.clerk import Clerk, Page

# One SQL-Ledger and one Adminer for all workers: they take some time to fill.
pytestmark = pytest.mark.xdist_group("third_party")

_ORDERED = {"order[0]": "LFDNR", "limit": "1000", "text_length": ""}


@pytest.fixture
def clerk(adminer: Adminer) -> Iterator[Clerk]:
    """Somebody who has logged in."""
    clerk = adminer.clerk()
    yield clerk
    clerk.close()


def _header(page: Page) -> list[str]:
    return [str(name) for name in page.tree.xpath("//table[@id='table']/thead//th/a/span/text()")]


def _rows(page: Page) -> list[tuple[str | None, ...]]:
    """The cells of each row without the one to tick; None for what is shown as NULL in italics."""
    rows = page.tree.xpath("//table[@id='table']//tr[td[@id]]")
    return [tuple(_value(cell) for cell in row if cell.get("id")) for row in rows]


def _value(cell: HtmlElement) -> str | None:
    if len(cell) == 0:
        return cell.text or ""
    return None if cell[0].tag == "i" and cell[0].text == "NULL" else str(cell.text_content())


def _count(page: Page) -> str:
    """The text below the table that says how many rows there are."""
    [label] = page.tree.xpath("//fieldset[legend='Whole result']/label")
    return str(label.xpath("string(text()[normalize-space()])"))


def _error(page: Page) -> str:
    return str(page.tree.xpath("string(//*[@class='error'])")).strip()


def _as_text(value: object) -> str | None:
    return None if value is None else str(value)


def test_tables_are_those_of_the_sample_company(adminer: Adminer) -> None:
    """The database behind the application has as many rows as the sample company's own."""
    rows = {stream["table"]: stream["read"] for stream in kept_figures()["streams"].values()}
    for table in TABLES:
        assert adminer.query(f'SELECT count(*) FROM "{table}"') == [(rows[table],)]


def test_all_pages_together_equal_the_database(adminer: Adminer, clerk: Clerk) -> None:
    """Over all numbered pages each value of each row is the database's own, also blanks, NULL and the cents."""
    first = adminer.select(clerk, "GLTRAN", **_ORDERED)
    last = int(first.tree.xpath("string((//fieldset[legend='Page']/a)[last()])"))
    pages = [first, *(adminer.select(clerk, "GLTRAN", **_ORDERED, page=str(number)) for number in range(1, last))]
    shown = [row for page in pages for row in _rows(page)]
    held = adminer.query('SELECT * FROM "GLTRAN" ORDER BY "LFDNR"')
    assert shown == [tuple(_as_text(value) for value in row) for row in held]
    column = _header(first).index("BETRAG")
    assert [(sum(Decimal(row[column] or 0) for row in shown),)] == adminer.query('SELECT sum("BETRAG") FROM "GLTRAN"')
    assert [_count(first), _count(pages[-1])] == ["20,263 rows"] * 2


def test_header_names_the_columns_and_their_types(adminer: Adminer, clerk: Clerk) -> None:
    """Each column's heading holds its name, its type as a title, and scripts that are no part of the name."""
    page = adminer.select(clerk, "KUNDEN")
    names = [
        row[0]
        for row in adminer.query(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
            "KUNDEN",
        )
    ]
    assert _header(page) == names
    assert {'Name "alt"', "Währung", "Lfd. Nr."} <= set(names)
    assert page.tree.xpath("//table[@id='table']/thead//th[script]")
    assert page.tree.xpath("//table[@id='table']/thead//th/a/span/@title")[:2] == ["bigint", "text"]


def test_page_after_the_last_is_empty(adminer: Adminer, clerk: Clerk) -> None:
    """A page number too high gives no table and a message, not an error."""
    page = adminer.select(clerk, "GLTRAN", **_ORDERED, page="21")
    assert _rows(page) == []
    assert page.tree.xpath("string(//p[@class='message'])").strip() == "No rows."


def test_number_of_rows_is_a_guess_where_the_database_has_statistics(adminer: Adminer, clerk: Clerk) -> None:
    """The count of a big table with stale statistics is marked ``~`` and wrong; on the last page it is exact."""
    [(held,)] = adminer.query(f'SELECT count(*) FROM "{GUESSED}"')
    first = adminer.select(clerk, GUESSED)
    assert re.fullmatch(r"~ [\d,]+ rows", _count(first))
    assert _count(first) != f"~ {held:,} rows"
    assert first.tree.xpath("string((//fieldset[legend='Page']/a)[last()])") == "last"
    assert _count(adminer.select(clerk, GUESSED, page="last")) == f"{held:,} rows"


def test_long_texts_are_cut_unless_the_length_is_empty(adminer: Adminer, clerk: Clerk) -> None:
    """A text of over 100 characters ends with an ellipsis in italics; with an empty ``text_length`` it is whole."""
    [(longest,)] = adminer.query('SELECT max(length("NAME")) FROM "KUNDEN"')
    cut = adminer.select(clerk, "KUNDEN", limit="300")
    whole = adminer.select(clerk, "KUNDEN", limit="300", text_length="")
    column = _header(cut).index("NAME")
    assert cut.tree.xpath("//table[@id='table']//td/i[.='…']")
    assert max(len(row[column] or "") for row in _rows(cut)) == 101
    assert max(len(row[column] or "") for row in _rows(whole)) == longest
    assert not whole.tree.xpath("//table[@id='table']//td/i[.='…']")


def test_login_keeps_the_address_of_the_database_in_every_link(adminer: Adminer, clerk: Clerk) -> None:
    """After the login, the session is a cookie, and server, user and database stand in the address."""
    assert clerk.cookies["adminer_sid"]
    page = adminer.select(clerk, "KUNDEN")
    assert f"username={adminer.login}" in page.address
    assert page.tree.xpath("//form//input[@name='logout']/@value") == ["Logout"]


def test_logout_ends_the_session(adminer: Adminer, clerk: Clerk) -> None:
    """The form for logging out, which needs its token, leads to the login; the old address then says 403."""
    page = adminer.select(clerk, "KUNDEN")
    form = next(number for number, form in enumerate(page.tree.forms) if "logout" in form.fields)
    done = clerk.post(page.address, page.fields(form) | {"logout": "Logout"})
    assert done.tree.xpath("//input[@name='auth[password]']")
    assert adminer.select(clerk, "KUNDEN").status == 403


def test_refused_login_says_403(adminer: Adminer) -> None:
    """A wrong password gives status 403 and the login form again, with the database's own words above it."""
    with closing(Clerk(adminer.address)) as clerk:
        page = adminer.log_in(clerk, "wrong")
    adminer.forget_refused()
    assert page.status == 403
    assert 'password authentication failed for user "auditor"' in _error(page)
    assert page.tree.xpath("//input[@name='auth[password]']")


def test_expired_session_says_403(adminer: Adminer) -> None:
    """A cookie that the server does not know gives status 403, the login form and its own message."""
    with closing(Clerk(adminer.address, {"adminer_sid": "0123456789abcdefghijklmnop"})) as clerk:
        page = adminer.select(clerk, "KUNDEN")
    assert (page.status, _error(page)) == (403, "Session expired, please login again.")


def test_thirty_refused_logins_lock_everybody_out(adminer: Adminer, clerk: Clerk) -> None:
    """After 30 wrong passwords from one address, the right one and open sessions are refused for half an hour."""
    adminer.forget_refused()
    try:
        with closing(Clerk(adminer.address)) as guesser:
            for _ in range(30):
                assert "authentication failed" in _error(adminer.log_in(guesser, "wrong"))
            locked = adminer.log_in(guesser, adminer.password)
        assert (locked.status, _error(locked)) == (403, "Too many unsuccessful logins, try again in 30 minutes.")
        assert _error(adminer.select(clerk, "KUNDEN")) == _error(locked)
    finally:
        adminer.forget_refused()
    with closing(adminer.clerk()) as again:
        assert adminer.select(again, "KUNDEN").status == 200


def test_unknown_table_is_an_error_on_an_ordinary_page(adminer: Adminer, clerk: Clerk) -> None:
    """A table that is not there gives status 200, a message and no table."""
    page = adminer.select(clerk, "KUNDEN2")
    assert (page.status, _error(page)) == (200, "Unable to select the table:")


def test_user_may_not_write(adminer: Adminer, clerk: Clerk) -> None:
    """The application's own SQL page cannot change the tables with this login."""
    page = adminer.select(clerk, "KUNDEN")
    place = page.address.replace("select=KUNDEN", "sql=")
    form = clerk.get(place)
    number = next(number for number, form in enumerate(form.tree.forms) if "query" in form.fields)
    done = clerk.post(place, form.fields(number) | {"query": 'DELETE FROM "KUNDEN"'})
    assert "permission denied" in _error(done)
