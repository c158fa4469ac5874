"""The ids of records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from urllib.parse import quote

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.mapping.key import encoded, record_ids
from tests.mapping.thing import mapped


def test_an_id_has_source_company_entity_and_key() -> None:
    """In this order, percent-encoded, the same on every run."""
    records = mapped({"company_id": "F"}, {"ID": ["4711", "RE/7 ä", "x:y"], "F": ["NORD", "A & B", "C"]}).records[0]
    assert records.record_id.to_pylist() == [
        "src/NORD:thing:4711",
        "src/A%20%26%20B:thing:RE%2F7%20%C3%A4",
        "src/C:thing:x%3Ay",
    ]


def test_the_pipeline_may_state_the_key() -> None:
    """The company always is a part of it."""
    records = mapped({"name": "N"}, {"ID": ["1"], "N": ["n"]}, key=["name", "id"]).records[0]
    assert records.record_id.to_pylist() == ["src/C:thing:n/1"]


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (pl.Series([Decimal("12.500000000000")], dtype=pl.Decimal(38, 12)), "12.5"),
        (pl.Series([Decimal("100.0000")], dtype=pl.Decimal(28, 4)), "100"),
        (pl.Series([date(2024, 12, 31)]), "2024-12-31"),
        (pl.Series([True]), "true"),
        (pl.Series([-7]), "-7"),
        (pl.Series(["a.b_c~d-e"]), "a.b_c~d-e"),
        (pl.Series(["100%"]), "100%25"),
        (pl.Series([""]), ""),
    ],
)
def test_parts_that_are_no_text(part: pl.Series, text: str) -> None:
    """Each has one way to be written: 12.50 and 12.5 are one number."""
    assert encoded(part).to_list() == [text]


def test_an_id_with_a_part_missing_is_none() -> None:
    """There is no record without a whole key."""
    ids = record_ids("s", "e", pl.Series(["C", "C"]), [pl.Series(["1", None]), pl.Series([2, 3])])
    assert ids.to_list() == ["s/C:e:1/2", None]


def test_an_entity_may_have_the_company_as_its_key() -> None:
    """Then nothing follows."""
    assert record_ids("s", "company", pl.Series(["C"]), []).to_list() == ["s/C:company:"]


@given(st.lists(st.text(), min_size=1))
def test_encoding_is_the_standards(texts: list[str]) -> None:
    """As Python encodes, with nothing but unreserved characters left."""
    assert encoded(pl.Series(texts)).to_list() == [quote(text, safe="") for text in texts]
