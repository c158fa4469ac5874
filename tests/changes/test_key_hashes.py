"""Keys as hashes."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.changes.key_hashes import KeyHashes

KEYS = st.lists(st.text(max_size=4), max_size=40)


def hashes(keys: list[str]) -> KeyHashes:
    return KeyHashes.of(pl.Series(keys, dtype=pl.String))


@given(KEYS, KEYS)
def test_keys_in_order_are_found_by_their_hashes(some: list[str], others: list[str]) -> None:
    """Exactly those that are among them."""
    ordered = hashes(some).in_order()
    assert ordered.is_in_order
    assert ordered.holds(hashes(others)).tolist() == [key in some for key in others]


def test_equal_first_halves_are_told_apart() -> None:
    """By the second half, both of two neighbours are found."""
    both = KeyHashes(np.array([7, 7, 9], np.uint64), np.array([1, 2, 3], np.uint64))
    asked = KeyHashes(np.array([7, 7, 7, 9], np.uint64), np.array([1, 2, 3, 1], np.uint64))
    assert both.holds(asked).tolist() == [True, True, False, False]


@given(st.lists(KEYS, min_size=1, max_size=4))
def test_joined_hashes_are_those_of_the_joined_keys(parts: list[list[str]]) -> None:
    """One behind the other."""
    joined, whole = KeyHashes.joined([hashes(part) for part in parts]), hashes([key for part in parts for key in part])
    assert joined.first.tolist() == whole.first.tolist()
    assert joined.second.tolist() == whole.second.tolist()
