"""SQL-Ledger is there, holds the books, and looks as scrapers/sql_ledger/ABOUT.md says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal

import pytest

from tests.service.clerk import Clerk, Page
from tests.service.sql_ledger import SqlLedger

# One SQL-Ledger and one Adminer for all workers: they take some time to fill.
pytestmark = pytest.mark.xdist_group("third_party")

_CENTS = "round({}::numeric, 2)"


@pytest.fixture
def clerk(sql_ledger: SqlLedger) -> Iterator[Clerk]:
    """Somebody who has just logged in."""
    clerk = sql_ledger.clerk()
    yield clerk
    clerk.close()


def _rows(page: Page, kind: str) -> list[list[str]]:
    """The cells of the rows whose class begins with ``kind``, as a reader sees them."""
    rows = page.tree.xpath("//tr[starts-with(@class, $kind)]", kind=kind)
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("./td | ./th")] for row in rows]


def _amount(text: str) -> Decimal:
    return Decimal(text.replace(",", "") or "0")


def _ledger_report(application: SqlLedger, clerk: Clerk, **options: str) -> Page:
    fields = application.ask(clerk, "gl.pl", action="search").fields()
    return clerk.post("gl.pl", fields | options | {"action": "Continue"})


def _lines(application: SqlLedger, where: str = "true") -> list[tuple[object, ...]]:
    """The ledger's lines as the report shows them."""
    statement = f"""
        SELECT to_char(a.transdate, 'MM-DD-YYYY'), t.reference, t.description,
               CASE WHEN a.amount < 0 THEN {_CENTS.format("-a.amount")} ELSE 0 END,
               CASE WHEN a.amount > 0 THEN {_CENTS.format("a.amount")} ELSE 0 END, c.accno
        FROM acc_trans a JOIN chart c ON c.id = a.chart_id JOIN (
            SELECT id, reference, description FROM gl UNION ALL SELECT id, invnumber, description FROM ar
        ) t ON t.id = a.trans_id WHERE {where}"""
    return application.query(statement)


def test_all_books_are_entered(sql_ledger: SqlLedger) -> None:
    """Every partner, posting and invoice is in the application's database, to the cent."""
    books = sql_ledger.books
    entered = {(posting.reference, line.account, -line.amount) for posting in books.postings for line in posting.lines}
    statement = f"SELECT reference, accno, {_CENTS.format('amount')} FROM gl JOIN acc_trans ON trans_id = gl.id"
    assert set(sql_ledger.query(f"{statement} JOIN chart ON chart.id = chart_id")) == entered
    assert sql_ledger.query("SELECT (SELECT count(*) FROM customer), (SELECT count(*) FROM vendor)") == [(60, 60)]
    invoices = sql_ledger.query(f"SELECT invnumber, {_CENTS.format('amount')}, {_CENTS.format('paid')} FROM ar")
    assert set(invoices) == {(invoice.number, invoice.net, invoice.paid) for invoice in books.invoices}


def test_books_balance_and_hold_every_cent(sql_ledger: SqlLedger) -> None:
    """Debits equal credits, and amounts end in every number of cents, as sums of floats have to be tried on them."""
    assert sql_ledger.query(f"SELECT sum({_CENTS.format('amount')}) FROM acc_trans") == [(Decimal("0.00"),)]
    assert sql_ledger.query("SELECT count(DISTINCT round(abs(amount)::numeric * 100) % 100) FROM acc_trans") == [(100,)]


def test_money_is_kept_as_floats(sql_ledger: SqlLedger) -> None:
    """The sum that the database itself makes of the amounts is not a number of cents."""
    [(total,)] = sql_ledger.query("SELECT sum(amount) FROM acc_trans WHERE amount > 0")
    assert isinstance(total, float)
    assert Decimal(total) != round(Decimal(total), 2)


def test_ledger_report_equals_the_database(sql_ledger: SqlLedger, clerk: Clerk) -> None:
    """Header, every line and the totals of the report, all on one page, are what the database holds."""
    page = _ledger_report(sql_ledger, clerk)
    assert _rows(page, "listheading") == [["Date", "Reference", "Description", "Debit", "Credit", "Account"]]
    shown = _rows(page, "listrow")
    lines = [(*row[:3], _amount(row[3]), _amount(row[4]), row[5]) for row in shown]
    assert sorted(lines) == sorted(_lines(sql_ledger))
    assert len(lines) == 2_600
    [total] = _rows(page, "listtotal")
    for column in (3, 4):
        assert _amount(total[column]) == sum(_amount(row[column]) for row in shown)
    assert page.tree.xpath("//a[contains(translate(., 'NEXT', 'next'), 'next')]") == []


def test_subtotals_stand_between_the_lines_of_each_day(sql_ledger: SqlLedger, clerk: Clerk) -> None:
    """With subtotals, each day ends with a row of sums that agree with its lines; a range of days limits both."""
    page = _ledger_report(sql_ledger, clerk, l_subtotal="Y", datefrom="03-01-2025", dateto="03-31-2025")
    sums: dict[str, list[Decimal]] = {}
    for day, *_, debit, credit, _ in _lines(sql_ledger, "a.transdate BETWEEN '2025-03-01' AND '2025-03-31'"):
        pair = sums.setdefault(str(day), [Decimal(0), Decimal(0)])
        pair[:] = [pair[0] + Decimal(str(debit)), pair[1] + Decimal(str(credit))]
    subtotals = [[_amount(row[3]), _amount(row[4])] for row in _rows(page, "listsubtotal")]
    assert subtotals == [sums[day] for day in sorted(sums)]
    assert "From March 01 2025 To March 31 2025" in " ".join(page.tree.text_content().split())


