"""Pieces are remembered once they are taken, without a limit; those of a run that failed are forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from legacy_adapters.core.protocols import Outcome, TakenPart
from legacy_adapters.runs.ledger.ledger import Ledger, Run
from legacy_adapters.runs.pieces.report import SHOWN_PARTS
from tests.runs.ledger_samples import begin, checkpoint, finish

AT = datetime(2026, 1, 31, 3, 15, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path) as opened:
        yield opened


def part(name: str, outcome: Outcome = "taken", stream: str = "gl") -> TakenPart:
    return TakenPart(
        stream, f"hash of {name}", name, "place", outcome, AT, "", this_run=True, exit_code=0, detail="why"
    )


def save(ledger: Ledger, run: Run, *parts: TakenPart) -> None:
    ledger.runs.save(run, checkpoint(), parts=parts)


def taken(ledger: Ledger, run: Run, name: str, *, earlier: bool = True) -> TakenPart | None:
    return ledger.parts.taken("gl", run.ordinal, "gl", f"hash of {name}", earlier=earlier)


def test_a_run_knows_what_it_has_taken_itself(ledger: Ledger) -> None:
    """Before it is finished: resumed, it does not take it twice."""
    run = begin(ledger)
    save(ledger, run, part("a"), part("b", "set aside"), part("c", "left alone"))
    found = taken(ledger, run, "a")
    assert found == replace(part("a"), run_id=run.id)
    assert (taken(ledger, run, "b") or part("")).outcome == "set aside"
    assert taken(ledger, run, "c") is None


def test_later_runs_know_what_a_finished_run_took(ledger: Ledger) -> None:
    """Not what it set aside: the pipeline may have been mended. With ``earlier`` false, nothing."""
    first = begin(ledger)
    save(ledger, first, part("a"), part("b", "set aside"))
    finish(ledger, first)
    second = begin(ledger)
    found = taken(ledger, second, "a")
    assert found is not None
    assert (found.this_run, found.run_id, found.at) == (False, first.id, AT)
    assert taken(ledger, second, "b") is None
    assert taken(ledger, second, "a", earlier=False) is None


@pytest.mark.parametrize("end", ["failed", "abandoned"])
def test_what_was_not_published_was_not_taken(end: str, ledger: Ledger) -> None:
    """A run that failed or was given up leaves nothing."""
    run = begin(ledger)
    save(ledger, run, part("a"))
    if end == "failed":
        ledger.runs.finish(run, "failed", "{}", None, 70)
    else:
        ledger.runs.abandon(run)
    assert taken(ledger, begin(ledger), "a") is None


def test_the_last_piece_of_a_name_is_found(ledger: Ledger) -> None:
    """By which a file that has changed is told."""
    for content in ("old", "new"):
        run = begin(ledger)
        save(ledger, run, replace(part("a"), part=content))
        finish(ledger, run)
    found = ledger.parts.taken_as("gl", begin(ledger).ordinal, "gl", "a")
    assert found is not None
    assert found.part == "new"


def test_whether_anything_was_ever_taken(ledger: Ledger) -> None:
    """For a stream, by this run or a finished one."""
    run = begin(ledger)
    assert not ledger.parts.any_taken("gl", "gl", run.ordinal)
    save(ledger, run, part("a"))
    assert ledger.parts.any_taken("gl", "gl", run.ordinal)
    assert not ledger.parts.any_taken("gl", "gl", run.ordinal + 1)
    assert not ledger.parts.any_taken("gl", "other", run.ordinal)


def test_the_pieces_of_a_run_are_listed_and_counted(ledger: Ledger) -> None:
    """A piece counts once for all its streams."""
    run = begin(ledger)
    save(ledger, run, part("b", "set aside"), part("a"), part("a", stream="heads"))
    assert [(p.stream, p.name) for p in ledger.parts.of_run(run.ordinal)] == [("gl", "b"), ("gl", "a"), ("heads", "a")]
    assert ledger.parts.counts(run.ordinal) == {"set aside": 1, "taken": 1}
    assert [p.name for p in ledger.parts.not_taken(run.ordinal, 10)] == ["b"]


def test_each_ledger_has_an_owner_of_its_own(tmp_path: Path) -> None:
    """It stays the same; what its runs claim bears it."""
    owners = []
    for folder in ("one", "two", "one"):
        with Ledger.open(tmp_path / folder) as ledger:
            owners.append(ledger.parts.owner)
    assert owners[0] == owners[2] != owners[1]
    assert owners[0].isalnum()


def test_no_piece_is_too_many_to_tell_why_it_was_not_taken(ledger: Ledger) -> None:
    """The exit codes are of all pieces, however few of them a report names."""
    run = begin(ledger)
    rejects = [replace(part(str(n), "set aside"), exit_code=65) for n in range(SHOWN_PARTS)]
    save(ledger, run, part("a"), *rejects, replace(part("last", "set aside"), exit_code=76))
    assert ledger.parts.exit_codes(run.ordinal) == [76]
