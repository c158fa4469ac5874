"""A few numbers give what many give."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.values.decimals import parse_decimal
from legacy_adapters.values.few_numbers import few_decimals
from legacy_adapters.values.notation import Notation

NOTATIONS = st.sampled_from([Notation(",", "."), Notation(".", ","), Notation(","), Notation(".", "'"), Notation(".")])
USUAL = st.decimals(-(10**12), 10**12, places=2).map(lambda number: f"{number:,}")
GERMAN = USUAL.map(lambda text: text.translate(str.maketrans(",.", ".,")))
TEXTS = st.none() | USUAL | GERMAN | st.text("0123456789.,'-+ ()DRCRSH€EUR\u00a0", max_size=14) | st.text(max_size=4)


@given(st.lists(TEXTS, max_size=8), NOTATIONS, st.sampled_from([2, 12]))
def test_the_numbers_are_those_of_the_other_way(texts: list[str | None], notation: Notation, scale: int) -> None:
    """Usual ones, ornaments, groups of all kinds, blanks, and what is no number."""
    parsed = parse_decimal(pl.col("text"), notation, precision=38, scale=scale)
    frame = pl.Series("text", texts, dtype=pl.String).to_frame()
    expected = frame.select(parsed.value.alias("value")).to_series().to_list()
    assert few_decimals(texts, notation, scale) == expected
