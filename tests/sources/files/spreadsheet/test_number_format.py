"""Formats that show dates, and those that only look so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.spreadsheet.number_format import show_of, show_of_built_in


@pytest.mark.parametrize(
    ("code", "show"),
    [
        ("General", "number"),
        ("0.00", "number"),
        ("#,##0.00 [$€-407];[Red]-#,##0.00 [$€-407]", "number"),
        ("0.00E+00", "number"),
        ('"day "0', "number"),
        ('0" Std."', "number"),
        (r"0\d", "number"),
        ("_d0", "number"),
        ("[Yellow]0", "number"),
        ("00000", "number"),
        ("@", "number"),
        ("dd/mm/yyyy", "date"),
        ("[$-407]d. mmmm yyyy;@", "date"),
        ("mmm", "date"),
        ("m/d/yy", "date"),
        ("yyyy-mm-dd hh:mm", "moment"),
        ("hh:mm", "time"),
        ("mm:ss.0", "time"),
        ("h:mm AM/PM", "time"),
        ("[h]:mm:ss", "elapsed"),
        ("[mm]:ss", "elapsed"),
        ("TT.MM.JJJJ", "date"),
    ],
)
def test_code_is_understood(code: str, show: str) -> None:
    """What is quoted, escaped, a colour or a currency is no date."""
    assert show_of(code) == show


@pytest.mark.parametrize(
    ("number", "show"),
    [
        (0, "number"),
        (4, "number"),
        (14, "date"),
        (20, "time"),
        (22, "moment"),
        (46, "elapsed"),
        (49, "number"),
        (30, "date"),
        (9999, "number"),
    ],
)
def test_numbered_formats(number: int, show: str) -> None:
    """Formats that a file only names by number."""
    assert show_of_built_in(number) == show


@given(st.text())
def test_any_code_means_something(code: str) -> None:
    """No code breaks it."""
    assert show_of(code) in {"number", "date", "moment", "time", "elapsed"}
