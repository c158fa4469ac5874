"""Dates in names."""

from __future__ import annotations

from datetime import datetime

import pytest

from legacy_adapters.sources.files.folder.date_in_name import date_expression, date_in


@pytest.mark.parametrize(
    ("form", "name", "date"),
    [
        ("%Y%m%d", "BUCH20260131.TXT", (2026, 1, 31)),
        ("%Y%m%d", "99999999_20260131.TXT", (2026, 1, 31)),
        ("KASSE_%d.%m.%y", "KASSE_31.01.26.txt", (2026, 1, 31)),
        ("%Y-%j", "x-2026-032", (2026, 2, 1)),
        (r"(?P<day>\d+)\.(?P<month>\d+)\.(?P<year>\d+)", "1.2.26", (2026, 2, 1)),
        (r"Q(?P<year>\d{4})", "Q1999", (1999, 1, 1)),
    ],
)
def test_the_first_date_that_is_one_counts(form: str, name: str, date: tuple[int, int, int]) -> None:
    """Digits of other numbers before it do not."""
    found = date_in(name, form)
    assert found is not None
    assert (found.year, found.month, found.day) == date


def test_a_name_without_a_date_has_none() -> None:
    """Nothing is guessed, not even from 31 February."""
    assert date_in("BUCH20260231.TXT", "%Y%m%d") is None
    assert date_in("BUCH.TXT", "%Y%m%d") is None


@pytest.mark.parametrize("form", ["%m%d", "%Y%Q", "(?P<jahr>x)", "(?P<year>[", "", "plain"])
def test_formats_without_a_year_are_refused(form: str) -> None:
    """And expressions that are none."""
    with pytest.raises(ValueError, match=r"\S"):
        date_expression(form)


def test_hours_order_files_of_one_day() -> None:
    """The time belongs to the moment."""
    assert date_in("X202601310315", "%Y%m%d%H%M") == datetime(2026, 1, 31, 3, 15)
