"""Enters books into SQL-Ledger as its users do: through its import pages where it has them, or else its forms.

Every row goes through the application. Partners and postings of two lines are imported, as a script takes 0.1 s to
start; postings of more lines are not, as the import page adds up binary floats and then takes 0.1 + 0.2 for unbalanced.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import repeat

from tests.service.clerk import Clerk, Page
from tests.service.sql_ledger_books import RECEIVABLES, Books, Invoice, Line, Partner, Posting

_CLERKS = 3
_AT_ONCE = 250
"""Postings of one import: the application searches all of an import again for each of its lines."""


def enter(books: Books, login: str, clerk: Clerk) -> None:
    """Enters everything with the session of ``clerk``: who logs in again ends the session that the user had."""
    office = _Office(login, clerk)
    short = [posting for posting in books.postings if len(posting.lines) == 2]
    long = [posting for posting in books.postings if len(posting.lines) != 2]
    with ThreadPoolExecutor(_CLERKS) as pool:
        office.import_partners("customer", books.customers)
        imports = pool.submit(office.import_postings, short)
        vendors = pool.submit(office.import_partners, "vendor", books.vendors)
        list(pool.map(office.post, long, repeat(office.form("gl.pl"))))
        form = office.form("ar.pl", type="transaction")
        list(pool.map(office.invoice, books.invoices, repeat(form)))
        imports.result()
        vendors.result()
    office.close()


@dataclass(frozen=True, slots=True)
class _Form:
    fields: dict[str, str]
    customers: dict[str, str]
    """Name of each customer in the list: the number that the application gave it."""


@dataclass(slots=True)
class _Office:
    login: str
    chief: Clerk
    _desks: threading.local = field(default_factory=threading.local)
    _clerks: list[Clerk] = field(default_factory=list)

    def clerk(self) -> Clerk:
        if not hasattr(self._desks, "clerk"):
            self._desks.clerk = Clerk(self.chief.address, self.chief.cookies)
            self._clerks.append(self._desks.clerk)
        clerk: Clerk = self._desks.clerk
        return clerk

    def close(self) -> None:
        for clerk in self._clerks:
            clerk.close()

    def ask(self, script: str, **query: str) -> Page:
        return self.clerk().get(script, {"path": "bin/mozilla", "login": self.login, "js": "1", **query})

    def import_partners(self, kind: str, partners: Iterable[Partner]) -> None:
        header = (f"{kind}number", "name", "address1", "zipcode", "city", "phone", "startdate")
        rows = [(one.number, one.name, one.street, one.zipcode, one.city, one.phone, "01-01-2025") for one in partners]
        self._import(kind, header, rows, f"Import {kind.title()}s")

    def import_postings(self, postings: Sequence[Posting]) -> None:
        header = ("reference", "transdate", "description", "accno", "debit", "credit")
        for start in range(0, len(postings), _AT_ONCE):
            rows = [
                (posting.reference, _date(posting.on), posting.text, line.account, *_sides(line))
                for posting in postings[start : start + _AT_ONCE]
                for line in posting.lines
            ]
            self._import("gl", header, rows, "Import General Ledger")

    def form(self, script: str, **query: str) -> _Form:
        """An empty form; one serves for all rows, as nothing in it belongs to one of them."""
        page = self.ask(script, action="add", **query)
        customers = page.tree.xpath("//select[@name='customer']/option/@value")
        # Lists are in there twice: to choose from, and for the form to show itself again.
        fields = {name: value for name, value in page.fields().items() if not name.startswith("select")}
        return _Form(fields, dict(str(option).rsplit("--", 1) for option in customers if option))

    def post(self, posting: Posting, form: _Form) -> None:
        fields = form.fields | {
            "reference": posting.reference,
            "transdate": _date(posting.on),
            "description": posting.text,
        }
        for number, line in enumerate(posting.lines, 1):
            debit, credit = _sides(line)
            fields |= {f"accno_{number}": line.account, f"debit_{number}": debit, f"credit_{number}": credit}
        self._send("gl.pl", fields, "Post", "Transaction posted!")

    def invoice(self, invoice: Invoice, form: _Form) -> None:
        customer_id = form.customers[invoice.customer.name]
        customer = f"{invoice.customer.name}--{customer_id}"
        fields = form.fields | {"customer": customer, "oldcustomer": customer, "customer_id": customer_id}
        fields |= {"invnumber": invoice.number, "transdate": _date(invoice.on), "description": invoice.text}
        fields |= {
            "duedate": _date(invoice.due),
            "amount_1": str(invoice.net),
            "AR_amount_1": invoice.account,
            "AR": RECEIVABLES,
        }
        if invoice.paid:
            fields |= {"paid_1": str(invoice.paid), "datepaid_1": _date(invoice.on)}
        self._send("ar.pl", fields, "Post", "Transaction posted!")

    def _import(self, kind: str, header: Sequence[str], rows: Sequence[Sequence[str]], button: str) -> None:
        page = self.ask("im.pl", action="import", type=kind)
        fields = page.fields() | {"tabdelimited": "1", "action": "Continue"}
        lines = ["\t".join(row) for row in (header, *rows)]
        page = self.clerk().upload("im.pl", fields, "data", "\n".join(lines))
        assert len(page.tree.xpath("//tr[starts-with(@class, 'listrow')]")) == len(rows), page.text[:2_000]
        self._send("im.pl", page.fields(), button, "Added")

    def _send(self, script: str, fields: dict[str, str], button: str, answer: str) -> None:
        # Without an address to come back to, the application says what it did, and saves a second script.
        page = self.clerk().post(script, fields | {"callback": "", "action": button})
        assert answer in page.text, page.text[:2_000]


def _date(day: date) -> str:
    return day.strftime("%m-%d-%Y")


def _sides(line: Line) -> tuple[str, str]:
    return (str(line.amount), "") if line.amount > Decimal(0) else ("", str(-line.amount))
