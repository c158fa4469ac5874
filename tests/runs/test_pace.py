"""When a checkpoint is due, and when a run has to end."""

from __future__ import annotations

import os
import signal

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.errors import TooManyRejects
from legacy_adapters.runs.interrupt import Interrupted, Interruption
from legacy_adapters.runs.pace import RejectLimit, RunPace, Silent
from legacy_adapters.runs.standing import Standing


class Shown(Silent):
    """Remembers what was shown."""

    def __init__(self) -> None:
        self.counts: list[tuple[str, int]] = []

    def rows(self, stream: str, count: int) -> None:
        self.counts.append((stream, count))


def batch_of(rows: int) -> Batch:
    cells = pa.array(["x"] * rows, pa.string())
    return Batch("gl", "", "b", pa.RecordBatch.from_pydict({"c": cells}), cells, "p")


def rejecting(rejected: int, read: int) -> Standing:
    standing = Standing()
    rows = standing.tally("gl").rows
    rows.read, rows.rejected = read, rejected
    return standing


def pace(interruption: Interruption, **changes: object) -> RunPace:
    values: dict[str, object] = {
        "interruption": interruption,
        "rejects": RejectLimit(share=0.1, at_least=100),
        "show": Silent(),
        "limits": lambda rows: None,
        "seconds": 1000.0,
    }
    return RunPace(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(("rejected", "read"), [(0, 0), (100, 100), (100, 500), (1_000, 10_000)])
def test_rejects_within_the_limit_pass(rejected: int, read: int) -> None:
    """A tenth of the rows, and a hundred in any case."""
    RejectLimit(0.1, 100).check("gl", rejecting(rejected, read))


@pytest.mark.parametrize(("rejected", "read"), [(101, 101), (101, 1_000), (1_001, 10_000)])
def test_more_rejects_end_the_run(rejected: int, read: int) -> None:
    """The message has both numbers and says where the reasons are."""
    with pytest.raises(TooManyRejects, match=f"stream gl: {rejected} of {read} rows") as caught:
        RejectLimit(0.1, 100).check("gl", rejecting(rejected, read))
    assert "rejects list" in str(caught.value)


def test_a_checkpoint_is_due_when_its_time_has_come() -> None:
    """And then not again at once."""
    with Interruption() as interruption:
        assert not pace(interruption).due()
        assert pace(interruption, seconds=0.0).due()


def test_a_checkpoint_is_due_before_the_run_ends_in_order() -> None:
    """Asked to end, what was read is saved first."""
    with Interruption() as interruption:
        slow = pace(interruption)
        os.kill(os.getpid(), signal.SIGTERM)
        assert slow.due()
        with pytest.raises(Interrupted):
            slow.after("gl", batch_of(1), Standing())


def test_after_each_batch_rows_are_shown_and_limits_kept() -> None:
    """The source's limits hear of every row."""
    counted: list[int] = []
    shown = Shown()
    with Interruption() as interruption:
        pace(interruption, show=shown, limits=counted.append).after("gl", batch_of(3), Standing())
    assert (shown.counts, counted) == ([("gl", 3)], [3])
