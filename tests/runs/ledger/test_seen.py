"""The memory of delivered rows: joined when a run is finished, pruned behind the lookback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from legacy_adapters.core.checkpoint import SeenRow
from legacy_adapters.runs.ledger.ledger import Ledger
from tests.runs.ledger_samples import Memory, begin, checkpoint, finish, seen


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    with Ledger.open(tmp_path) as opened:
        yield opened


def _remember(ledger: Ledger, *memories: Memory, pipeline: str = "gl") -> None:
    """One finished run with a checkpoint for each memory."""
    run = begin(ledger, pipeline)
    for memory in memories:
        ledger.runs.save(run, checkpoint(), seen=[memory])
    finish(ledger, run)


def test_key_and_content_must_match(ledger: Ledger) -> None:
    """A row is known with the content it was delivered with; what is returned are the rows asked about."""
    _remember(ledger, Memory("gl", [seen("a", "1", "10"), seen("b", "1", None)]))
    asked = [seen("a", "1", "99"), seen("a", "2"), seen("b", "1"), seen("c", "1")]
    assert ledger.seen.matching("gl", "gl", asked) == {seen("a", "1", "99"), seen("b", "1")}


def test_nothing_is_known_at_first(ledger: Ledger) -> None:
    """An empty memory, and an empty question, know nothing."""
    assert ledger.seen.matching("gl", "gl", [seen("a", "1")]) == set()
    _remember(ledger, Memory("gl", [seen("a", "1")]))
    assert ledger.seen.matching("gl", "gl", []) == set()


def test_streams_and_pipelines_are_apart(ledger: Ledger) -> None:
    """A row is known in its own stream of its own pipeline only."""
    _remember(ledger, Memory("gl", [seen("a", "1")]), Memory("other", [seen("b", "1")]))
    _remember(ledger, Memory("gl", [seen("c", "1")]), pipeline="another")
    asked = [seen(key, "1") for key in "abc"]
    assert ledger.seen.matching("gl", "gl", asked) == {seen("a", "1")}
    assert ledger.seen.matching("gl", "other", asked) == {seen("b", "1")}
    assert ledger.seen.matching("another", "gl", asked) == {seen("c", "1")}


def test_a_changed_row_replaces_what_was_known(ledger: Ledger) -> None:
    """A row changed there and back is changed twice: its first content is forgotten with the second."""
    for content in ("1", "2"):
        _remember(ledger, Memory("gl", [seen("a", content)]))
    assert ledger.seen.matching("gl", "gl", [seen("a", "1")]) == set()
    assert ledger.seen.matching("gl", "gl", [seen("a", "2")]) == {seen("a", "2")}


def test_rows_behind_the_lookback_are_forgotten(ledger: Ledger) -> None:
    """Below the oldest watermark nothing is kept, of this run and of those before; without a watermark all is."""
    _remember(ledger, Memory("gl", [seen("a", "1", "10"), seen("b", "1", "20"), seen("n", "1", None)]))
    _remember(
        ledger,
        Memory("gl", [seen("c", "1", "14"), seen("d", "1", "15")], "15"),
        Memory("other", [seen("e", "1", "01")]),
        Memory("gl", [], "12"),
    )
    asked = [seen(key, "1") for key in "abcdn"]
    assert ledger.seen.matching("gl", "gl", asked) == {seen(key, "1") for key in "bdn"}
    assert ledger.seen.matching("gl", "other", [seen("e", "1")]) == {seen("e", "1")}
    assert ledger._file.first("SELECT count(*) FROM seen") == (4,)


def test_a_long_first_run_does_not_fill_the_ledger(ledger: Ledger) -> None:
    """What a run itself left behind its lookback is forgotten at each checkpoint, not only at its end."""
    run = begin(ledger)
    for mark in range(12, 60):
        ledger.runs.save(run, checkpoint(), seen=[Memory("gl", [seen(str(mark), "1", str(mark))], str(mark - 2))])
    assert ledger._file.first("SELECT count(*) FROM seen_pending") == (3,)
    finish(ledger, run)
    assert ledger._file.first("SELECT count(*) FROM seen") == (3,)
    assert ledger._file.first("SELECT count(*) FROM seen_pending") == (0,)


def test_a_run_that_failed_is_not_remembered(ledger: Ledger) -> None:
    """What a run read but did not publish is sent by the next one; what was known before it stays known."""
    _remember(ledger, Memory("gl", [seen("a", "1", "10")]))
    run = begin(ledger)
    ledger.runs.save(run, checkpoint(), seen=[Memory("gl", [seen("a", "2", "20")], "20")])
    ledger.runs.finish(run, "failed", report_json="{}", published_token=None, exit_code=65)
    assert ledger.seen.matching("gl", "gl", [seen("a", "1"), seen("a", "2")]) == {seen("a", "1")}
    assert ledger._file.first("SELECT count(*) FROM seen_pending") == (0,)


def test_the_rows_of_the_run_at_hand_are_not_yet_known(ledger: Ledger) -> None:
    """A resumed run does not take its own rows for those of an earlier one."""
    ledger.runs.save(begin(ledger), checkpoint(), seen=[Memory("gl", [seen("a", "1")])])
    assert ledger.seen.matching("gl", "gl", [seen("a", "1")]) == set()


def test_a_whole_batch_is_asked_about_at_once(ledger: Ledger) -> None:
    """The number of rows is limited by no number of SQL parameters."""
    rows = [SeenRow(n.to_bytes(16, "big"), b"content", f"{n:09}") for n in range(40_000)]
    _remember(ledger, Memory("gl", rows[::2]))
    assert ledger.seen.matching("gl", "gl", rows) == set(rows[::2])
