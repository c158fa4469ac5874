"""The filter before the keys on disk."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.changes import key_filter
from legacy_adapters.changes.key_filter import BITS_PER_KEY, LARGEST, KeyFilter
from legacy_adapters.changes.key_hashes import KeyHashes

KEYS = st.lists(st.text(max_size=5), max_size=60)


def hashes(keys: list[str]) -> KeyHashes:
    return KeyHashes.of(pl.Series(keys, dtype=pl.String))


@given(KEYS, KEYS)
def test_a_key_that_was_added_is_never_denied(added: list[str], others: list[str]) -> None:
    """Also where several keys share a word."""
    with patch.object(key_filter, "SMALLEST", 1):
        small = KeyFilter(0)
    small.add(hashes(added))
    assert small.may_hold(hashes(added)).all()
    assert len(small.may_hold(hashes(others))) == len(others)


def test_when_full_it_errs_of_one_new_key_in_two_hundred() -> None:
    """As its size is chosen for."""
    random = np.random.default_rng(20240611)
    keys = KeyHashes(*random.integers(0, 2**64, (2, 1_000_000), dtype=np.uint64))
    made = KeyFilter(0)
    assert made.room == 1024 * 1024 * 8 // BITS_PER_KEY
    made.add(keys[: made.room])
    assert made.may_hold(keys[made.room :])[:300_000].mean() < 0.01


def test_its_size_follows_the_number_of_keys_up_to_a_bound() -> None:
    """Twelve bits for each key at the least, and no more than 64 MB however many there are."""
    assert KeyFilter(1_000_000).nbytes == 2 * 1024 * 1024
    assert KeyFilter(10_000_000).nbytes == 16 * 1024 * 1024
    largest = KeyFilter(10**9)
    assert largest.nbytes == LARGEST * 8 == 64 * 1024 * 1024
    assert largest.room is None
