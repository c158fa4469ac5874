"""Whether a row is a header."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.delimited.sampling.headings import are_labels, judge, known
from legacy_adapters.sources.files.delimited.sampling.profile import Profile
from legacy_adapters.sources.files.delimited.sampling.rows import Row


def points(*table: str) -> float:
    rows = [Row(line.split(","), at) for at, line in enumerate(table)]
    return judge(rows[0], rows[1:], Profile.of(rows, rows[0].width)).points


@pytest.mark.parametrize(
    "table",
    [
        ("id,name", "1,english", "2,german", "3,french"),
        ("Land,2001,2002", "A,5,6", "B,7,8", "C,9,10"),
        ("Code,Bezeichnung", "EUR,Euro", "USD,Dollar"),
        ("x7,y7", "2024-01-01,5", "2024-01-02,6", "2024-01-03,6"),
        ("flag,100022", "a,TRUE", "b,FALSE", "c,TRUE"),
    ],
)
def test_headers(table: tuple[str, ...]) -> None:
    """Texts above numbers and dates, years above numbers, words that columns are called by."""
    assert points(*table) > 0


@pytest.mark.parametrize(
    "table",
    [
        ("1,english", "2,german", "3,french"),
        ("BOX,Boxes,2019-04-30", "BTL,Bottle,2019-04-30"),
        ("2024-01-01,5", "2024-01-02,6"),
        ("CRONUS,ALL", "CRONUS,SO", "CRONUS,ALL"),
    ],
)
def test_values(table: tuple[str, ...]) -> None:
    """A row like those below it, and one whose fields come again below it."""
    assert points(*table) <= 0


def test_words_that_columns_are_called_by() -> None:
    """In several languages, and within names as programs write them."""
    assert all(known(name) for name in ("Buchungstext", "posting_date", "CustomerNo", "BELEG-NR", "Дата", "金額"))
    assert not any(known(name) for name in ("Müller", "EUR 12", "x" * 80 + " name"))


def test_labels() -> None:
    """Names of columns are no numbers, dates or scribbles; nothing at all is no label."""
    assert are_labels(Row(["Id", "", "Due date"], 0))
    assert not are_labels(Row(["Id", "12"], 0))
    assert not are_labels(Row(["", ""], 0))
