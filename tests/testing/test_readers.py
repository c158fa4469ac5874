"""The suite for readers: it passes a good one and fails bad ones. That ours pass is shown in ``tests/sources``."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import FAULTS, Batch
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import Source, StreamInfo
from legacy_adapters.testing.readers import NAME, ReaderConformance

SCHEMA = pa.schema([pa.field("N", pa.int64()), pa.field("SQUARE", pa.int64())])
SIZE, STEP = 10, 4


@dataclass
class Numbers:
    """A source of ten numbers in batches of four. ``fault`` names what it does wrong."""

    fault: str = ""
    reads: int = 0
    left_open: list[threading.Event] = field(default_factory=list)

    @contextmanager
    def connect(self) -> Iterator[NumbersOpen]:
        if self.fault == "leaves a thread":
            event = threading.Event()
            threading.Thread(target=event.wait, daemon=True).start()
            self.left_open.append(event)
        yield NumbersOpen(self)


@dataclass
class NumbersOpen:
    source: Numbers
    busy: bool = False

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        rows = SIZE + (self.source.reads if self.source.fault == "writes" else 0)
        return [StreamInfo("numbers", "table", rows if count else None)]

    def schema(self, name: str, stream: str) -> pa.Schema:
        return SCHEMA

    def reader(self, name: str, stream: str, columns: Sequence[str] | None = None) -> NumbersReader:
        wanted = SCHEMA.names if columns is None else list(columns)
        for column in wanted:
            if column not in SCHEMA.names:
                raise ConfigError(f"there is no column {column}")
        return NumbersReader(self, wanted)

    def privileges(self) -> Sequence[str]:
        return []


@dataclass
class NumbersReader:
    connection: NumbersOpen
    columns: list[str]

    def read(self, since: Mapping[str, str]) -> Generator[Batch, None, None]:
        fault = self.connection.source.fault
        self.connection.source.reads += 1
        if fault == "stays busy" and self.connection.busy:
            raise RuntimeError("still busy")
        self.connection.busy = True
        place = since.get("", "0")
        start = 0 if place == "end" else int(place)
        for at in range(start, SIZE, STEP):
            yield self._batch(at, min(at + STEP, SIZE), fault)
            if fault == "skips":
                return
        self.connection.busy = False
        yield replace(self._batch(SIZE, SIZE, ""), id="end", position="end")

    def acknowledge(self, upto: Mapping[str, str]) -> None:
        if self.connection.source.fault == "acknowledges once":
            self.connection.source.fault = "acknowledged"
        elif self.connection.source.fault == "acknowledged":
            raise AssertionError("acknowledged twice")

    def _batch(self, at: int, end: int, fault: str) -> Batch:
        numbers = list(range(at, end))
        if fault == "changes its order" and self.connection.source.reads % 2:
            numbers.reverse()
        cells = {"N": numbers, "SQUARE": [n * n for n in numbers]}
        rows = pa.RecordBatch.from_pydict({c: pa.array(cells[c], pa.int64()) for c in self.columns})
        if fault == "has a type of its own":
            rows = pa.RecordBatch.from_pydict({c: pa.array(cells[c], pa.int16()) for c in self.columns})
        faults = None
        if fault == "has a fault for a good cell":
            bad = [{"row": 0, "column": "N", "code": "undecodable", "text": "x"}]
            faults = pa.RecordBatch.from_pylist(bad, schema=FAULTS)
        return Batch(
            stream=NAME if fault != "calls it otherwise" else "numbers",
            part="",
            id="batch" if fault == "has one id" else f"after {at}",
            rows=rows,
            origin=pa.array(["here" if fault == "has one origin" else f"numbers[{n}]" for n in numbers], pa.string()),
            position=str(max(end - 1, 0) if fault == "repeats" else end),
            faults=faults,
        )


class TestNumbers(ReaderConformance):
    """A reader that keeps to everything, declared in two fixtures."""

    expected_rows = SIZE

    @pytest.fixture
    def source(self) -> Source[Any]:
        return Numbers()

    @pytest.fixture
    def stream(self) -> str:
        return "numbers"


class Suite(TestNumbers):
    """The same, to be called check by check."""

    __test__ = False


def whole(source: Numbers) -> Sequence[Batch]:
    with source.connect() as connection:
        return list(connection.reader(NAME, "numbers").read({}))


Check = Callable[[ReaderConformance, Numbers, NumbersOpen, Sequence[Batch]], None]
CHECKS: dict[str, Check] = {
    "skips": lambda suite, source, opened, read: suite.test_every_row_is_read(read),
    "calls it otherwise": lambda suite, source, opened, read: suite.test_batches_are_of_the_stream_and_not_too_large(
        read
    ),
    "changes its order": lambda suite, source, opened, read: suite.test_the_same_twice(source, "numbers", read),
    "has one id": lambda suite, source, opened, read: suite.test_ids_are_unique_in_their_part(read),
    "has one origin": lambda suite, source, opened, read: suite.test_each_row_has_an_origin_of_its_own(read),
    "has a type of its own": lambda suite, source, opened, read: suite.test_columns_are_those_of_the_schema(
        opened, "numbers", read
    ),
    "has a fault for a good cell": lambda suite, source, opened, read: suite.test_faults_stand_for_cells_that_are_null(
        read
    ),
    "repeats": lambda suite, source, opened, read: suite.test_it_goes_on_behind_every_position(opened, "numbers", read),
    "acknowledges once": lambda suite, source, opened, read: suite.test_acknowledging_is_idempotent(
        opened, "numbers", read
    ),
    "leaves a thread": lambda suite, source, opened, read: suite.test_nothing_stays_open(source, "numbers"),
    "writes": lambda suite, source, opened, read: suite.test_the_source_is_only_read(source, "numbers"),
}


@pytest.mark.parametrize("fault", CHECKS)
def test_a_reader_that_breaks_a_promise_fails(fault: str) -> None:
    """Each promise has a check that a reader without it does not pass, and that a good one does."""
    good = Numbers()
    CHECKS[fault](Suite(), good, NumbersOpen(good), whole(good))
    bad = Numbers(fault)
    read = whole(bad)
    try:
        with pytest.raises(AssertionError):
            CHECKS[fault](Suite(), bad, NumbersOpen(bad), read)
    finally:
        for event in bad.left_open:
            event.set()


def test_a_reader_that_stays_busy_fails() -> None:
    """After an error in the work on a batch, the connection must be able to read anew."""
    good, bad = Numbers(), Numbers("stays busy")
    with pytest.raises(RuntimeError, match="still busy"):
        Suite().test_it_can_be_read_again_after_an_error(NumbersOpen(bad), "numbers", whole(good))


def test_a_reader_of_one_batch_has_nothing_to_resume() -> None:
    """Or everything about positions would be shown on nothing."""
    first, *_, last = whole(Numbers())
    with pytest.raises(AssertionError, match="declare the source so that its batches are smaller"):
        Suite().test_there_is_something_to_resume([first, last])
    with pytest.raises(AssertionError):
        Suite().test_there_is_something_to_resume([first, replace(first, position=None), last])


def test_a_suite_without_fixtures_says_what_is_missing(tmp_path: Path) -> None:
    """The message names the fixture."""
    (tmp_path / "test_incomplete.py").write_text(
        "from legacy_adapters.testing.readers import ReaderConformance\n"
        "class TestIncomplete(ReaderConformance):\n"
        "    expected_rows = 1\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "every_row", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path.cwd())
    assert "define a fixture `source`" in done.stdout
