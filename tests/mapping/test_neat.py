"""Columns that need no trimming."""

from __future__ import annotations

import sys

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import MIXED, Array
from legacy_adapters.mapping.neat import neat_columns

BLANKS = [chr(sign) for sign in range(sys.maxunicode + 1) if chr(sign).isspace() and not 0x1C <= sign <= 0x1F]
"""All that Unicode calls white space, which is what trimming takes away."""


def is_neat(column: Array) -> bool:
    """Whether the only column of a batch is."""
    return neat_columns(pa.record_batch([column], names=["a"])) == {"a"}


@given(st.lists(st.none() | st.text(st.characters(codec="utf-8"), max_size=4) | st.sampled_from(BLANKS), min_size=1))
def test_trimming_a_neat_column_changes_nothing(texts: list[str | None]) -> None:
    """Whatever the texts are."""
    if is_neat(pa.array(texts, pa.string())):
        trimmed = pl.Series(texts, dtype=pl.String).str.strip_chars().replace("", None)
        assert trimmed.to_list() == texts


@pytest.mark.parametrize("blank", BLANKS, ids=lambda blank: f"U+{ord(blank):04X}")
def test_no_blank_is_overlooked(blank: str) -> None:
    """At neither end; within a text it does not matter."""
    assert not is_neat(pa.array(["a", f"{blank}a"], pa.string()))
    assert not is_neat(pa.array(["a", f"a{blank}"], pa.string()))
    assert not is_neat(pa.array([blank], pa.string()))
    assert is_neat(pa.array(["a", f"a{blank}a"], pa.string()))


@pytest.mark.parametrize("texts", [["Ærø", "Café", "Straße", "ñ"], ["a", None], [None, None], [], ["日本"]])
def test_usual_texts_are_neat(texts: list[str | None]) -> None:
    """Also those that begin or end with letters beyond ASCII, and nulls."""
    assert is_neat(pa.array(texts, pa.string()))


def test_empty_texts_are_not_neat() -> None:
    """Trimming makes nulls of them."""
    assert not is_neat(pa.array(["a", ""], pa.string()))
    assert not is_neat(pa.array(["", None], pa.string()))


def test_a_slice_is_judged_by_its_own_texts() -> None:
    """What lies around it does not matter."""
    column = pa.array([" a", "b", "c", "d "], pa.string())
    assert is_neat(column.slice(1, 2))
    assert not is_neat(column.slice(1, 3))
    assert not is_neat(column.slice(0, 2))


def test_mixed_cells_are_judged_by_their_texts() -> None:
    """Other types have no texts to trim."""
    mixed = [{"text": "a", "number": False}, {"text": None, "number": None}, {"text": "1", "number": True}]
    assert is_neat(pa.array(mixed, MIXED))
    assert is_neat(pa.array([*mixed, {"text": "a ", "number": False}], MIXED).slice(1, 2))
    assert not is_neat(pa.array([*mixed, {"text": "a ", "number": False}], MIXED))
    assert not is_neat(pa.array([1, 2], pa.int64()))
