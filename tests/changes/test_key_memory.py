"""Keys seen in a run: found again exactly, in constant memory, and after going back to a commit."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.changes import key_filter
from legacy_adapters.changes.key_hashes import KeyHashes
from legacy_adapters.changes.key_memory import KeyMemory


def hashes(*keys: str) -> KeyHashes:
    return KeyHashes.of(pl.Series(keys, dtype=pl.String))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["9", "10", "11"], True),
        (["a1", "a2", "b1"], True),
        (["10", "9"], False),
        (["1", "1"], False),
        (["zz", "ä"], True),
        (["ä", "zz"], False),
    ],
)
def test_keys_ascend_by_length_and_then_by_bytes(tmp_path: Path, keys: list[str], expected: bool) -> None:
    """Numbers without leading zeros and codes of one width both ascend; equal neighbours do not."""
    assert KeyMemory(tmp_path, "gl_line").ascends(pl.Series(keys)) is expected


def test_a_batch_must_also_ascend_from_the_batch_before(tmp_path: Path) -> None:
    """The last key of a batch is compared with the first of the next."""
    memory = KeyMemory(tmp_path, "gl_line")
    memory.add(hashes("1", "5"), "5")
    assert memory.ascends(pl.Series(["6"]))
    assert not memory.ascends(pl.Series(["5"]))


def test_keys_added_while_ascending_are_found_when_the_order_breaks(tmp_path: Path) -> None:
    """Committed and uncommitted keys of the ascending time are both known to the filter built later."""
    memory = KeyMemory(tmp_path, "gl_line")
    memory.add(hashes("1", "2"), "2")
    memory.commit()
    memory.add(hashes("3", "4"), "4")
    assert memory.holds(hashes("1", "2", "3", "4", "5")).tolist() == [True, True, True, True, False]


def test_once_the_order_broke_ascending_keys_are_looked_up_too(tmp_path: Path) -> None:
    """After the first key out of order nothing is taken for new by its order alone."""
    memory = KeyMemory(tmp_path, "gl_line")
    memory.holds(hashes("7"))
    memory.add(hashes("7"), None)
    assert not memory.ascends(pl.Series(["8", "9"]))


@pytest.mark.parametrize("ascending", [True, False])
def test_opened_at_a_token_it_knows_just_what_was_committed(tmp_path: Path, ascending: bool) -> None:
    """Keys added after the commit are forgotten, also when a later commit wrote them."""
    memory = KeyMemory(tmp_path, "gl_line")
    if not ascending:
        memory.holds(hashes("0"))
    memory.add(hashes("1", "2"), "2")
    token = memory.commit()
    memory.add(hashes("3"), "3")
    memory.commit()

    again = KeyMemory(tmp_path, "gl_line", *token)

    assert again.holds(hashes("1", "2", "3")).tolist() == [True, True, False]
    again.add(hashes("3"), None)
    assert again.holds(hashes("3")).tolist() == [True]


def test_two_entities_in_one_folder_do_not_touch_each_other(tmp_path: Path) -> None:
    """Opening the memory of one entity leaves the segments of another alone."""
    one, two = KeyMemory(tmp_path, "invoice"), KeyMemory(tmp_path, "invoice_line")
    one.add(hashes("1"), "1")
    two.add(hashes("2"), "2")
    tokens = one.commit(), two.commit()
    assert KeyMemory(tmp_path, "invoice").holds(hashes("1")).tolist() == [False]
    assert KeyMemory(tmp_path, "invoice_line", *tokens[1]).holds(hashes("2")).tolist() == [True]


@given(st.lists(st.lists(st.integers(0, 50).map(str), max_size=8), max_size=8))
def test_it_agrees_with_a_set(batches: list[list[str]]) -> None:
    """Whatever comes in whatever order, a key is held exactly if it was added."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        memory, model = KeyMemory(Path(folder), "gl_line"), set[str]()
        for batch in batches:
            held = memory.holds(hashes(*batch)).tolist()
            assert held == [key in model for key in batch]
            memory.add(hashes(*batch), None)
            model.update(batch)
            memory.commit()


def test_a_filter_that_is_full_makes_way_for_a_larger_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is forgotten by it, wherever the keys are."""
    monkeypatch.setattr(key_filter, "SMALLEST", 1 << 4)
    memory, keys = KeyMemory(tmp_path, "gl_line"), [f"{number:x}" for number in range(600)]
    for start in range(0, 600, 20):
        assert not memory.holds(hashes(*keys[start:])).any()
        memory.add(hashes(*keys[start : start + 20]), None)
        if start % 100 == 0:
            memory.commit()
        assert memory.holds(hashes(*keys[: start + 20])).all()
