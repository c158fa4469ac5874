"""What every sink must keep to that shows events at once, as tests to inherit: nothing lost, a repeat with the same id.

A sink is tested by a class that inherits ``QueueConformance`` and whose ``declare`` returns its settings.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import pytest

from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.testing.answers import REFUSED, answers, check_answers, check_refusal, hundred_rows
from legacy_adapters.testing.sinks import BATCHES, STEPS, Saved, a_hundred, batch, deliver, kill, opened, run_through


def expected(batches: int = BATCHES) -> list[str]:
    """The ids of the events of the first batches, in the order of their records."""
    found = []
    for number in range(batches):
        for records in batch(number):
            ids = records.record_id.to_pylist()
            found += [f"{record}#{records.first_sequence + n}" for n, record in enumerate(ids)]
    return found


class QueueConformance(ABC):
    """Inherit it, say how the sink is declared, and what has arrived where.

    The declaration must be picklable: half of the tests kill a process of their own. ``exactly_once`` is true for a
    receiver that knows a repeat by its id and drops it.
    """

    exactly_once: ClassVar[bool] = False

    @abstractmethod
    def declare(self, place: str) -> SinkSettings:
        """The sink under test, delivering to a place of this name, which is new and made of letters and digits. Called
        more than once for a place, which must then be the same."""

    @abstractmethod
    def received(self, place: str) -> Sequence[str]:
        """Every event that has arrived at this place since it was made, as JSON, in order; also when called again."""

    def refusing(self, place: str, rows: list[dict[str, object]]) -> SinkSettings | None:
        """A sink whose receiver takes each of these rows of ``line`` but that at ``REFUSED``, which may be changed for
        it; None where no receiver refuses a record."""
        return None

    @pytest.fixture
    def place(self) -> str:
        """Where the run under test delivers to."""
        return f"t{uuid4().hex[:12]}"

    def test_every_record_arrives_once_and_in_order(self, place: str, tmp_path: Path) -> None:
        """Where nothing goes wrong."""
        run_through(self.declare(place), tmp_path, Saved())
        assert self._ids(place) == expected()

    def test_the_data_are_exact(self, place: str, tmp_path: Path) -> None:
        """Money to the last digit, text to the last character, null as null."""
        run_through(self.declare(place), tmp_path, Saved())
        found = [event["data"] for event in self._events(place) if event["type"] == "accounting.line.upserted.v1"]
        rows = [row for number in range(BATCHES) for row in batch(number)[0].rows.to_pylist()]
        assert [Decimal(data["amount"]) for data in found] == [row["amount"] for row in rows]
        assert [data["description"] for data in found] == [row["description"] for row in rows]

    def test_what_was_committed_has_arrived(self, place: str, tmp_path: Path) -> None:
        """When ``commit`` returns, all that was written is there."""
        for step in deliver(self.declare(place), tmp_path, Saved()):
            if step.batches:
                assert set(self._ids(place)) >= set(expected(step.batches))

    def test_a_run_that_was_closed_goes_on(self, place: str, tmp_path: Path) -> None:
        """From the token of its last commit, without a repeat where it had ended in order."""
        saved = self._committed(place, tmp_path, 2)
        run_through(self.declare(place), tmp_path, saved)
        assert self._ids(place) == expected()

    def test_publishing_twice_is_publishing_once(self, place: str, tmp_path: Path) -> None:
        """``publish`` may be called again, at once or by a process that is started anew, with the same token."""
        saved = replace(self._committed(place, tmp_path, BATCHES), publishing=True)
        with opened(self.declare(place), tmp_path, saved) as sink:
            tokens = {sink.publish(), sink.publish()}
            assert sink.outputs()
        with opened(self.declare(place), tmp_path, saved) as sink:
            tokens.add(sink.publish())
        assert len(tokens) == 1
        assert self._ids(place) == expected()

    def test_it_answers_for_every_record(self, place: str, tmp_path: Path) -> None:
        """Receipts and refusals together are what was written, when the run is over."""
        with opened(self.declare(place), tmp_path, Saved()) as sink:
            accounts = answers(sink, [batch(number) for number in range(BATCHES)])
        check_answers(accounts)
        assert not accounts.refusals

    def test_one_record_of_a_hundred_is_refused(self, place: str, tmp_path: Path) -> None:
        """It alone, with the receiver's own words; the others have arrived."""
        rows = hundred_rows()
        settings = self.refusing(place, rows)
        if settings is None:
            pytest.skip("no receiver refuses a record")
        records = a_hundred(rows)
        with opened(settings, tmp_path, Saved()) as sink:
            check_refusal(answers(sink, [[records]]), records)
        others = [event["data"]["line_no"] for event in self._events(place)]
        # A repeat may come on the way.
        assert (others if self.exactly_once else list(dict.fromkeys(others))) == [n for n in range(100) if n != REFUSED]

    @pytest.mark.parametrize("step", range(STEPS - 1))
    def test_killed_and_started_again_nothing_is_missing(self, step: int, place: str, tmp_path: Path) -> None:
        """Killed after any step, before or after the ledger knows of it: every event is there, in order when it came
        first, and a repeat is the same to the byte."""
        saved = kill(step, self.declare(place), tmp_path, tmp_path / "ledger.json", Saved())
        run_through(self.declare(place), tmp_path, saved)
        found = [json.dumps(event, sort_keys=True) for event in self._events(place)]
        first = list(dict.fromkeys(found))
        assert [json.loads(event)["id"] for event in first] == expected()
        if self.exactly_once:
            assert found == first

    def test_a_second_run_adds_its_own(self, place: str, tmp_path: Path) -> None:
        """It knows what the first one's publishing returned."""
        first = run_through(self.declare(place), tmp_path, Saved())
        before = len(self._ids(place))
        run_through(self.declare(place), tmp_path, Saved(known=first.known, run_id="run-2"))
        assert len(self._ids(place)) == (before if self.exactly_once else 2 * before)

    def _committed(self, place: str, folder: Path, batches: int) -> Saved:
        """A run that was closed after that many commits."""
        steps = deliver(self.declare(place), folder, Saved())
        saved = next(step for step in steps if step.batches == batches)
        steps.close()
        return saved

    def _events(self, place: str) -> list[dict[str, Any]]:
        return [json.loads(event) for event in self.received(place)]

    def _ids(self, place: str) -> list[str]:
        return [event["id"] for event in self._events(place)]
