"""The second row of a key is set aside whole, in one batch, over batches, and after a resumed run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from legacy_adapters.changes.duplicates import Duplicates
from legacy_adapters.core.batch import Batch
from legacy_adapters.core.protocols import Mapped
from legacy_adapters.core.records import Records
from legacy_adapters.core.reject import Reason, Reject


def batch_of(rows: int) -> Batch:
    cells = pa.array([f"r{i}" for i in range(rows)])
    return Batch("gl", "", "b", pa.RecordBatch.from_pydict({"raw": cells}), cells, None)


def records(entity: str, keys: Sequence[str | None], rows: Sequence[int] | None = None) -> Records:
    ids = pa.array(keys, pa.string())
    places = pa.array(range(len(keys)) if rows is None else rows, pa.int32())
    return Records(entity, pa.RecordBatch.from_pydict({"id": ids}), places, ids, ids)


def mapped(*parts: Records, taken: int) -> Mapped:
    return Mapped(parts, (), taken, 0)


def kept(result: Mapped, entity: str = "gl_line") -> list[str]:
    return [str(key) for r in result.records if r.entity == entity for key in r.record_id.to_pylist()]


def test_keys_that_differ_all_go_on(tmp_path: Path) -> None:
    """Without a repeat nothing is rejected, whatever the order."""
    stage = Duplicates(tmp_path, ["gl_line"])
    result = stage(batch_of(3), mapped(records("gl_line", ["c", "a", "b"]), taken=3))
    assert (kept(result), result.rejects, result.taken) == (["c", "a", "b"], (), 3)


def test_the_second_row_of_a_key_in_one_batch_is_rejected(tmp_path: Path) -> None:
    """The first stays, the second is a reject with its raw row, its id and the code duplicate_key."""
    stage = Duplicates(tmp_path, ["gl_line"])
    result = stage(batch_of(3), mapped(records("gl_line", ["a", "b", "a"]), taken=3))
    assert (kept(result), result.taken) == (["a", "b"], 2)
    (reject,) = result.rejects
    assert (reject.row, reject.record_id, reject.reasons[0].code) == ('{"raw": "r2"}', "a", "duplicate_key")


def test_rejects_come_in_the_order_of_the_rows(tmp_path: Path) -> None:
    """Those of the mapping and ours together."""
    stage = Duplicates(tmp_path, ["gl_line"])
    bad = Reject("gl", "r3", None, "{}", (Reason("not_a_number", "gl_line", "amount"),))
    given = Mapped((records("gl_line", ["a", "a", "b", "b"], [0, 1, 2, 4]),), (bad,), 4, 0)
    result = stage(batch_of(5), given)
    assert [reject.origin for reject in result.rejects] == ["r1", "r3", "r4"]


def test_a_key_of_an_earlier_batch_is_rejected(tmp_path: Path) -> None:
    """The memory reaches over all batches of the run, also those that ascended."""
    stage = Duplicates(tmp_path, ["gl_line"])
    stage(batch_of(2), mapped(records("gl_line", ["1", "2"]), taken=2))
    result = stage(batch_of(2), mapped(records("gl_line", ["3", "1"]), taken=2))
    assert (kept(result), len(result.rejects)) == (["3"], 1)


def test_other_records_of_a_repeated_row_are_held_back_too(tmp_path: Path) -> None:
    """A row goes on whole or not at all, and the keys of a row set aside do not count as seen."""
    stage = Duplicates(tmp_path, ["customer", "invoice"])
    result = stage(
        batch_of(3),
        mapped(records("customer", ["c1", "c1", "c2"]), records("invoice", ["i1", "i2", "i2"]), taken=3),
    )
    assert kept(result, "customer") == ["c1", "c2"]
    assert kept(result, "invoice") == ["i1", "i2"]
    assert [reject.record_id for reject in result.rejects] == ["c1"]


def test_one_row_may_not_give_the_same_key_twice(tmp_path: Path) -> None:
    """Two mappings to one entity that give one row's records the same key are a repeat as well."""
    stage = Duplicates(tmp_path, ["gl_line"])
    result = stage(batch_of(1), mapped(records("gl_line", ["a"]), records("gl_line", ["a"]), taken=1))
    assert (kept(result), result.taken) == ([], 0)


def test_an_entity_that_keeps_its_duplicates_is_not_watched(tmp_path: Path) -> None:
    """With ``on_duplicate: keep`` the entity is left out, and repeats go on."""
    stage = Duplicates(tmp_path, [])
    result = stage(batch_of(2), mapped(records("gl_line", ["a", "a"]), taken=2))
    assert kept(result) == ["a", "a"]


def test_a_resumed_run_knows_the_keys_up_to_the_token(tmp_path: Path) -> None:
    """Keys of batches after the token will be read again, and are not duplicates of themselves."""
    stage = Duplicates(tmp_path, ["gl_line"])
    stage(batch_of(1), mapped(records("gl_line", ["a"]), taken=1))
    token = stage.commit()
    stage(batch_of(1), mapped(records("gl_line", ["b"]), taken=1))
    stage.commit()

    resumed = Duplicates(tmp_path, ["gl_line"], token)

    assert kept(resumed(batch_of(2), mapped(records("gl_line", ["b", "a"]), taken=2))) == ["b"]


def test_after_a_finished_run_nothing_is_left_on_disk(tmp_path: Path) -> None:
    """The next run may have the same keys again."""
    folder = tmp_path / "keys"
    stage = Duplicates(folder, ["gl_line"])
    stage(batch_of(1), mapped(records("gl_line", ["a"]), taken=1))
    stage.commit()
    stage.close(finished=True)
    assert not folder.exists()


def test_what_went_on_can_be_asked_for(tmp_path: Path) -> None:
    """Of an entity that is watched, also while its keys ascend; a second row of a key is still met afterwards."""
    stage = Duplicates(tmp_path, ["gl_line"])
    stage(batch_of(2), mapped(records("gl_line", ["a", "b"]), taken=2))
    assert stage.seen("gl_line", ["a", "c"]) == ["a"]
    assert stage.seen("gl_line", []) == []
    assert stage.seen("account", ["a"]) == []
    assert len(stage(batch_of(1), mapped(records("gl_line", ["b"]), taken=1)).rejects) == 1
