"""Runs: begun, saved, resumed, published, ended, found again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, Defect
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.runs import Beginning
from tests.runs.ledger_samples import STARTED, Memory, begin, checkpoint, finish, reject, seen

ENDED = STARTED + timedelta(minutes=7)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger whose clock stands still."""
    with Ledger.open(tmp_path, clock=lambda: ENDED) as opened:
        yield opened


def test_a_run_has_a_name_that_tells_when(ledger: Ledger) -> None:
    """The id is the moment in UTC and something that makes it unique; nothing else is known yet."""
    run = ledger.runs.begin("gl", "f1", {"company": "NORD"}, STARTED.astimezone(timezone(timedelta(hours=2))))
    assert run.id.startswith("20261121-031500-")
    assert (run.ordinal, run.pipeline, run.fingerprint, run.params) == (1, "gl", "f1", {"company": "NORD"})
    assert (run.status, run.unfinished, run.started_at, run.checkpoint) == ("running", True, STARTED, None)
    assert run.began_from == Beginning()


def test_ids_are_unique_within_a_second(ledger: Ledger) -> None:
    """Many runs that begin in the same second have many names."""
    assert len({begin(ledger, f"p{n}").id for n in range(300)}) == 300


def test_a_moment_without_a_zone_is_refused(ledger: Ledger) -> None:
    """A naive time is never taken for UTC."""
    with pytest.raises(ValueError, match="without a zone"):
        ledger.runs.begin("gl", "f1", {}, STARTED.replace(tzinfo=None))


def test_sequences_begin_with_the_clock(ledger: Ledger) -> None:
    """A first run numbers its records by nanoseconds since 1970."""
    assert begin(ledger).sequence_base == int(STARTED.timestamp()) * 10**9


def test_sequences_rise_although_the_clock_goes_back(ledger: Ledger) -> None:
    """A run of a clock that was put back begins above the last number given, also that of an abandoned run."""
    first = begin(ledger)
    used = first.sequence_base + 500
    ledger.runs.save(first, checkpoint(next_sequence=used))
    ledger.runs.abandon(first)
    second = ledger.runs.begin("gl", "f", {}, datetime(1999, 12, 31, tzinfo=UTC))
    assert second.sequence_base == used + 1
    finish(ledger, second)
    third = ledger.runs.begin("gl", "f", {}, datetime(1999, 12, 31, tzinfo=UTC))
    assert third.sequence_base > second.sequence_base


def test_the_unfinished_run_has_the_last_checkpoint(ledger: Ledger) -> None:
    """Of several saves the last one counts."""
    run = begin(ledger)
    begin(ledger, "another")
    for position in ("1", "2"):
        ledger.runs.save(run, checkpoint(position))
    unfinished = ledger.runs.unfinished("gl")
    assert unfinished is not None
    assert (unfinished.id, unfinished.checkpoint) == (run.id, checkpoint("2"))


@pytest.mark.parametrize("status", ["finished", "failed"])
def test_what_has_ended_is_not_unfinished(ledger: Ledger, status: str) -> None:
    """After its end a run is not gone on with, whatever the end was."""
    run = begin(ledger)
    ledger.runs.finish(run, status, report_json='{"a": 1}', published_token=None, exit_code=65, error="why")  # type: ignore[arg-type]
    assert ledger.runs.unfinished("gl") is None
    ended = ledger.runs.show(run.id)
    assert (ended.status, ended.exit_code, ended.ended_at, ended.report) == (status, 65, ENDED, '{"a": 1}')
    assert ended.error == "why"


def test_only_one_run_of_a_pipeline_is_unfinished(ledger: Ledger) -> None:
    """A second beginning beside an unfinished run would lose what that one holds."""
    begin(ledger)
    with pytest.raises(Defect, match="unfinished"):
        begin(ledger)


def test_a_resumed_run_has_its_moments(ledger: Ledger) -> None:
    """A run keeps its beginning, notes when it went on, and forgets why it had stopped."""
    run = begin(ledger)
    ledger.runs.stopped(run, 69, "the server is down")
    stopped = ledger.runs.unfinished("gl")
    assert stopped is not None
    assert (stopped.exit_code, stopped.error, stopped.status) == (69, "the server is down", "running")
    resumed = ledger.runs.resume(run, ENDED)
    assert resumed.moments == (STARTED, ENDED)
    assert (resumed.started_at, resumed.exit_code, resumed.error) == (STARTED, None, None)
    assert ledger.runs.resume(resumed, ENDED).moments == (STARTED, ENDED, ENDED)


def test_a_publishing_run_is_unfinished_but_saves_no_more(ledger: Ledger) -> None:
    """Killed while publishing, a run is found again as such; its checkpoint is the last."""
    run = begin(ledger)
    ledger.runs.save(run, checkpoint())
    ledger.runs.publishing(run)
    found = ledger.runs.unfinished("gl")
    assert found is not None
    assert found.status == "publishing"
    with pytest.raises(Defect, match="not running"):
        ledger.runs.save(run, checkpoint("later"))
    unchanged = ledger.runs.unfinished("gl")
    assert unchanged is not None
    assert unchanged.checkpoint == checkpoint()


def test_nothing_is_changed_after_the_end(ledger: Ledger) -> None:
    """A run that has ended can neither go on nor end again."""
    run = begin(ledger)
    finish(ledger, run)
    with pytest.raises(Defect, match="ended"):
        finish(ledger, run)
    with pytest.raises(Defect, match="ended"):
        ledger.runs.resume(run, ENDED)
    with pytest.raises(Defect, match="ended"):
        ledger.runs.publishing(run)
    with pytest.raises(Defect, match="not running"):
        ledger.runs.save(run, checkpoint(), [reject(1)])
    assert list(ledger.rejects.list("gl")) == []


