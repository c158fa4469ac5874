"""The loop: what was read is taken, filtered or rejected, and a killed run ends as if nothing had happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.changes.duplicates import Duplicates
from legacy_adapters.core.batch import Batch
from legacy_adapters.core.errors import OutOfBalance
from legacy_adapters.core.protocols import Mapped, Token
from legacy_adapters.runs.engine import Engine
from legacy_adapters.runs.standing import Standing
from tests.runs.company import Always, Disk, Killed, Lines, Rows, by_remainder, lane


class Steps:
    """Counts the moments at which a process can die, and dies at one of them."""

    def __init__(self, die_at: int | None) -> None:
        self.left = die_at

    def __call__(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left == 0:
                raise Killed


class FragileLines(Lines):
    """A sink that may die before and after each of its steps."""

    def __init__(self, disk: Disk, token: str | None, steps: Steps) -> None:
        super().__init__(disk, token)
        self._steps = steps

    def commit(self) -> str:
        self._steps()
        token = super().commit()
        self._steps()
        return token


def attempt(disk: Disk, readers: Sequence[Rows], folder: Path, steps: Steps) -> None:
    """One start of the process: opens all at the last checkpoint, runs, publishes."""

    def save(standing: Standing, token: Token, stages: Mapping[str, Token]) -> None:
        steps()
        disk.rejects.extend(reject.origin for reject in standing.rejects)
        disk.standing = Standing.of(standing.checkpoint(token, stages))
        disk.saved = token
        disk.stages = stages  # type: ignore[attr-defined]
        steps()

    standing = Standing() if disk.standing is None else Standing.of(disk.standing.checkpoint(None, {}))
    stages = getattr(disk, "stages", {})
    sink = FragileLines(disk, disk.saved, steps)
    duplicates = Duplicates(folder, ["t"], stages.get("duplicates"))
    engine = Engine([lane(r) for r in readers], {"duplicates": duplicates}, sink, save, Always())
    engine.run(standing)
    sink.publish()


def undisturbed(streams: Mapping[str, list[int]], resumable: bool) -> tuple[Disk, int]:
    """What a run gives that nothing happens to, and the number of moments at which it could have died."""
    disk, steps = Disk(), Steps(10**9)
    with TemporaryDirectory() as folder:
        attempt(disk, readers_of(streams, resumable), Path(folder), steps)
    assert steps.left is not None
    return disk, 10**9 - steps.left


def readers_of(streams: Mapping[str, list[int]], resumable: bool) -> list[Rows]:
    return [Rows(name, keys, resumable=resumable) for name, keys in streams.items()]


def test_every_row_is_taken_filtered_or_rejected(tmp_path: Path) -> None:
    """The tally adds up, amounts are summed, and the records are numbered without a gap."""
    disk = Disk()
    attempt(disk, [Rows("gl", range(1, 16))], tmp_path, Steps(None))
    assert disk.standing is not None
    tally = disk.standing.tallies["gl"]
    assert (tally.rows.read, tally.rows.taken, tally.rows.filtered, tally.rows.rejected) == (15, 8, 4, 3)
    assert tally.records["t"].sums == {"amount": Decimal(1 + 2 + 4 + 7 + 8 + 11 + 13 + 14)}
    assert [sequence for _, sequence in disk.lines] == list(range(8))
    assert disk.rejects == ["row 5", "row 10", "row 15"]


def test_two_streams_of_one_entity_share_their_keys(tmp_path: Path) -> None:
    """A key that came in the first stream is a duplicate in the second."""
    disk = Disk()
    attempt(disk, [Rows("north", [1, 2]), Rows("south", [2, 4])], tmp_path, Steps(None))
    assert [key for key, _ in disk.lines] == ["hq/:t:1", "hq/:t:2", "hq/:t:4"]
    assert disk.rejects == ["row 2"]


@given(
    streams=st.dictionaries(st.sampled_from(["gl", "ap"]), st.lists(st.integers(1, 40), max_size=12), min_size=1),
    resumable=st.booleans(),
    deaths=st.lists(st.floats(0, 1), min_size=1, max_size=4),
)
def test_killed_anywhere_and_started_again_it_ends_the_same(
    streams: dict[str, list[int]], resumable: bool, deaths: list[float]
) -> None:
    """Same lines, same sequences, same rejects, same balance, however often and wherever it died."""
    expected, moments = undisturbed(streams, resumable)
    disk = Disk()
    with TemporaryDirectory() as folder:
        for death in deaths:
            try:
                attempt(disk, readers_of(streams, resumable), Path(folder), Steps(1 + int(death * moments)))
            except Killed:
                continue
        attempt(disk, readers_of(streams, resumable), Path(folder), Steps(None))
    assert disk.visible == expected.visible
    assert disk.rejects == expected.rejects
    assert disk.standing is not None
    assert expected.standing is not None
    assert disk.standing.tallies == expected.standing.tallies


class Ending(Rows):
    """A reader whose last batch has no rows, and a position that is the next run's: from the beginning."""

    def read(self, since: Mapping[str, str]) -> Iterator[Batch]:
        yield from super().read(since)
        rows = pa.RecordBatch.from_pydict({"key": pa.array([], pa.string())})
        yield Batch(self.stream, "", "end", rows, pa.array([], pa.string()), "0")


