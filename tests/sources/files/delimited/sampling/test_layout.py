"""Where the table lies in a sample."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.delimited.sampling.layout import comment_prefix, count_footer, find_header
from legacy_adapters.sources.files.delimited.sampling.profile import Profile
from legacy_adapters.sources.files.delimited.sampling.rows import Dialect, Row, split_rows

BODY = "01.02.2024;1000;12,50\n02.02.2024;1001;7,00\n03.02.2024;1000;1,00\n"


def rows_of(text: str) -> list[Row]:
    return split_rows(text, Dialect(";", '"'), 1000)


@pytest.mark.parametrize(
    ("text", "at", "above"),
    [
        ("Datum;Konto;Betrag\n" + BODY, 0, 0),
        (BODY, None, 0),
        ("Kontoauszug\nMüller GmbH\n\nDatum;Konto;Betrag\n" + BODY, 2, 2),
        ("Bank;12345;\nZeitraum;2024;\n;;\nDatum;Konto;Betrag\n" + BODY, 3, 3),
        ("EXTF;700;21;Stapel;2024\nDatum;Konto;Betrag\n" + BODY, 1, 1),
        ("Kontoauszug\n" + BODY, None, 1),
        ("Datum;Konto;Betrag\nn.n.;?;?\n" + BODY, 0, 0),
        ("Datum;Konto;Betrag\n", 0, 0),
        ("01.02.2024;1000;12,50\n", None, 0),
    ],
    ids=["plain", "none", "title", "block", "wide", "title only", "odd first row", "no rows", "one row"],
)
def test_headers_are_found(text: str, at: int | None, above: int) -> None:
    """Titles and blocks above the table are no rows of it, in whatever width they come."""
    found = find_header(rows_of(text), 3)
    assert (found.at, found.above) == (at, above)
    assert found.why


@pytest.mark.parametrize(
    ("below", "count"),
    [
        ("", 0),
        ("\nErstellt am 5.3.2024 von FIBU\n", 1),
        ("Summe;;20,50\n", 1),
        (";;\nEndsaldo am Monatsende;;20,50\n;;\n", 2),
        ("04.02.2024;1002;1,00\n", 0),
        ("04.02.2024\n", 0),
        ("i_should_be_a_date;;\n", 0),
        ("Müller\n", 0),
        (";;\n", 0),
        ("Total Energies SA;;20,50\n", 1),
    ],
)
def test_what_stands_below_is_told_from_rows(below: str, count: int) -> None:
    """Remarks and totals are no rows; a damaged row is one, and so is one that only holds delimiters."""
    rows = rows_of(BODY * 3 + below)
    assert count_footer(rows, Profile.of(rows, 3), 3) == count


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("# note\na;b\n1;2\n# note\n3;4\n", "#"),
        ("a;b\n#note\n1;2\n", "#"),
        ("// x\na;b\n1;2\n", "//"),
        ("#1;b\n#2;2\n#3;4\n", None),
        ("a;b\n#5;2\n1;4\n", None),
        ("a;b\n1;2\n", None),
    ],
)
def test_comments_are_lines_that_are_no_rows(text: str, prefix: str | None) -> None:
    """A number sign before fields of the usual number is part of the first one."""
    assert comment_prefix(rows_of(text), 2) == prefix


@given(
    st.lists(
        st.lists(st.sampled_from(["", "1", "a", "Total", "1.1.2024", "#x", "2,5"]), min_size=1, max_size=4), min_size=1
    )
)
def test_any_rows_have_a_layout(cells: list[list[str]]) -> None:
    """Whatever the rows, header and lines above lie within them, and some row is left."""
    rows = [Row(one, at) for at, one in enumerate(cells)]
    found = find_header(rows, 3)
    assert 0 <= found.above <= len(rows)
    assert found.at is None or found.at == found.above < len(rows)
    assert count_footer(rows, Profile.of(rows, 3), 3) < len(rows)
