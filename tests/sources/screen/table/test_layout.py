"""Layouts of screens, kept and compared."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.screen.table.layout import Layout, difference, layout_changed

LANDMARKS = json.dumps(
    {
        "headings": ["Journal 2025", "", "Page 3 of 50"],
        "captions": ["Entries"],
        "legends": ["Search"],
        "fields": [["year", "text"], ["row1", "checkbox"], ["row2", "checkbox"]],
    }
)
BEFORE = Layout.of(["Date", "Voucher"], LANDMARKS)


def test_numbers_are_no_layout() -> None:
    """Another year, page or number of rows is the same screen."""
    assert BEFORE.headings == ("Journal #", "Page # of #")
    assert BEFORE.fields == (("year", "text"), ("row#", "checkbox"))
    assert difference(BEFORE, Layout.of(["Date", "Voucher"], LANDMARKS.replace("2025", "2026"))) == ()


def test_header_alone() -> None:
    """Without a browser there are no landmarks."""
    assert Layout.of(["A"]) == Layout(columns=("A",))


def test_differences_are_lines() -> None:
    """Columns, fields and landmarks, each in words."""
    after = Layout(
        ("Voucher", "Date"),
        (("year", "select-one"), ("month", "text")),
        ("Ledger #", "Page # of #"),
        ("Entries", "Sums"),
    )
    assert difference(BEFORE, after) == (
        "column 'Date' moved from 1 to 2",
        "form field 'year' is of type select-one now, and was text",
        "form field 'row#' is gone",
        "new form field 'month' of type text",
        "heading 'Journal #' reads 'Ledger #' now",
        "new caption 'Sums'",
        "legend 'Search' is gone",
    )


def test_error_has_all_lines() -> None:
    """A person sees at once what is different, and on which page."""
    error = layout_changed(["column 'A' is gone (it was at 1)", "new caption 'x'"], "http://ledger.test/")
    assert error.exit_code == 76
    assert str(error).splitlines()[1:3] == ["  column 'A' is gone (it was at 1)", "  new caption 'x'"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"fields": [], "colour": []}', '{"fields": [["a"]]}', '{"fields": 1}']
)
def test_text_that_is_no_layout(text: str) -> None:
    """A damaged file is named as such."""
    with pytest.raises(ConfigError, match="no layout of a screen"):
        Layout.of_json(text)


TEXTS = st.lists(st.text(max_size=5), max_size=4).map(tuple)


@given(
    st.builds(
        Layout, TEXTS, st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3))).map(tuple), TEXTS, TEXTS, TEXTS
    )
)
def test_layout_comes_back(layout: Layout) -> None:
    """What is kept is what was there."""
    assert Layout.of_json(layout.to_json()) == layout
    assert difference(layout, layout) == ()
