"""Keys on disk."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.changes.key_hashes import KeyHashes
from legacy_adapters.changes.key_segment import BLOCK, KeySegment

COUNTS = st.sampled_from([0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 300 * BLOCK + 7])


def some_keys(count: int, seed: int) -> KeyHashes:
    """Different keys in no order."""
    return KeyHashes(*np.random.default_rng(seed).integers(0, 2**64, (2, count), dtype=np.uint64))


@given(COUNTS, st.integers(0, 10))
def test_every_key_is_found_and_no_other(count: int, seed: int) -> None:
    """Whatever the number of blocks, also after the file was opened again."""
    keys, others = some_keys(count, seed), some_keys(50, seed + 100)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.0.keys"
        for segment in (KeySegment.written(path, keys.in_order()), KeySegment.sorted_at(path)):
            assert segment.count == count
            assert segment.holds(keys).all()
            assert not segment.holds(others).any()
            assert [key for window in segment.windows() for key in window.first.tolist()] == sorted(keys.first.tolist())


def test_a_file_that_is_not_sorted_is_sorted_when_it_is_opened(tmp_path: Path) -> None:
    """Keys of the time when they ascended are written as they came."""
    keys = some_keys(1_000, 1)
    assert not keys.is_in_order
    KeySegment.written(tmp_path / "a.0.keys", keys)
    opened = KeySegment.sorted_at(tmp_path / "a.0.keys")
    assert opened.holds(keys).all()
    assert KeySegment.sorted_at(tmp_path / "a.0.keys").starts.tolist() == opened.starts.tolist()
    assert [path.name for path in tmp_path.iterdir()] == ["a.0.keys"]


def test_equal_first_halves_are_found_on_both_sides_of_a_block(tmp_path: Path) -> None:
    """The last of one block and the first of the next may have the same."""
    first = np.arange(2 * BLOCK, dtype=np.uint64)
    first[BLOCK] = first[BLOCK - 1]
    keys = KeyHashes(first, np.arange(2 * BLOCK, dtype=np.uint64) + np.uint64(5))
    segment = KeySegment.written(tmp_path / "a.0.keys", keys)
    assert segment.holds(keys).all()
    assert not segment.holds(KeyHashes(first, first)).any()


def test_a_file_that_is_gone_is_not_taken_for_empty(tmp_path: Path) -> None:
    """A key that cannot be looked up is not a new one."""
    segment = KeySegment.written(tmp_path / "a.0.keys", some_keys(10, 1).in_order())
    segment.path.unlink()
    with pytest.raises(FileNotFoundError):
        segment.holds(some_keys(1, 2))