@pytest.mark.parametrize("resumable", [True, False])
def test_killed_at_the_end_of_a_stream_it_is_not_read_again(resumable: bool, tmp_path: Path) -> None:
    """The position behind the last row is the next run's beginning: it is never saved without the stream's end."""
    for death in range(1, 30):
        disk = Disk()
        for steps in (Steps(death), Steps(None)):
            with suppress(Killed):
                attempt(disk, [Ending("gl", [1, 2, 4], resumable=resumable)], tmp_path / str(death), steps)
        assert [key for key, _ in disk.lines] == ["hq/:t:1", "hq/:t:2", "hq/:t:4"]


def test_where_no_checkpoint_can_be_made_rejects_are_put_away(tmp_path: Path) -> None:
    """They do not pile up in memory, and the stages make room as well."""
    put_away: list[int] = []

    def take(standing: Standing) -> None:
        put_away.append(len(standing.rejects))
        standing.rejects.clear()

    duplicates = Duplicates(tmp_path, ["t"])
    reader = Rows("gl", range(1, 21), size=5, resumable=False)
    Engine([lane(reader)], {"duplicates": duplicates}, Lines(Disk(), None), lambda *_: None, Always(), take).run(
        Standing()
    )
    assert put_away == [1, 1, 1, 1]
    assert len(list(tmp_path.glob("*.keys"))) >= 4


def test_without_a_position_no_checkpoint_is_made_in_the_middle(tmp_path: Path) -> None:
    """A stream that cannot be gone on with is saved at its end alone."""
    saves: list[int] = []
    sink = Lines(Disk(), None)

    def save(standing: Standing, _token: Token, _stages: Mapping[str, Token]) -> None:
        saves.append(standing.tally("gl").rows.read)

    Engine([lane(Rows("gl", range(1, 8), resumable=False))], {}, sink, save, Always()).run(Standing())
    assert saves == [7]


def test_the_reader_is_closed_after_an_error(tmp_path: Path) -> None:
    """Whatever ends a run, the source gets back what was held."""
    reader = Rows("gl", range(1, 8))
    engine = Engine([lane(reader)], {}, Lines(Disk(), None), lambda *_: None, Always(kill_at=2))
    with pytest.raises(Killed):
        engine.run(Standing())
    assert reader.closed == 1


def losing(batch: Batch) -> Mapped:
    """A mapper with a defect: it forgets a record, and says nothing of it."""
    mapped = by_remainder(batch)
    (records,) = mapped.records
    return replace(mapped, records=(replace(records, rows=records.rows[:0], source_rows=records.source_rows[:0]),))


def test_a_record_lost_on_the_way_is_a_run_that_does_not_balance(tmp_path: Path) -> None:
    """Promise 1: the rows taken are counted by their records, so a loss cannot hide."""
    broken = replace(lane(Rows("gl", [1, 2])), mapper=losing)
    with pytest.raises(OutOfBalance, match="stream gl"):
        Engine([broken], {}, Lines(Disk(), None), lambda *_: None, Always()).run(Standing())
