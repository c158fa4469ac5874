"""Paradox tables of another project, with the sums that were computed independently of us."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.format import Piece, Sample
from legacy_adapters.sources.files.paradox.recognise import recognise
from legacy_adapters.sources.files.paradox.settings import ParadoxFormat

REALDATA = Path(os.environ.get("LEGACY_ADAPTERS_REALDATA", "../shared/realdata"))
EXAMPLES = REALDATA / "files/teverett+paradoxReader/src/test/resources/examples"
CENT = Decimal("0.01")

pytestmark = pytest.mark.real


def there(name: str) -> Path:
    found = EXAMPLES / name
    if not found.exists():
        pytest.skip(f"{found} is not here; LEGACY_ADAPTERS_REALDATA names the folder of the real files")
    return found


def read(name: str) -> list[Piece]:
    """The file as it is recognised, in pieces of a few rows."""
    recognised = recognise(Sample.of(there(name)))
    assert recognised is not None
    assert isinstance(recognised.settings, ParadoxFormat)
    return list(recognised.settings.read(there(name), None, None, None, 9))


def rows(pieces: list[Piece]) -> list[dict[str, Any]]:
    return [row for piece in pieces for row in piece.rows.to_pylist()]


def test_orders_agree_to_the_cent() -> None:
    """Amounts are doubles there: five of 224 are not the double of their cents (134.85000000000002), so that the sum is
    that of the cents."""
    orders = rows(read("ORDERS.DB"))
    sums = {
        name: sum(Decimal(repr(order[name])).quantize(CENT) for order in orders)
        for name in ("Total Invoice", "Amount Paid", "Balance Due")
    }
    assert len(orders) == 224
    assert sums == {
        "Total Invoice": Decimal("3140404.50"),
        "Amount Paid": Decimal("2955795.75"),
        "Balance Due": Decimal("184608.75"),
    }
    assert sum(order["Total Invoice"] != float(round(order["Total Invoice"], 2)) for order in orders) == 5


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("CUSTOMER.DB", 20), ("HERCULES.DB", 20), ("ORDERS.DB", 224), ("SERVER.DB", 4), ("PCLDATA/BOLDNESS.DB", 15),
        ("PCLDATA/GREYS.DB", 8), ("PCLDATA/PAGESIZE.DB", 9), ("PCLDATA/PATTERNS.DB", 6), ("PCLDATA/SOURCES.DB", 7),
        ("PCLDATA/SYMBOLS.DB", 32), ("PCLDATA/TYPEFACE.DB", 16),
    ],
)  # fmt: skip
def test_every_table_is_read_whole(name: str, count: int) -> None:
    """As many rows as its header states, and no cell at fault."""
    pieces = read(name)
    assert len(rows(pieces)) == count
    assert pieces[-1].stated == {"count": str(count)}
    assert all(piece.faults is None for piece in pieces)


def test_long_texts_are_read() -> None:
    """From the record, and from the .MB file, where several share a block."""
    pages = {row["TEMPLATE"]: row["HTML"] for row in rows(read("HERCULES.DB"))}
    assert pages["CUSTTF_HEADER"].startswith("<TABLE BORDER=2>\n<TR><TH>Name</TH>")
    assert pages["HTML_FOOTER"] == "</BODY>\n</HTML>\n"
    assert pages["NEW_CUST3"].endswith("people in your own city!<P>\n</FONT>\n</UL>\n")
    assert sum(map(len, pages.values())) == 3730


@pytest.mark.parametrize("name", ["CUSTOMER.PX", "CUSTOMER.X06", "CUSTOMER.Y06", "CUSTOMER.MB", "HERCULES.TV"])
def test_what_is_no_table_is_refused(name: str) -> None:
    """Indexes and forms: neither recognised nor read."""
    assert recognise(Sample.of(there(name))) is None
    with pytest.raises(BadPart):
        ParadoxFormat().schema(there(name), None)
