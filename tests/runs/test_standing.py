"""What a checkpoint is made of."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.protocols import Mapped
from legacy_adapters.core.records import Records
from legacy_adapters.core.reject import Reject
from legacy_adapters.runs.standing import Standing


def batch(position: str | None, part: str = "") -> Batch:
    cells = pa.array(["a", "b"])
    return Batch("gl", part, "b", pa.RecordBatch.from_pydict({"c": cells}), cells, position)


def records(*amounts: str | None) -> Records:
    n = len(amounts)
    rows = pa.RecordBatch.from_pydict(
        {
            "amount": pa.array([None if a is None else Decimal(a) for a in amounts], pa.decimal128(28, 4)),
            "quantity": pa.array([Decimal(1)] * n, pa.decimal128(38, 12)),
        }
    )
    texts = pa.array([str(i) for i in range(n)], pa.string())
    return Records("gl_line", rows, pa.array(range(n), pa.int32()), texts, texts)


def test_each_part_has_its_own_position() -> None:
    """A batch moves the position of its part alone."""
    standing = Standing()
    standing.arrived(batch("5", "north"))
    standing.arrived(batch("7", "south"))
    standing.arrived(batch("6", "north"))
    assert standing.positions == {"gl": {"north": "6", "south": "7"}}
    assert standing.tally("gl").rows.read == 6


def test_a_batch_without_a_position_unsettles_until_one_has_it() -> None:
    """Only where a position stands for all rows read can a checkpoint be made."""
    standing = Standing()
    standing.arrived(batch(None))
    assert not standing.settled
    standing.arrived(batch("9"))
    assert standing.settled


def test_one_part_that_is_unsettled_unsettles_the_stream() -> None:
    """The position of another part does not stand for its rows; the end of the stream does."""
    standing = Standing()
    standing.arrived(batch(None, "north"))
    standing.arrived(batch("7", "south"))
    assert not standing.settled
    standing.ended("gl")
    assert standing.finished == {"gl"}
    assert not standing.loose


def test_amounts_are_summed_exactly_and_quantities_are_not() -> None:
    """Totals are of money; nulls do not count."""
    standing = Standing(next_sequence=5)
    standing.wrote("gl", records("0.1", "0.2", None))
    standing.wrote("gl", records("99999999999999999999.9999"))
    delivered = standing.tally("gl").records["gl_line"]
    assert delivered.sums == {"amount": Decimal("100000000000000000000.2999")}
    assert (delivered.delivered, standing.next_sequence) == (4, 9)


def test_a_row_with_two_records_was_taken_once() -> None:
    """Rows and records are counted apart."""
    standing = Standing()
    standing.became("gl", Mapped((records("1", "2"), records("3", "4")), (), 2, 1), unchanged=3)
    tally = standing.tally("gl")
    assert (tally.rows.taken, tally.rows.filtered, tally.rows.unchanged) == (2, 1, 3)
    assert tally.records["gl_line"].produced == 4


def test_a_checkpoint_is_a_copy() -> None:
    """What happens later does not change what was saved, nor the other way round."""
    standing = Standing()
    standing.arrived(batch("1"))
    standing.wrote("gl", records("1"))
    saved = standing.checkpoint("token", {"duplicates": "d"})
    resumed = Standing.of(saved)
    standing.arrived(batch("2"))
    standing.wrote("gl", records("1"))
    resumed.wrote("gl", records("5"))
    assert saved.positions == {"gl": {"": "1"}}
    assert saved.tallies["gl"].records["gl_line"].sums == {"amount": Decimal(1)}
    assert (saved.token, saved.stages, saved.next_sequence) == ("token", {"duplicates": "d"}, 1)


def test_what_is_saved_need_not_be_saved_again() -> None:
    """Rejects go into the ledger once."""
    standing = Standing(rejects=[Reject("gl", "o", None, "{}", ())])
    standing.saved()
    assert standing.rejects == []
