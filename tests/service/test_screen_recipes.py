"""The ready-made recipes of the demo company's application: what they read is what stands there, to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.service.screens import RECIPES, Screens, as_read, one_line

JOURNAL = {
    "No.": "No.",
    "Date": "Date",
    "Voucher": "Voucher",
    "Account Number": "Account / Number",
    "Account Contra": "Account / Contra",
    "Text": "Text",
    "Amount Debit": "Amount / Debit",
    "Amount Credit": "Amount / Credit",
    "Cur.": "Cur.",
    "Open": "Open image",
}
"""The columns as the application calls them, and as the recipe does."""

INVOICE = ("Invoice", "Type", "Date", "Customer", "Name", "Net", "Tax", "Gross", "Cur.")


@pytest.mark.parametrize(("company", "year", "page_rows"), [("NORD", "2004", 100), ("SYD", "1999", 500)])
def test_the_journal_is_read_behind_its_postbacks(screens: Screens, company: str, year: str, page_rows: int) -> None:
    """Every line of every page, without carried forward, subtotals and totals; count and both sums are proven."""
    screens.site.modes.page_rows = page_rows
    ended = screens.extract("journal", company=company, year=year)
    truth = screens.site.truth.journal(company, year)
    assert (ended.code, f"{truth.count:,} rows read" in ended.err) == (0, True)
    assert one_line(screens.rows(), *JOURNAL.values()) == as_read(truth.rows, JOURNAL)
    assert screens.site.counters.requests["/journal"] == 2 + -(-truth.count // page_rows) - 1


def test_customers_come_with_what_their_windows_show(screens: Screens) -> None:
    """Checkboxes, fields, titles of pictures, a table within a cell; and for each customer the page of its own."""
    ended = screens.extract("customers", company="SYD")
    listed, truth = screens.rows(), screens.site.truth.customers("SYD")
    assert ended.code == 0
    known = ("No.", "Name", "Address", "Telephone", "Credit limit", "Cur.", "Tour", "Action")
    assert one_line(listed, *known) == [{name: row[name] for name in known} for row in truth.rows]
    assert [row["Blocked image"] for row in listed] == [row["Blocked"] for row in truth.rows]
    assert [row["Sel checked"] == "true" for row in listed] == [row["Sel"] == "checked" for row in truth.rows]
    assert [row["Tour value"] for row in listed] == [row["Tour"] for row in truth.rows]
    for row in listed:
        customer = screens.site.truth.customer(int(row["No. link"].removeprefix("javascript:detail(")[:-1]))
        shown = {name.removeprefix("Detail "): text for name, text in row.items() if name.startswith("Detail ")}
        assert shown == {name: customer[name] or "" for name in shown}
        assert len(shown) == 8
    # Fetched with the browser's session: no picture of theirs was asked for.
    asked = screens.site.counters.requests
    assert (asked["/customers/detail"], asked["/img/spacer.gif"]) == (117, 1)


def test_invoices_are_asked_for_in_ranges_that_are_small_enough(screens: Screens) -> None:
    """Years of more than two hundred are halved; together they are all, in their order, each once."""
    ended = screens.extract("invoices", **{"from": "2002-01-01", "to": "2004-12-31"})
    truth = screens.site.truth.invoices("NORD", "01.01.2002", "31.12.2004")
    assert ended.code == 0
    assert one_line(screens.rows(), *INVOICE) == [{name: row[name] for name in INVOICE} for row in truth.rows]
    assert screens.rows()[0]["PDF link"].startswith(f"{screens.site.url}/invoices/pdf?company=NORD&no=")


@pytest.mark.parametrize("recipe", ["invoices_more", "invoices_scroll"])
def test_a_list_that_grows_is_read_to_its_end(screens: Screens, recipe: str) -> None:
    """By a button that goes when all are there, or by scrolling in a frame of an old page."""
    ended = screens.extract(recipe, company="SYD", year="2001")
    truth = screens.site.truth.invoices("SYD", "01.01.2001", "31.12.2001")
    assert (ended.code, len(truth.rows)) == (0, 204)
    assert one_line(screens.rows(), *INVOICE) == [{name: row[name] for name in INVOICE} for row in truth.rows]


def test_balances_are_text_in_a_frame_within_a_frame(screens: Screens) -> None:
    """The headings of both pages are no rows; the total is compared with the rows."""
    ended = screens.extract("balances", company="NORD", year="2003")
    truth = screens.site.truth.balances("NORD", "2003")
    assert (ended.code, truth.count > 12) == (0, True)
    assert one_line(screens.rows(), *truth.rows[0]) == truth.rows


def test_accounts_are_behind_the_browsers_own_login(screens: Screens) -> None:
    """HTTP basic: the password is sent to the application only, and no wrong one ever."""
    ended = screens.extract("accounts", company="SYD")
    assert (ended.code, screens.rows()) == (0, screens.site.truth.accounts("SYD").rows)
    assert not screens.site.counters.failed_logins


def test_an_export_is_read_as_the_file_it_is(screens: Screens) -> None:
    """All invoices of seven years, although the screen shows two hundred."""
    ended = screens.extract("invoices_export")
    truth = screens.site.truth.invoices("NORD")
    assert (ended.code, truth.count) == (0, 1428)
    assert screens.rows() == [{name: row[name] for name in INVOICE} for row in truth.rows]


def test_customers_become_records_that_can_be_traced(screens: Screens) -> None:
    """By the mapping that lies beside the recipe: the two that cannot be read are rejects, and origins are pages."""
    mapping = str(RECIPES / "customers.map.yaml")
    ended = screens.extract("customers", "--map", mapping, "--company", "NORD", "--envelope")
    first = screens.rows()[0]
    assert (ended.code, "118 rows read = 116 taken + 0 filtered + 2 rejected" in ended.err) == (65, True)
    assert first["origin"] == f"{screens.site.url}/customers?company=NORD&size=100 page 1 row 1"
    assert (first["customer_id"], first["city"], first["is_active"]) == ("00001200", "Dresden", "true")


@pytest.mark.parametrize(("recipe", "amount"), [("journal", "debit_amount"), ("invoices", "net_total")])
def test_amounts_are_the_same_in_the_common_schema(screens: Screens, recipe: str, amount: str) -> None:
    """To the cent: what the screens state, added up."""
    screens.site.modes.page_rows = 500
    ended = screens.extract(recipe, "--map", str(RECIPES / f"{recipe}.map.yaml"), "--company", "NORD")
    truth = screens.site.truth
    if recipe == "journal":
        stated = truth.journal("NORD", "2004").sums["Amount Debit"]
    else:
        stated = truth.invoices("NORD", "01.01.2004", "31.12.2004").sums["Net"]
    assert ended.code == 0
    assert sum(Decimal(row[amount] or 0) for row in screens.rows()) == Decimal(stated)
