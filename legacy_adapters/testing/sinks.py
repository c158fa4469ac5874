"""What every sink must keep to, as tests to inherit: nothing visible too early, nothing lost, nothing twice.

A sink is tested by a class that inherits ``SinkConformance`` and whose ``declare`` returns its settings.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from legacy_adapters.core.protocols import Delivery, Sink, SinkSettings
from legacy_adapters.core.records import Records, Stamp
from legacy_adapters.testing.answers import REFUSED, answers, check_answers, check_refusal, hundred_rows

_LINE: dict[str, pa.DataType] = {
    "company_id": pa.string(),
    "line_no": pa.int64(),
    "description": pa.string(),
    "amount": pa.decimal128(28, 4),
    "currency_code": pa.string(),
    "posted_on": pa.date32(),
    "is_open": pa.bool_(),
}
_PARTY: dict[str, pa.DataType] = {"company_id": pa.string(), "name": pa.string()}

SCHEMAS: Mapping[str, pa.Schema] = {"line": pa.schema(_LINE), "party": pa.schema(_PARTY)}
"""The columns of the two entities that the suite delivers."""

STAMP = Stamp("suite", "run-1", datetime(2024, 1, 31, 12, tzinfo=UTC), "1.0")
BATCHES = 3
KILLED = 137


def batch(number: int) -> list[Records]:
    """The records of the batch of this number, always the same: lines, and in every other batch parties."""
    lines = [
        {
            "company_id": f"C{n % 2}",
            "line_no": n,
            "description": None if n % 5 == 0 else f'Größe {n}, "rot"\nund blau',
            "amount": Decimal(n) / 4,
            "currency_code": "EUR" if n % 3 else None,
            "posted_on": date(2024, 1, 1 + n % 28),
            "is_open": n % 2 == 0,
        }
        for n in range(number * 20, number * 20 + 20)
    ]
    parties = [{"company_id": "C0", "name": f"Party {number}"}]
    return [_records("line", lines, number)] + ([_records("party", parties, number)] if number % 2 == 0 else [])


def _records(entity: str, rows: Sequence[Mapping[str, object]], number: int) -> Records:
    ids = [f"suite/C:{entity}:{number}-{n}" for n in range(len(rows))]
    return Records(
        entity=entity,
        rows=pa.RecordBatch.from_pylist(rows, schema=SCHEMAS[entity]),
        source_rows=pa.array(range(len(rows)), pa.int32()),
        origin=pa.array([f"{entity.upper()} {record}" for record in ids]),
        record_id=pa.array(ids),
        stamp=STAMP,
        first_sequence=number * 100,
    )


@dataclass(frozen=True, slots=True)
class Saved:
    """What an engine has in its ledger: the token of the last commit, how many batches it holds, and whether it has
    begun, or ended, to publish."""

    token: str | None = None
    batches: int = 0
    publishing: bool = False
    known: str | None = None
    run_id: str = STAMP.run_id

    def delivery(self, folder: Path) -> Delivery:
        """How a run that goes on from here opens its sink."""
        return Delivery(
            schemas=SCHEMAS,
            currency_fields={"line": {"amount": "currency_code"}},
            run_id=self.run_id,
            started_at=STAMP.extracted_at,
            folder=folder,
            publishing=self.publishing,
            known=self.known,
        )


def deliver(settings: SinkSettings, folder: Path, saved: Saved) -> Generator[Saved, None, None]:
    """A run from where ``saved`` stands to its end, step by step: yields after opening and after each write, commit
    and publish, with what the ledger knows then. One that saves nothing after a step is killed there."""
    with opened(settings, folder, saved) as sink:
        yield saved
        while not saved.publishing and saved.batches < BATCHES:
            for records in batch(saved.batches):
                sink.write(records)
            yield saved
            token = sink.commit()
            yield saved
            saved = replace(saved, token=token, batches=saved.batches + 1)
            yield saved
        saved = replace(saved, publishing=True)
        yield saved
        known = sink.publish()
        yield saved
        yield replace(saved, known=known)


STEPS = 2 + 3 * BATCHES + 2
"""How many times ``deliver`` yields in a whole run."""


def a_hundred(rows: Sequence[Mapping[str, object]]) -> Records:
    """Lines of these values as one batch."""
    return _records("line", rows, 5)


@contextmanager
def opened(settings: SinkSettings, folder: Path, saved: Saved) -> Iterator[Sink]:
    """The sink, opened where ``saved`` stands, and closed again."""
    sink = settings.open(saved.delivery(folder), saved.token)
    try:
        yield sink
    finally:
        sink.close()


def _killed_after(step: int, settings: SinkSettings, folder: Path, ledger: Path, begin: Saved) -> None:
    """In a process of its own: runs as far as ``step``, and ends there as if it had been killed."""
    for number, saved in enumerate(deliver(settings, folder, begin)):
        ledger.write_text(json.dumps(asdict(saved)), encoding="utf-8")
        if number == step:
            os._exit(KILLED)


def kill(step: int, settings: SinkSettings, folder: Path, ledger: Path, begin: Saved) -> Saved:
    """What the ledger knows after a run that was killed after ``step``."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        context: multiprocessing.context.BaseContext = multiprocessing.get_context("forkserver")
        # pyarrow imports pandas with the first Python value that it is given.
        context.set_forkserver_preload([__name__, type(settings).__module__, "polars", "pandas"])
    else:
        context = multiprocessing.get_context("spawn")
    arguments = (step, settings, folder, ledger, begin)
    process = context.Process(target=_killed_after, args=arguments)  # type: ignore[attr-defined]
    process.start()
    process.join()
    assert process.exitcode == KILLED, f"the run ended with {process.exitcode} before step {step}"
    return Saved(**json.loads(ledger.read_text(encoding="utf-8")))


