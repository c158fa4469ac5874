"""Runs that something happens to: the process dies, the server dies, or the connection is cut, at a random moment."""

from __future__ import annotations

import contextlib
import random
import re
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import TypeAlias

from legacy_adapters.core.errors import LegacyAdaptersError, TryLater, gravest
from legacy_adapters.runs.delivery.deliver import deliver_waiting
from legacy_adapters.runs.execute import execute
from legacy_adapters.runs.interrupt import Interruption
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.runs import Run
from legacy_adapters.runs.pipeline.pipeline import load_pipeline
from legacy_adapters.runs.report import Report
from legacy_adapters.runs.request import Request
from tests.forked import fork_server

ROWS = 2_000
BATCH = 200
"""Rows of a batch, each with a checkpoint behind it."""

STARTS = 20
"""After so many starts a run has to be done: nothing happens to the last ones."""

PIPELINE = """\
version: 1
name: books
source: {{kind: database, url: "sqlite:///old.db", company: NORD}}
streams:
  gl:
    table: GLTRAN
    map:
      to: gl_line
      key: [ledger_entry_id]
      fields: {{ledger_entry_id: NR, transaction_id: BELNR, account_id: KONTO, transaction_date: BUDAT, amount: BETRAG}}
{sinks}
"""

Arrival: TypeAlias = "tuple[str, int]"
"""The id of a record, and the number of its change."""


@dataclass(frozen=True, slots=True)
class Harbour:
    """A receiver, and what may happen to it. ``sinks`` is how a pipeline file names it, for a place that nobody else
    delivers to, and ``arrived`` what came there, in its order. ``faults`` are what may happen besides the death of the
    process, each with its weight; that of the process is 1. ``begin`` makes a place, where the sink does not. ``away``:
    until the end of the block it is down. ``repeats``: whether a record may come twice. ``last_only``: of a record only
    its last change is kept. ``in_order``: first arrivals are in the order of all records, and not only of each."""

    name: str
    sinks: Callable[[str], str]
    arrived: Callable[[Path, str], list[Arrival]]
    faults: Mapping[Callable[[], None], float] = field(default_factory=dict)
    begin: Callable[[str], object] = lambda place: None
    away: Callable[[], AbstractContextManager[None]] = nullcontext
    repeats: bool = False
    last_only: bool = False
    in_order: bool = True


