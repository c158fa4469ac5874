"""The suite for sinks that show events at once: it passes a good one and fails bad ones."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from legacy_adapters.core.protocols import Delivery, Sink, SinkSettings, Token
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.testing.queues import QueueConformance, expected


@dataclass(frozen=True)
class Pipe:
    """A sink of twenty lines: a file that grows. ``fault`` names what it does wrong."""

    path: Path
    fault: str = ""

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        return Piped(self, delivery)


class Piped:
    def __init__(self, pipe: Pipe, delivery: Delivery) -> None:
        self.pipe, self.encoder, self.held = pipe, EventEncoder(delivery, "string"), list[str]()

    def write(self, records: Records) -> None:
        self.held.extend(self.encoder.encode(records).structured().to_list())

    def commit(self) -> Token:
        if self.pipe.fault == "loses one":
            self.held = self.held[1:]
        if self.pipe.fault == "is out of order":
            self.held.reverse()
        if self.pipe.fault == "rounds":
            self.held = [event.replace('.25"', '.3"') for event in self.held]
        if self.pipe.fault != "waits for publish":
            self._send()
        return "token"

    def publish(self) -> Token:
        self._send(again=self.pipe.fault == "doubles")
        return "token"

    def outputs(self) -> Sequence[str]:
        return [str(self.pipe.path)]

    def close(self) -> None:
        """Nothing is held."""

    def _send(self, *, again: bool = False) -> None:
        with self.pipe.path.open("a", encoding="utf-8", newline="\n") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.writelines(f"{event}\n" for event in (self.held or ["{}"] if again else self.held))
        self.held = []


class Piping(QueueConformance):
    fault = ""
    __test__ = False

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        self.folder = tmp_path_factory.mktemp("pipes")

    def declare(self, place: str) -> SinkSettings:
        return Pipe(self.folder / place, self.fault)

    def received(self, place: str) -> Sequence[str]:
        path = self.folder / place
        return path.read_text("utf-8").removesuffix("\n").split("\n") if path.exists() else []


class TestGood(Piping):
    __test__ = True


@pytest.mark.parametrize(
    ("fault", "test"),
    [
        ("loses one", "test_every_record_arrives_once_and_in_order"),
        ("is out of order", "test_every_record_arrives_once_and_in_order"),
        ("rounds", "test_the_data_are_exact"),
        ("waits for publish", "test_what_was_committed_has_arrived"),
    ],
)
def test_a_bad_sink_fails(fault: str, test: str, tmp_path: Path) -> None:
    """Each in the test that is for it."""
    suite = Piping()
    suite.folder, suite.fault = tmp_path, fault
    with pytest.raises(AssertionError):
        getattr(suite, test)("place", tmp_path)


def test_a_sink_that_doubles_when_it_publishes_fails(tmp_path: Path) -> None:
    """Publishing may be repeated after a kill."""
    suite = Piping()
    suite.folder, suite.fault = tmp_path, "doubles"
    with pytest.raises((AssertionError, KeyError)):
        suite.test_publishing_twice_is_publishing_once("place", tmp_path)


def test_a_repeat_fails_where_none_may_be(tmp_path: Path) -> None:
    """This sink knows none, and was killed between its commit and the ledger."""
    suite = Piping()
    suite.folder, suite.exactly_once = tmp_path, True  # type: ignore[misc]
    repeating = 2

    with pytest.raises(AssertionError):
        suite.test_killed_and_started_again_nothing_is_missing(repeating, "place", tmp_path)
    assert len(suite.received("place")) > len(expected())


def test_the_ids_that_are_expected_are_of_all_records() -> None:
    """Each once, as many as the suite delivers."""
    ids = expected()
    assert len(ids) == len(set(ids)) == 62
    assert json.dumps(ids[0]) == '"suite/C:line:0-0#0"'