def test_the_next_run_goes_on_from_the_last_finished(ledger: Ledger) -> None:
    """Positions and token come from the last run that was published, not from a failed one after it."""
    assert (ledger.runs.last_positions("gl"), ledger.runs.last_published("gl")) == ({}, None)
    first = begin(ledger)
    ledger.runs.save(first, checkpoint("100"))
    finish(ledger, first, "token 1")
    failed = begin(ledger)
    ledger.runs.save(failed, checkpoint("200"))
    ledger.runs.finish(failed, "failed", report_json="{}", published_token=None, exit_code=65)
    third = begin(ledger)
    assert third.began_from == Beginning({"gl": {"": "100"}}, "token 1")
    assert ledger.runs.last_positions("another") == {}


def test_a_run_that_found_nothing_ends_where_it_began(ledger: Ledger) -> None:
    """A finished run without a checkpoint does not send the next one back to the beginning."""
    first = begin(ledger)
    ledger.runs.save(first, checkpoint("100"))
    finish(ledger, first)
    finish(ledger, begin(ledger), "token 2")
    assert ledger.runs.last_positions("gl") == {"gl": {"": "100"}}
    assert ledger.runs.last_published("gl") == "token 2"


def test_an_abandoned_run_leaves_no_trace_but_its_name(ledger: Ledger) -> None:
    """Begun anew, a run finds positions, rejects and memory as they were before the abandoned one."""
    first = begin(ledger)
    ledger.runs.save(first, checkpoint("100"), [reject(1)], [Memory("gl", [seen("a", "1")])])
    finish(ledger, first)
    second = begin(ledger, fingerprint="f2")
    ledger.runs.save(second, checkpoint("200"), [reject(2)], [Memory("gl", [seen("b", "1")], "zzz")])
    ledger.runs.abandon(second)
    assert ledger.runs.unfinished("gl") is None
    abandoned = ledger.runs.show(second.id)
    assert (abandoned.status, abandoned.checkpoint, abandoned.ended_at) == ("abandoned", None, ENDED)
    assert [kept.reject for kept in ledger.rejects.list("gl")] == [reject(1)]
    third = ledger.runs.begin("gl", "f3", {}, STARTED, began_from=second.began_from)
    assert third.began_from == first.began_from.__class__({"gl": {"": "100"}}, "published")
    assert ledger.seen.matching("gl", "gl", [seen("a", "1"), seen("b", "1")]) == {seen("a", "1")}


def test_everything_can_be_read_again(ledger: Ledger) -> None:
    """A full run begins at nothing, and so does the run that is begun anew in its place."""
    first = begin(ledger)
    ledger.runs.save(first, checkpoint("100"))
    finish(ledger, first)
    full = ledger.runs.begin("gl", "f", {}, STARTED, began_from=Beginning())
    assert full.began_from.positions == {}
    ledger.runs.abandon(full)
    again = ledger.runs.begin("gl", "f2", {}, STARTED, began_from=full.began_from)
    assert again.began_from == Beginning()


def test_saved_tallies_count_new_rejects(ledger: Ledger) -> None:
    """A resumed run knows how many rejects were new before it was killed."""
    run = begin(ledger)
    assert ledger.runs.save(run, checkpoint(rejected=2), [reject(1), reject(2)]) == {"gl": 2}
    unfinished = ledger.runs.unfinished("gl")
    assert unfinished is not None
    assert unfinished.checkpoint is not None
    tally = unfinished.checkpoint.tallies["gl"]
    assert (tally.rows.rejected, tally.new_rejects) == (2, 2)


def test_runs_are_listed_newest_first(ledger: Ledger) -> None:
    """A list has the newest runs of one pipeline or of all, as many as asked for."""
    names = ["a", "b", "a", "b", "a"]
    for name in names:
        finish(ledger, begin(ledger, name))
    assert [run.pipeline for run in ledger.runs.list()] == names[::-1]
    assert [run.ordinal for run in ledger.runs.list("a", limit=2)] == [5, 3]
    assert ledger.runs.list("missing") == []


def test_a_run_is_shown_by_the_beginning_of_its_name(ledger: Ledger) -> None:
    """The newest is `last`; otherwise as much of an id as makes it unique."""
    first = ledger.runs.begin("a", "f", {}, STARTED)
    second = ledger.runs.begin("b", "f", {}, STARTED + timedelta(days=1))
    assert ledger.runs.show("last").id == second.id
    assert ledger.runs.show("last", "a").id == first.id
    assert ledger.runs.show(first.id).id == first.id
    assert ledger.runs.show("20261122").id == second.id


@pytest.mark.parametrize(("name", "message"), [("2026", "several"), ("2027", "no run"), ("%", "no run")])
def test_a_run_that_cannot_be_told_is_a_wrong_question(ledger: Ledger, name: str, message: str) -> None:
    """A beginning of several ids, or of none, says so; nothing in it is a wildcard."""
    begin(ledger, "a")
    begin(ledger, "b")
    with pytest.raises(ConfigError, match=message):
        ledger.runs.show(name)


def test_there_is_no_last_run_at_first(ledger: Ledger) -> None:
    """`last` in an empty ledger says that there is no run."""
    with pytest.raises(ConfigError, match="no run 'last'"):
        ledger.runs.show("last")