def database(path: Path) -> None:
    """The source."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE GLTRAN (NR INTEGER PRIMARY KEY, BELNR TEXT, KONTO TEXT, BUDAT TEXT, BETRAG TEXT)"
        )
        rows = ((n, f"B{n // 2}", "8400", "2024-01-31", f"{n % 977}.25") for n in range(ROWS))
        connection.executemany("INSERT INTO GLTRAN VALUES (?, ?, ?, ?, ?)", rows)


@dataclass(slots=True)
class Voyage:
    """Runs of one pipeline to one harbour, all in ``folder``. ``happened`` counts what happened to them, by name."""

    harbour: Harbour
    place: str
    folder: Path
    happened: Counter[str] = field(default_factory=Counter)
    exit_codes: list[int | None] = field(default_factory=list)

    @classmethod
    def prepare(cls, harbour: Harbour, place: str, folder: Path, source: Path) -> Voyage:
        """A pipeline that has not run yet."""
        shutil.copy(source, folder / "old.db")
        sinks = PIPELINE.format(sinks=harbour.sinks(place))
        (folder / "books.yaml").write_text(sinks, encoding="utf-8")
        harbour.begin(place)
        return cls(harbour, place, folder)

    @property
    def pipeline(self) -> Path:
        """Its file."""
        return self.folder / "books.yaml"

    def start(self, what: Callable[[Path], None] | None = None) -> ForkServerProcess:
        """``run``, or ``what`` is given, in a process of its own that saves after every batch."""
        process = fork_server().Process(target=what or _run, args=(self.pipeline,))
        process.start()
        return process

    def done(self, what: Callable[[Path], None] | None = None) -> int | None:
        """The exit code of the same."""
        process = self.start(what)
        process.join()
        return process.exitcode

    def keep_waiting(self, runs: int) -> None:
        """Runs whose records all wait in the spool: the sinks may not be delivered to, until this has returned."""
        text = self.pipeline.read_text(encoding="utf-8")
        later = datetime.now() + timedelta(hours=2)
        within = f'{{hours: "{later:%H:%M}-{later + timedelta(hours=1):%H:%M}", '
        head, _, sinks = text.partition("\nsink")
        self.pipeline.write_text(f"{head}\nsink{re.sub('{(?=name|kind)', within, sinks)}", encoding="utf-8")
        assert [self.done() for _ in range(runs)] == [TryLater.exit_code] * runs
        self.pipeline.write_text(text, encoding="utf-8")

    def undisturbed(self) -> float:
        """How many seconds a run takes that nothing happens to, as its process counts them."""
        began = time.monotonic()
        assert self.done() == 0
        return time.monotonic() - began

    def sail(self, chosen: random.Random, usual: float, faults: int) -> None:
        """A run to which so many faults happen within its usual time, until all of it has arrived."""
        before = len(self.finished())
        for _ in range(STARTS):
            read = len(self.finished()) > before and not self.unfinished()
            process = self.start(deliver if read and chosen.random() < 0.5 else None)
            while faults and _lives_on(process, chosen.uniform(0, usual)):
                self._happen(chosen, process)
                faults -= 1
            process.join()
            self.exit_codes.append(process.exitcode)
            # A run that was killed when it was done is followed by another one, which may be killed too.
            if process.exitcode == 0 and not self.unfinished() and not self.waiting():
                return
        raise AssertionError(f"not done after {STARTS} starts: {self.exit_codes}")

    def _happen(self, chosen: random.Random, process: ForkServerProcess) -> None:
        events: list[Callable[[], None]] = [process.kill, *self.harbour.faults]
        [event] = chosen.choices(events, [1.0, *self.harbour.faults.values()])
        event()
        if event == process.kill:
            process.join()
        self.happened[event.__name__.strip("_")] += 1

    def finished(self) -> list[Run]:
        """The runs that all was read of."""
        if not Ledger.exists(self.folder / ".legacy_adapters"):
            return []
        with Ledger.open(self.folder / ".legacy_adapters") as ledger:
            return [run for run in ledger.runs.list(limit=1_000) if run.status == "finished"]

    def unfinished(self) -> bool:
        """Whether there is a run that is to be gone on with."""
        with Ledger.open(self.folder / ".legacy_adapters") as ledger:
            return ledger.runs.unfinished("books") is not None

    def waiting(self) -> int:
        """How many runs wait in the spool."""
        with Ledger.open(self.folder / ".legacy_adapters") as ledger:
            return len(ledger.shipments.waiting("books"))

    @property
    def sinks(self) -> int:
        """How many the pipeline has."""
        return len(load_pipeline(self.pipeline, {}).destinations)

    def is_delivered_to(self, within: float) -> bool:
        """Waits, so many seconds at most, until a process delivers to one of the sinks."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            if any((self.folder / ".legacy_adapters").glob("books%40*.lock.json")):
                return True
            time.sleep(0.005)
        return False

    def check(self) -> int:
        """Everything came, in order, as often as it may, and it adds up. Returns how many came again."""
        arrivals = self.harbour.arrived(self.folder, self.place)
        runs = self.finished()
        counts = Counter(arrivals)
        repeats = counts.total() - len(counts)
        assert len({record for record, _ in counts}) == ROWS
        changes = 1 if self.harbour.last_only else len(runs)
        assert set(Counter(record for record, _ in counts).values()) == {changes}
        assert self.harbour.repeats or not repeats
        self._check_order(list(counts))
        for run in runs:
            self._check_balance(run)
        assert not self.waiting()
        return repeats

    def _check_order(self, first: list[Arrival]) -> None:
        if self.harbour.in_order:
            assert [sequence for _, sequence in first] == sorted(sequence for _, sequence in first)
        latest: dict[str, int] = {}
        for record, sequence in first:
            assert sequence > latest.get(record, -1)
            latest[record] = sequence

    def _check_balance(self, run: Run) -> None:
        assert run.report is not None
        report = Report.from_json(run.report)
        assert report.balanced
        [delivered] = report.streams["gl"].records.values()
        assert (delivered.produced, delivered.delivered, delivered.waiting, delivered.refused) == (ROWS, ROWS, 0, 0)
        assert {(sink.status, sink.delivered, sink.waiting) for sink in report.sinks} <= {("done", ROWS, 0)}
        assert (run.exit_code, report.exit_code) == (0, 0)


def _lives_on(process: ForkServerProcess, seconds: float) -> bool:
    """Whether it does after so many seconds."""
    process.join(seconds)
    return process.is_alive()


def _prepare() -> None:
    """In a process of its own; waiting for another try takes no time."""
    setattr(import_module("legacy_adapters.sources.base"), "BATCH_ROWS", BATCH)  # noqa: B010
    Interruption.sleep = lambda self, seconds: time.sleep(0.05)  # type: ignore[method-assign]


def _run(pipeline: Path) -> None:
    _prepare()
    try:
        report = execute(Request(pipeline), checkpoint_seconds=0.0)
        code = report.exit_code
        if report.error:
            _note(pipeline, report.error)
    except LegacyAdaptersError as error:
        code = _told(pipeline, error)
    raise SystemExit(code)


def deliver(pipeline: Path) -> None:
    """`deliver`, once; ends the process."""
    _prepare()
    try:
        code = gravest([one.exit_code for one in deliver_waiting(Request(pipeline), seconds=0.0)])
    except LegacyAdaptersError as error:
        code = _told(pipeline, error)
    raise SystemExit(code)


def watch(pipeline: Path) -> None:
    """`deliver --watch`, until nothing waits any more. How many runs it has delivered, to all sinks together, is a line
    of the file ``delivered``."""
    _prepare()
    delivered = 0
    waits = True
    while waits:
        outcomes = deliver_waiting(Request(pipeline), seconds=0.0)
        assert {one.exit_code for one in outcomes} <= {0, TryLater.exit_code}
        delivered += sum(one.delivered for one in outcomes)
        waits = any(one.waiting for one in outcomes)
        time.sleep(0.02)
    with (pipeline.parent / "delivered").open("a", encoding="utf-8") as file:
        file.write(f"{delivered}\n")


def _told(pipeline: Path, error: LegacyAdaptersError) -> int:
    _note(pipeline, str(error))
    return error.exit_code


def _note(pipeline: Path, error: str) -> None:
    """Kept beside the pipeline, for whoever looks at a test that failed."""
    with contextlib.suppress(OSError), (pipeline.parent / "errors").open("a", encoding="utf-8") as file:
        file.write(f"{error}\n")
