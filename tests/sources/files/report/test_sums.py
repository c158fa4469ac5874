"""Subtotals."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from legacy_adapters.core.errors import TotalsDiffer
from legacy_adapters.sources.files.report.classify import classified
from legacy_adapters.sources.files.report.sums import Sums
from tests.sources.files.report.pages import settings

LINES = ["100001 x 1,50", "100002 x 2,50-", "Summe Konto 1,00-", "100003 x 4,00"]


def block(lines: list[str]) -> pl.DataFrame:
    given = pl.DataFrame({"number": range(1, len(lines) + 1), "text": lines, "of_page": [9] * len(lines)})
    return classified(settings(), given, {}).lines


def test_what_is_not_compared_yet_goes_on() -> None:
    """The rows since the last total, for each kind of total."""
    sums = Sums.of(settings(), [])
    assert sums.add(block(LINES)) == {}
    assert sums.running[0] == {"BETRAG": Decimal(4), "count": 1}
    assert sums.running[1] == {"BETRAG": Decimal(3), "count": 3}
    assert Sums.of(settings(), sums.running).add(block(["Gesamt 3,00 3 Zeilen"])) == {"BETRAG": "3,00"}


def test_a_difference() -> None:
    """It is named with its line."""
    with pytest.raises(TotalsDiffer, match="line 3"):
        Sums.of(settings(), []).add(block([*LINES[:2], "Summe Konto 1,00", LINES[3]]))