def test_empty_report_has_a_header_and_an_empty_total(sql_ledger: SqlLedger, clerk: Clerk) -> None:
    """A range without lines gives the same table without rows; the total is there, and blank."""
    page = _ledger_report(sql_ledger, clerk, datefrom="05-01-2001", dateto="05-31-2001")
    assert len(_rows(page, "listheading")) == 1
    assert _rows(page, "listrow") == []
    assert _rows(page, "listtotal") == [[""] * 6]


def test_customer_list_equals_the_database(sql_ledger: SqlLedger, clerk: Clerk) -> None:
    """The list of customers shows number, name and place of each of them, in one page without a total."""
    fields = sql_ledger.ask(clerk, "ct.pl", action="search", db="customer").fields()
    wanted = {"l_customernumber": "Y", "l_address": "Y", "l_zipcode": "Y", "l_city": "Y", "action": "Continue"}
    page = clerk.post("ct.pl", fields | wanted)
    header = ["Customer", "Customer Number", "Address", "", "City", "Zip/Postal Code", "Contact", "", "Phone", "E-mail"]
    assert _rows(page, "listheading") == [header]
    shown = {(row[1], row[0], row[2], row[5], row[4], row[8]) for row in _rows(page, "listrow")}
    customers = sql_ledger.books.customers
    assert shown == {(one.number, one.name, one.street, one.zipcode, one.city, one.phone) for one in customers}
    assert _rows(page, "listtotal") == []


def test_invoices_equal_the_database(sql_ledger: SqlLedger, clerk: Clerk) -> None:
    """The list of receivables shows open and closed invoices with what was paid, and totals to the cent."""
    fields = sql_ledger.ask(clerk, "ar.pl", action="search", nextsub="transactions").fields()
    page = clerk.post("ar.pl", fields | {"open": "Y", "closed": "Y", "action": "Continue"})
    assert _rows(page, "listheading") == [["", "Date", "Invoice", "Description", "Customer", "Total", "Paid"]]
    shown = {(row[2], row[4], _amount(row[5]), _amount(row[6])) for row in _rows(page, "listrow")}
    invoices = sql_ledger.books.invoices
    assert shown == {(one.number, one.customer.name, one.net, one.paid) for one in invoices}
    [total] = _rows(page, "listtotal")
    assert _amount(total[5]) == sum(invoice.net for invoice in invoices)
    assert _amount(total[6]) == sum(invoice.paid for invoice in invoices)


def test_login_gives_a_frameset_and_a_cookie_of_the_user(sql_ledger: SqlLedger, clerk: Clerk) -> None:
    """After the login there are two frames, and a cookie named after the user."""
    frames = sql_ledger.ask(clerk, "menu.pl", action="display").tree.xpath("//frame/@name")
    assert frames == ["acc_menu", "main_window"]
    assert clerk.cookies[f"SL-{sql_ledger.login}"]


@pytest.mark.parametrize(
    ("login", "password", "message"),
    [
        (None, "wrong", "Incorrect Password!"),
        ("nobody", "wrong", "Incorrect Username!"),
        ("", "wrong", "You did not enter a name!"),
    ],
)
def test_refused_login_is_an_ordinary_page(
    sql_ledger: SqlLedger, login: str | None, password: str, message: str
) -> None:
    """Who is refused gets status 200, the title of the login page, a message, and no cookie of a session."""
    with closing(Clerk(sql_ledger.address)) as clerk:
        page = sql_ledger.log_in(clerk, password, login)
    assert (page.status, page.tree.findtext(".//title")) == (200, "SQL-Ledger")
    assert page.tree.xpath("string(//h2[@class='error'])") == "Error!"
    assert page.tree.xpath("string(//p/b)") == message
    assert [name for name, value in clerk.cookies.items() if value] == []


def test_second_login_throws_the_first_out(sql_ledger: SqlLedger, clerk: Clerk) -> None:
    """A user has one session: after another login, the next page is a form that asks for the password only."""
    assert sql_ledger.ask(clerk, "gl.pl", action="search").tree.xpath("//input[@name='datefrom']")
    sql_ledger.clerk().close()
    page = sql_ledger.ask(clerk, "gl.pl", action="search")
    assert page.status == 200
    assert page.tree.xpath("string(//blink)") == "Session expired!"
    again = clerk.post("gl.pl", page.fields() | {"password": sql_ledger.password})
    assert again.tree.xpath("//input[@name='datefrom']")


def test_nothing_runs_as_root_or_writes_elsewhere(sql_ledger: SqlLedger) -> None:
    """The server's files belong to an account other than root, and users, spool and templates lie in its folder."""
    root = sql_ledger.apache.folder.parent / "application"
    members = root / "users" / "members"
    assert members.stat().st_uid != 0 or os.geteuid() != 0
    assert sql_ledger.login in members.read_text()
    assert not any((root / name).is_symlink() for name in ("users", "spool", "templates"))
    assert not any("/usr/share/sql-ledger" in script.read_text("latin-1") for script in root.glob("*.pl"))