def run_through(settings: SinkSettings, folder: Path, saved: Saved) -> Saved:
    """A run from where ``saved`` stands to its end, undisturbed; what the ledger knows then."""
    for step in deliver(settings, folder, saved):
        saved = step
    return saved


class SinkConformance(ABC):
    """Inherit it, say how the sink is declared, and where one sees what it has delivered if that is not in files.

    The declaration must be picklable: half of the tests kill a process of their own.
    """

    @abstractmethod
    def declare(self) -> SinkSettings:
        """The sink under test. It is opened with an empty folder of its own as ``Delivery.folder``."""

    def visible(self, folder: Path) -> Mapping[str, bytes]:
        """What a receiver sees, by name: files that are not hidden."""
        found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}

    def refusing(self, folder: Path, rows: list[dict[str, object]]) -> SinkSettings | None:
        """A sink whose receiver takes each of these rows of ``line`` but that at ``REFUSED``, which may be changed for
        it; None where no receiver refuses a record."""
        return None

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """Where the run under test delivers to."""
        folder = tmp_path / "out"
        folder.mkdir()
        return folder

    @pytest.fixture
    def whole(self, tmp_path: Path) -> Mapping[str, bytes]:
        """What an undisturbed run delivers."""
        folder = tmp_path / "undisturbed"
        folder.mkdir()
        run_through(self.declare(), folder, Saved())
        return self.visible(folder)

    def test_an_undisturbed_run_delivers_something(self, whole: Mapping[str, bytes]) -> None:
        """Everything else here would hold for a sink that does nothing."""
        assert b"".join(whole.values())

    def test_nothing_is_visible_before_publish(self, folder: Path) -> None:
        """Writing and committing show a receiver nothing."""
        for step in deliver(self.declare(), folder, Saved()):
            if step.publishing:
                break
            assert not self.visible(folder)

    def test_close_without_publish_leaves_nothing_visible(self, folder: Path) -> None:
        """A run that ends early, after commits, has shown nothing."""
        self._committed(folder, 2)
        assert not self.visible(folder)

    def test_committed_is_durable(self, folder: Path, whole: Mapping[str, bytes]) -> None:
        """Closed after a commit and opened at its token, a run goes on as if it had not been closed."""
        assert self._finished(folder, self._committed(folder, 2)) == whole

    def test_written_later_is_forgotten(self, folder: Path, whole: Mapping[str, bytes]) -> None:
        """Opened at a token, the sink has forgotten what was written, and committed, behind it."""
        saved = self._committed(folder, 1)
        with opened(self.declare(), folder, saved) as sink:
            for number in (1, 2):
                for records in batch(number):
                    sink.write(records)
                sink.commit()
        assert self._finished(folder, saved) == whole

    def test_only_what_was_committed_is_published(self, tmp_path: Path, folder: Path) -> None:
        """Opened at a token and published at once, exactly what had been committed is visible."""
        short = tmp_path / "short"
        short.mkdir()
        saved = self._committed(short, 1)
        self._published(short, saved)
        longer = self._committed(folder, 1)
        with opened(self.declare(), folder, longer) as sink:
            for records in batch(1):
                sink.write(records)
        self._published(folder, longer)
        assert self.visible(folder) == self.visible(short)

    def test_publishing_twice_is_publishing_once(self, folder: Path, whole: Mapping[str, bytes]) -> None:
        """``publish`` may be called again, at once or by a process that is started anew, with the same token."""
        saved = replace(self._committed(folder, BATCHES), publishing=True)
        with opened(self.declare(), folder, saved) as sink:
            tokens = {sink.publish(), sink.publish()}
            assert sink.outputs()
        with opened(self.declare(), folder, saved) as sink:
            tokens.add(sink.publish())
        assert len(tokens) == 1
        assert self.visible(folder) == whole

    def test_it_answers_for_every_record(self, folder: Path) -> None:
        """Receipts and refusals together are what was written, when the run is over."""
        with opened(self.declare(), folder, Saved()) as sink:
            accounts = answers(sink, [batch(number) for number in range(BATCHES)])
        check_answers(accounts)
        assert not accounts.refusals

    def test_one_record_of_a_hundred_is_refused(self, folder: Path) -> None:
        """It alone, with the receiver's own words; the others are there."""
        rows = hundred_rows()
        settings = self.refusing(folder, rows)
        if settings is None:
            pytest.skip("no receiver refuses a record")
        records = a_hundred(rows)
        with opened(settings, folder, Saved()) as sink:
            check_refusal(answers(sink, [[records]]), records)
        seen = b"".join(self.visible(folder).values())
        found = [str(record).encode() in seen for record in records.record_id.to_pylist()]
        assert [row for row, there in enumerate(found) if not there] == [REFUSED]

    @pytest.mark.parametrize("step", range(STEPS - 1))
    def test_killed_and_started_again_it_ends_the_same(
        self, step: int, tmp_path: Path, folder: Path, whole: Mapping[str, bytes]
    ) -> None:
        """Killed after any step, before or after the ledger knows of it, a run ends as the undisturbed one."""
        saved = kill(step, self.declare(), folder, tmp_path / "ledger.json", Saved())
        assert self._finished(folder, saved) == whole

    @pytest.mark.parametrize("step", [2, STEPS - 2])
    def test_a_second_run_that_is_killed_ends_the_same(self, step: int, tmp_path: Path, folder: Path) -> None:
        """Killed and started again, the second run leaves what an undisturbed second run leaves."""
        undisturbed = tmp_path / "undisturbed"
        undisturbed.mkdir()
        self._second(undisturbed)
        first = run_through(self.declare(), folder, Saved())
        saved = kill(step, self.declare(), folder, tmp_path / "ledger.json", Saved(known=first.known, run_id="run-2"))
        assert self._finished(folder, saved) == self.visible(undisturbed)

    def _second(self, folder: Path) -> None:
        first = run_through(self.declare(), folder, Saved())
        run_through(self.declare(), folder, Saved(known=first.known, run_id="run-2"))

    def _committed(self, folder: Path, batches: int) -> Saved:
        """A run that was closed after that many commits."""
        steps = deliver(self.declare(), folder, Saved())
        saved = next(step for step in steps if step.batches == batches)
        steps.close()
        return saved

    def _finished(self, folder: Path, saved: Saved) -> Mapping[str, bytes]:
        run_through(self.declare(), folder, saved)
        return self.visible(folder)

    def _published(self, folder: Path, saved: Saved) -> None:
        with opened(self.declare(), folder, replace(saved, publishing=True)) as sink:
            sink.publish()
