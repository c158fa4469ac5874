"""What every source of events must keep to, as tests to inherit: each event once, whatever is killed."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

import pytest

from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.core.records import Records
from legacy_adapters.runs.check import check_pipeline
from legacy_adapters.runs.execute import execute
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.preview import preview_pipeline
from legacy_adapters.runs.request import Request
from tests.runs import dying
from tests.sources.events.samples import SEQUENCE, deleted, delivered, in_table, numbers, pipeline, postings, send

MANY = 2_500
"""More than one batch of ``dying.BATCH``."""

_PATIENCE = 60.0


class Draining(ABC):
    """Inherit it, and say how the queue is written to and read from.

    ``taken_over`` is true where another runner, or the next run, gets what a killed one had only after a time.
    """

    @abstractmethod
    def sink(self, place: str, folder: Path) -> SinkSettings:
        """What sends postings to the place of this name, which is new and made of letters and digits."""

    @abstractmethod
    def source(self, place: str, folder: Path, **more: object) -> str:
        """The source that reads them, as members of a mapping in YAML: it ends at once when nothing comes, and gives
        back after about a second what a run that was killed had taken."""

    @abstractmethod
    def put(self, place: str, folder: Path, body: bytes) -> None:
        """Puts a message with this body there, as some other program would."""

    stream: ClassVar[str] = "entity: gl_line"

    @pytest.fixture
    def place(self) -> str:
        """Where the events are."""
        return f"t{uuid4().hex[:12]}"

    def send(self, place: str, folder: Path, *batches: Records, run: str = "run-1") -> None:
        """Fills the queue."""
        send(self.sink(place, folder), folder, *batches, run=run)

    def pipeline(self, place: str, folder: Path, *, sink: str = "", name: str = "way-back", **more: object) -> Path:
        """A pipeline over that place, in a folder below, with a state of its own."""
        own = folder / name
        own.mkdir(exist_ok=True)
        source = ", ".join((self.source(place, folder), *(f"{key}: {value}" for key, value in more.items())))
        return pipeline(own, source, sink=sink, stream=self.stream, name=name)

    def drain(self, folder: Path, count: int, *pipelines: Path) -> None:
        """Runs them until that many postings have arrived, and once more."""
        end = time.monotonic() + _PATIENCE
        while len(numbers(folder)) < count and time.monotonic() < end:
            for path in pipelines:
                execute(Request(path))
        for path in pipelines:
            execute(Request(path))

    def test_records_go_on_as_they_were(self, place: str, tmp_path: Path) -> None:
        """With id, sequence, operation, origin, and all that the envelope has; and only once."""
        self.send(place, tmp_path, postings(range(10)), deleted(postings([3], sequence=SEQUENCE + 100)))
        path = self.pipeline(place, tmp_path)
        assert execute(Request(path)).exit_code == 0
        found = delivered(tmp_path)
        assert [row["ledger_entry_id"] for row in found] == [*map(str, range(10)), "3"]
        assert [row["operation"] for row in found] == [*["upsert"] * 10, "delete"]
        assert [int(row["sequence"]) - SEQUENCE for row in found] == [*range(10), 100]
        envelope = ("record_id", "origin", "source_id", "run_id", "extracted_at", "schema_version")
        assert [found[4][name] for name in envelope] == [
            "hq/C:gl_line:4", "T 4", "hq", "run-1", "2024-01-31T22:15:00Z", "1.0",
        ]  # fmt: skip
        assert (found[3]["amount"], found[3]["description"]) == ("0.75", "Größe")
        execute(Request(path))
        assert len(delivered(tmp_path)) == 11

    def test_a_database_gets_the_last_state(self, place: str, tmp_path: Path) -> None:
        """What was changed is changed, what was deleted is marked, an older event changes nothing."""
        self.send(place, tmp_path, postings(range(4)), deleted(postings([1], sequence=SEQUENCE + 10)))
        self.send(place, tmp_path, postings([2], sequence=SEQUENCE - 10), run="run-0")
        path = self.pipeline(place, tmp_path, sink="{kind: database, url: 'sqlite:///t.db'}")
        assert execute(Request(path)).exit_code == 0
        found = in_table(path.parent / "t.db")
        operations = [(number, operation, sequence - SEQUENCE) for number, _, operation, sequence in found]
        assert operations == [("0", "upsert", 0), ("1", "delete", 10), ("2", "upsert", 2), ("3", "upsert", 3)]

    def test_a_mapping_sees_fields_as_columns(self, place: str, tmp_path: Path) -> None:
        """Its records have ids of their own; operation and sequence are the event's."""
        self.send(place, tmp_path, postings(range(3)), deleted(postings([1], sequence=SEQUENCE + 10)))
        path = self.pipeline(place, tmp_path, id="elsewhere")
        fields = "account_id: ledger_entry_id, account_description: description, company_id: company_id"
        text = path.read_text(encoding="utf-8")
        mapping = f"map: {{to: account, key: [account_id], fields: {{{fields}}}}}"
        path.write_text(text.replace(self.stream, f"{self.stream}, {mapping}"), encoding="utf-8")
        assert execute(Request(path)).exit_code == 0
        found = delivered(tmp_path, "account")
        assert [row["account_id"] for row in found] == ["0", "1", "2", "1"]
        assert [row["operation"] for row in found] == ["upsert", "upsert", "upsert", "delete"]
        assert [int(row["sequence"]) - SEQUENCE for row in found] == [0, 1, 2, 10]
        assert found[0]["source_id"] == "elsewhere"

    def test_looking_takes_nothing(self, place: str, tmp_path: Path) -> None:
        """Neither check nor preview nor a dry run, however often."""
        self.send(place, tmp_path, postings(range(10)))
        path = self.pipeline(place, tmp_path)
        for _ in range(2):
            assert check_pipeline(path, {}).streams[0].records == 10
            [shown] = preview_pipeline(path, {}, stream=None, limit=3)
            assert [row.raw["ledger_entry_id"] for row in shown.rows] == ["0", "1", "2"]
            assert execute(Request(path, dry_run=True)).streams["gl"].rows.read == 10
        execute(Request(path))
        assert numbers(tmp_path) == list(range(10))

    def test_what_is_no_event_is_a_reject(self, place: str, tmp_path: Path) -> None:
        """Whole, with its reason, and the others go on; it does not come again."""
        self.send(place, tmp_path, postings([1]))
        self.put(place, tmp_path, b'{"broken": 1')
        self.send(place, tmp_path, postings([2], sequence=SEQUENCE + 1), run="run-2")
        path = self.pipeline(place, tmp_path)
        report = execute(Request(path))
        assert (report.exit_code, report.streams["gl"].rows.rejected) == (65, 1)
        assert numbers(tmp_path) == [1, 2]
        with Ledger.open(path.parent / ".legacy_adapters") as ledger:
            [reject] = list(ledger.rejects.list("way-back"))
        assert json.loads(reject.reject.row) == {"event": '{"broken": 1'}
        assert execute(Request(path)).streams["gl"].rows.read == 0

    def test_a_run_takes_no_more_than_it_may(self, place: str, tmp_path: Path) -> None:
        """The next one takes the rest."""
        self.send(place, tmp_path, postings(range(25)))
        path = self.pipeline(place, tmp_path, max_events=10)
        read = [execute(Request(path)).streams["gl"].rows.read for _ in range(4)]
        assert read == [10, 10, 5, 0]
        assert numbers(tmp_path) == list(range(25))

    @pytest.mark.parametrize(
        ("step", "number", "after"),
        [
            ("write", 1, False),
            ("commit", 1, False),
            ("save", 1, False),
            ("save", 1, True),
            ("publishing", 1, True),
            ("publish", 1, True),
            ("finish", 1, False),
            ("finish", 1, True),
        ],
    )
    def test_killed_nothing_is_lost_or_doubled(
        self, step: str, number: int, after: bool, place: str, tmp_path: Path
    ) -> None:
        """Before and after it had published, and before it could acknowledge."""
        self.send(place, tmp_path, postings(range(MANY)))
        path = self.pipeline(place, tmp_path)
        assert dying.run(path, step, number, after=after) == -9
        self.drain(tmp_path, MANY, path)
        self._settle()
        self.drain(tmp_path, MANY, path)
        assert numbers(tmp_path) == list(range(MANY))

    def test_runners_share_a_queue(self, place: str, tmp_path: Path) -> None:
        """At the same time, each with a state of its own: no event twice, none missing."""
        self.send(place, tmp_path, postings(range(MANY)))
        paths = [self.pipeline(place, tmp_path, name=name, max_events=1_000) for name in ("one", "two")]
        end = time.monotonic() + _PATIENCE
        while len(numbers(tmp_path)) < MANY and time.monotonic() < end:
            for process in [dying.start(path) for path in paths]:
                process.join()
        assert numbers(tmp_path) == list(range(MANY))
        assert all(numbers(path.parent) for path in paths)

    def test_a_runner_that_was_killed_is_taken_over(self, place: str, tmp_path: Path) -> None:
        """What it had taken and not published the other one delivers; started again, it does not repeat it."""
        self.send(place, tmp_path, postings(range(MANY)))
        lost, other = (self.pipeline(place, tmp_path, name=name) for name in ("lost", "other"))
        assert dying.run(lost, "save", 1, after=True) == -9
        self.drain(tmp_path, MANY, other)
        self.drain(tmp_path, MANY, lost)
        assert numbers(tmp_path) == list(range(MANY))
        assert numbers(other.parent) == list(range(MANY))

    def _settle(self) -> None:
        """Waits until what was lent has come back, if any has."""
        time.sleep(1.5)
