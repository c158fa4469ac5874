"""The suite for sinks: it passes a good one and fails bad ones. That ours pass is shown in ``tests/sinks``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from legacy_adapters.core.protocols import Delivery, Sink, SinkSettings, Token
from legacy_adapters.core.records import Records
from legacy_adapters.testing.sinks import BATCHES, STEPS, Saved, SinkConformance, batch, deliver


@dataclass(frozen=True)
class Shelf:
    """A sink of twenty lines: a hidden list of JSON, renamed at the end. ``fault`` names what it does wrong."""

    fault: str = ""

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        return Shelved(delivery.folder, token, self.fault)


class Shelved:
    def __init__(self, folder: Path, token: Token | None, fault: str) -> None:
        self.fault = fault
        self.part, self.final = folder / ".shelf", folder / "shelf"
        self.lines: list[str] = json.loads(self.part.read_text()) if token and self.part.exists() else []
        if token and fault != "remembers too much":
            del self.lines[int(token) :]
        if fault == "forgets":
            self.lines = []

    def write(self, records: Records) -> None:
        self.lines += [str(row) for row in records.rows.to_pylist()]
        if self.fault == "shows early":
            self.final.write_text("".join(self.lines))

    def commit(self) -> Token:
        if self.fault != "is not durable":
            self.part.write_text(json.dumps(self.lines))
        return str(len(self.lines))

    def publish(self) -> Token:
        before = self.final.read_text() if self.fault == "doubles" and self.final.exists() else ""
        if self.part.exists():
            self.final.write_text(before + "".join(self.lines))
        return str(len(self.lines))

    def outputs(self) -> Sequence[str]:
        return [str(self.final)]

    def close(self) -> None:
        if self.fault == "shows at closing":
            self.publish()


class TestShelf(SinkConformance):
    """A sink that keeps to everything, declared in two lines."""

    def declare(self) -> SinkSettings:
        return Shelf()


def suite(fault: str) -> SinkConformance:
    class Broken(SinkConformance):
        def declare(self) -> SinkSettings:
            return Shelf(fault)

    return Broken()


def undisturbed(checks: SinkConformance, folder: Path) -> Mapping[str, bytes]:
    folder.mkdir()
    for _ in deliver(Shelf(), folder, Saved()):
        pass
    return checks.visible(folder)


Check = Callable[[SinkConformance, Path, Mapping[str, bytes]], None]
CHECKS: dict[str, Check] = {
    "shows early": lambda checks, folder, whole: checks.test_nothing_is_visible_before_publish(folder),
    "shows at closing": lambda checks, folder, whole: checks.test_close_without_publish_leaves_nothing_visible(folder),
    "is not durable": lambda checks, folder, whole: checks.test_committed_is_durable(folder, whole),
    "forgets": lambda checks, folder, whole: checks.test_committed_is_durable(folder, whole),
    "remembers too much": lambda checks, folder, whole: checks.test_written_later_is_forgotten(folder, whole),
    "doubles": lambda checks, folder, whole: checks.test_publishing_twice_is_publishing_once(folder, whole),
}


@pytest.mark.parametrize("fault", CHECKS)
def test_a_sink_that_breaks_a_promise_fails(fault: str, tmp_path: Path) -> None:
    """Each promise has a check that a sink without it does not pass, and that a good one does."""
    whole = undisturbed(suite(""), tmp_path / "whole")
    for name, broken in (("bad", fault), ("good", "")):
        folder = tmp_path / name
        folder.mkdir()
        if broken:
            with pytest.raises(AssertionError):
                CHECKS[fault](suite(broken), folder, whole)
        else:
            CHECKS[fault](suite(broken), folder, whole)


def test_a_sink_that_delivers_nothing_fails() -> None:
    """Or everything else would be empty equals empty."""
    with pytest.raises(AssertionError):
        suite("").test_an_undisturbed_run_delivers_something({"shelf": b""})


def test_a_run_has_the_steps_that_are_killed_after(tmp_path: Path) -> None:
    """Opening, then write, commit and save for each batch, the word that it publishes, publishing, and the end."""
    assert len(list(deliver(Shelf(), tmp_path, Saved()))) == STEPS


def test_batches_are_the_same_each_time() -> None:
    """A source read again gives the same; each batch is another."""
    for number in range(BATCHES):
        assert [r.rows for r in batch(number)] == [r.rows for r in batch(number)]
    assert batch(0)[0].rows != batch(1)[0].rows


def test_only_visible_files_are_seen(tmp_path: Path) -> None:
    """With their folders in the name."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.csv").write_bytes(b"1")
    (tmp_path / ".hidden").write_bytes(b"2")
    assert suite("").visible(tmp_path) == {"a/b.csv": b"1"}
