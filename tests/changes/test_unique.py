"""A key of the source that comes twice ends a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.changes.unique import UniqueKey, UniqueRows
from legacy_adapters.core.batch import Batch
from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.core.protocols import Mapped

KEYS = (UniqueKey("journal: all/of it", ("No", "Line")),)
NOTHING = Mapped((), (), 0, 0)


def batch(keys: Sequence[tuple[str | None, str | None]], stream: str = KEYS[0].stream) -> Batch:
    rows = pa.RecordBatch.from_arrays(
        [pa.array([no for no, _ in keys], pa.string()), pa.array([line for _, line in keys], pa.string())],
        names=["No", "Line"],
    )
    return Batch(stream, "", "x", rows, pa.array([f"row {i + 1}" for i in range(len(keys))], pa.string()), None)


@pytest.mark.parametrize("keys", [[("1", "1"), ("1", "2")], [("2", "1"), ("1", "1")], [("1", None), (None, "1")]])
def test_new_keys_pass(tmp_path: Path, keys: list[tuple[str | None, str | None]]) -> None:
    """In any order, also with nulls."""
    assert UniqueRows(tmp_path / "k", KEYS)(batch(keys), NOTHING) is NOTHING


@pytest.mark.parametrize("first", [[("1", "1")], [("9", "9"), ("1", "1")]])
def test_a_key_of_an_earlier_page_is_told(tmp_path: Path, first: list[tuple[str | None, str | None]]) -> None:
    """With the row and the key."""
    stage = UniqueRows(tmp_path / "k", KEYS)
    stage(batch(first), NOTHING)
    with pytest.raises(SourceChanged, match="No 1, Line 1 was read twice") as caught:
        stage(batch([("0", "0"), ("1", "1")]), NOTHING)
    assert caught.value.where.endswith("row 2")


def test_a_key_twice_on_one_page_is_told(tmp_path: Path) -> None:
    """Without any earlier page."""
    with pytest.raises(SourceChanged, match="twice"):
        UniqueRows(tmp_path / "k", KEYS)(batch([("1", "1"), ("1", "1")]), NOTHING)


def test_parts_of_a_key_are_kept_apart(tmp_path: Path) -> None:
    """What looks alike once it is put together is not the same key."""
    UniqueRows(tmp_path / "k", KEYS)(batch([("1\x1f;", "1"), ("1", "\x1f;1"), ("\x1f", ";"), ("\x1f;", "")]), NOTHING)


def test_other_streams_are_not_looked_at(tmp_path: Path) -> None:
    """They have no key."""
    UniqueRows(tmp_path / "k", KEYS)(batch([("1", "1"), ("1", "1")], "other"), NOTHING)


@given(numbers=st.lists(st.integers(0, 30), min_size=1, max_size=30), at=st.integers(0, 30))
def test_a_resumed_stage_knows_what_was_committed(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], at: int
) -> None:
    """Opened at a token, it finds the same repetition as one that was never closed, and no other."""
    folder = tmp_path_factory.mktemp("keys")
    stage, token = UniqueRows(folder, KEYS), "{}"
    seen: set[int] = set()
    for place, number in enumerate(numbers):
        if place == at:
            token = stage.commit()
            stage(batch([("not", "committed")]), NOTHING)
            stage = UniqueRows(folder, KEYS, token)
        if number in seen:
            with pytest.raises(SourceChanged):
                stage(batch([(str(number), "1")]), NOTHING)
            return
        stage(batch([(str(number), "1")]), NOTHING)
        seen.add(number)
    stage.close(finished=True)
    assert not folder.exists()
