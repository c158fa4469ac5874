"""What is put into SQL-Ledger: partners, postings and customers' invoices of half a year, the same every time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

FIRST_DAY = date(2025, 1, 2)
_DAYS = 178
_TOWNS = (
    ("24937", "Flensburg"),
    ("24340", "Eckernförde"),
    ("25813", "Husum"),
    ("6200", "Åbenrå"),
    ("22767", "Hamburg"),
)
_FAMILIES = ("Müller", "Jørgensen", "Petersen", "Weiß", "Ørsted", "Käßmann", "O'Brien", "Lüders", "Thießen", "Bähr")
_TRADES = ("{} & Söhne", '{} "Feinkost" GmbH', "{} Bürobedarf KG", "Fa. {} Inh. A. Groß", "{}, Schiffe + Zubehör")
_TEXTS = (
    "Miete Lagerhalle Süd",
    'Büromaterial, 3 Ordner "breit"',
    "Porto < 20 g, Päckchen & Einschreiben",
    "Rückvergütung Großhandel 3 % > 100 Stück",
    "Kfz-Versicherung, Anteil für O'Briens Wagen",
    "Entgelt Kontoführung + Überziehung",
    "Fachbücher; Zeitschriften",
    "Reparatur Förderband 50%",
)
_EXPENSES = ("4210", "4930", "4910", "4520", "4970", "4940", "4800", "4240")
BANK, CASH, INPUT_TAX, REVENUE, RECEIVABLES, EXEMPT = "1200", "1000", "1575", "8400", "1400", "8100"


@dataclass(frozen=True, slots=True)
class Partner:
    """A customer or a vendor."""

    number: str
    name: str
    street: str
    zipcode: str
    city: str
    phone: str


@dataclass(frozen=True, slots=True)
class Line:
    """One side of a posting; debits are positive."""

    account: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Posting:
    """A transaction of the general ledger; its lines sum up to zero."""

    reference: str
    on: date
    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Invoice:
    """A transaction of the accounts receivable; ``paid`` on the day it was written."""

    number: str
    on: date
    customer: Partner
    text: str
    account: str
    net: Decimal
    paid: Decimal

    @property
    def due(self) -> date:
        """Thirty days later."""
        return self.on + timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Books:
    """All there is to enter."""

    customers: tuple[Partner, ...]
    vendors: tuple[Partner, ...]
    postings: tuple[Posting, ...]
    invoices: tuple[Invoice, ...]


def write_books(seed: int = 1994) -> Books:
    """The books of this seed."""
    chance = Random(seed)
    customers = tuple(_partner(chance, f"{10_000 + number:07}") for number in range(60))
    vendors = tuple(_partner(chance, f"{70_000 + number:07}") for number in range(60))
    postings = tuple(_posting(chance, number) for number in range(1_000))
    invoices = tuple(_invoice(chance, number, customers) for number in range(150))
    return Books(customers, vendors, postings, invoices)


def _partner(chance: Random, number: str) -> Partner:
    name = chance.choice(_TRADES).format(chance.choice(_FAMILIES))
    zipcode, city = chance.choice(_TOWNS)
    street = f"{chance.choice(('Große Straße', 'Am Ährenfeld', 'Nørregade'))} {chance.randrange(1, 120)}"
    return Partner(number, f"{name} {number[-2:]}", street, zipcode, city, f"0461 / {chance.randrange(10_000, 99_999)}")


def _posting(chance: Random, number: int) -> Posting:
    # Every cent from 0 to 99 comes up, and some amounts have a thousands separator.
    total = Decimal(chance.randrange(1, 3_000 if number % 10 else 1_500_000) * 100 + number % 100) / 100
    text = f"{_TEXTS[number % len(_TEXTS)]} {number // 7}"
    day = FIRST_DAY + timedelta(days=number * _DAYS // 1_000)
    expense = chance.choice(_EXPENSES)
    if number % 20:
        lines: tuple[Line, ...] = (Line(expense, total), Line(BANK if number % 3 else CASH, -total))
    else:
        tax = (total * 16 / 116).quantize(Decimal("0.01"))
        cash = (total / 3).quantize(Decimal("0.01"))
        lines = (Line(expense, total - tax), Line(INPUT_TAX, tax), Line(BANK, cash - total), Line(CASH, -cash))
    return Posting(f"GL-{number + 1:04}", day, text, lines)


def _invoice(chance: Random, number: int, customers: tuple[Partner, ...]) -> Invoice:
    net = Decimal(chance.randrange(1_000, 900_000)) / 100
    day = FIRST_DAY + timedelta(days=number * _DAYS // 150)
    account = REVENUE if number % 4 else EXEMPT
    paid = (Decimal(0), net, (net / 2).quantize(Decimal("0.01")))[number % 3]
    text = f'Lieferung "frei Haus" < 30 t & Fracht {number}'
    return Invoice(f"RE-2025-{number + 1:04}", day, chance.choice(customers), text, account, net, paid)
