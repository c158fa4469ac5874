"""Rejects: told apart as new or known, shown, exported, accepted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.reject import Reason, Reject
from legacy_adapters.runs.ledger.ledger import Ledger, Run
from legacy_adapters.runs.ledger.rejects import EXPORT_COLUMNS, identity_hash
from tests.runs.ledger_samples import STARTED, begin, checkpoint, finish, reject


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    with Ledger.open(tmp_path) as opened:
        yield opened


def _run_with(ledger: Ledger, rejects: Sequence[Reject], pipeline: str = "gl") -> tuple[Run, dict[str, int]]:
    run = begin(ledger, pipeline)
    new = ledger.runs.save(run, checkpoint(), rejects)
    finish(ledger, run)
    return run, new


def test_a_reject_comes_back_whole(ledger: Ledger) -> None:
    """Row, origin, record and every reason are as they were."""
    reasons = (
        Reason("not_a_number", "gl_line", "amount", "12,3O"),
        Reason("required_missing", "gl_line", "account_id"),
    )
    given = Reject("gl", "GLTRAN LFDNR=1", "hq/NORD:gl_line:1", '{"Käse": "ü"}', reasons)
    run, _ = _run_with(ledger, [given])
    (kept,) = ledger.rejects.list("gl")
    assert (kept.reject, kept.run_id, kept.standing) == (given, run.id, "new")


def test_a_reject_is_new_once(ledger: Ledger) -> None:
    """The same row with the same reasons is known in the next run; another row, or another reason, is new."""
    assert _run_with(ledger, [reject(1), reject(2)])[1] == {"gl": 2}
    later = [reject(1), reject(2, code="too_many_decimals"), reject(3)]
    assert _run_with(ledger, later)[1] == {"gl": 2}
    assert [kept.standing for kept in ledger.rejects.list("gl")] == ["known", "new", "new"]
    assert _run_with(ledger, later)[1] == {}


def test_a_record_is_known_wherever_it_is_found(ledger: Ledger) -> None:
    """With a record id the origin does not count; without one it does."""
    moved = Reject("gl", "another line", "hq/NORD:gl_line:1", "{}", reject(1).reasons)
    _run_with(ledger, [reject(1, record_id="hq/NORD:gl_line:1")])
    assert _run_with(ledger, [moved])[1] == {}
    assert identity_hash(reject(1)) != identity_hash(reject(2))


def test_rejects_set_aside_ahead_of_a_checkpoint_are_forgotten_without_one(ledger: Ledger) -> None:
    """They are kept with the next checkpoint; gone on with from the last one, the run meets them again."""
    run = begin(ledger)
    ledger.runs.save(run, checkpoint(), [reject(1)])
    assert ledger.runs.set_aside(run, [reject(2), reject(3)]) == {"gl": 2}
    assert [kept.reject for kept in ledger.rejects.list("gl")] == [reject(1), reject(2), reject(3)]
    assert ledger.runs.rewind(run).checkpoint is not None
    assert [kept.reject for kept in ledger.rejects.list("gl")] == [reject(1)]
    ledger.runs.set_aside(run, [reject(2)])
    assert ledger.runs.save(run, checkpoint("5000"), [reject(3)]) == {"gl": 1}
    ledger.runs.rewind(run)
    assert [kept.reject for kept in ledger.rejects.list("gl")] == [reject(1), reject(2), reject(3)]


def test_streams_and_pipelines_are_apart(ledger: Ledger) -> None:
    """What is known of one stream or pipeline is new in another; new ones are counted by stream."""
    _run_with(ledger, [reject(1)])
    assert _run_with(ledger, [reject(1, "other"), reject(2, "other"), reject(1)])[1] == {"other": 2}
    assert _run_with(ledger, [reject(1)], pipeline="another")[1] == {"gl": 1}


def test_rejects_of_an_unpublished_run_are_not_known(ledger: Ledger) -> None:
    """A run that failed shows its rejects, and they are still new in the next one."""
    run = begin(ledger)
    ledger.runs.save(run, checkpoint(), [reject(1)])
    ledger.runs.finish(run, "failed", report_json="{}", published_token=None, exit_code=65)
    assert [kept.reject for kept in ledger.rejects.list("gl")] == [reject(1)]
    assert _run_with(ledger, [reject(1)])[1] == {"gl": 1}


def test_only_the_last_run_is_current(ledger: Ledger) -> None:
    """A reject that the last run no longer met is history: listed with its own run only, and still known."""
    first, _ = _run_with(ledger, [reject(1), reject(2)])
    _run_with(ledger, [reject(2)])
    assert [kept.reject for kept in ledger.rejects.list("gl")] == [reject(2)]
    assert len(list(ledger.rejects.list("gl", run=first.ordinal))) == 2
    assert _run_with(ledger, [reject(1)])[1] == {}


def test_rejects_of_the_run_at_hand_are_listed(ledger: Ledger) -> None:
    """What an unfinished run has met so far can be looked at."""
    _run_with(ledger, [reject(1)])
    ledger.runs.save(begin(ledger), checkpoint(), [reject(2)])
    assert [kept.reject for kept in ledger.rejects.list("gl")] == [reject(2)]


def test_rejects_are_listed_by_stream_and_counted(ledger: Ledger) -> None:
    """One stream alone can be listed; counts tell new from known."""
    _run_with(ledger, [reject(1)])
    _run_with(ledger, [reject(1), reject(2), reject(3, "other")])
    assert [kept.reject.stream for kept in ledger.rejects.list("gl", stream="other")] == ["other"]
    assert ledger.rejects.count("gl") == {"gl": {"known": 1, "new": 1}, "other": {"new": 1}}
    assert ledger.rejects.count("missing") == {}


def test_one_reject_is_shown_by_its_number(ledger: Ledger) -> None:
    """A number belongs to one pipeline; any other is a wrong question."""
    _run_with(ledger, [reject(1)])
    (kept,) = ledger.rejects.list("gl")
    assert ledger.rejects.show("gl", kept.id) == kept
    with pytest.raises(ConfigError, match="no such reject of other"):
        ledger.rejects.show("other", kept.id)


def test_what_is_accepted_is_known(ledger: Ledger) -> None:
    """An accepted reject is not new in the next run, and shown as accepted; accepting it again changes nothing."""
    run = begin(ledger)
    ledger.runs.save(run, checkpoint(), [reject(1), reject(2)])
    ledger.runs.finish(run, "failed", report_json="{}", published_token=None, exit_code=65)
    number = next(ledger.rejects.list("gl")).id
    assert ledger.rejects.accept("gl", [number, number], STARTED) == 1
    assert ledger.rejects.accept("gl", [number], STARTED) == 0
    assert _run_with(ledger, [reject(1), reject(2)])[1] == {"gl": 1}
    assert [kept.standing for kept in ledger.rejects.list("gl")] == ["accepted", "new"]
    assert ledger.rejects.count("gl") == {"gl": {"accepted": 1, "new": 1}}


def test_all_of_a_run_can_be_accepted_as_they_are_read(ledger: Ledger) -> None:
    """The list itself can be handed to ``accept``."""
    _run_with(ledger, [reject(n) for n in range(50)])
    assert ledger.rejects.accept("gl", (kept.id for kept in list(ledger.rejects.list("gl"))), STARTED) == 50


def test_accepting_a_stranger_accepts_none(ledger: Ledger) -> None:
    """A number of another pipeline, or of none, is named, and nothing is accepted."""
    _run_with(ledger, [reject(1)])
    _run_with(ledger, [reject(1)], pipeline="other")
    mine, theirs = next(ledger.rejects.list("gl")).id, next(ledger.rejects.list("other")).id
    with pytest.raises(ConfigError, match=rf"no such reject of gl: {theirs}, 999"):
        ledger.rejects.accept("gl", [mine, theirs, 999], STARTED)
    assert [kept.standing for kept in ledger.rejects.list("gl")] == ["new"]


def test_an_export_has_the_rows_own_columns(ledger: Ledger) -> None:
    """What says where a reject is from comes first, then every raw column of any row; a missing one is null."""
    other = Reject("other", "line 7", None, '{"NEU": "x", "BETRAG": "1"}', (Reason("undecodable", "", "NEU", "�"),))
    run, _ = _run_with(ledger, [reject(1), other])
    export = ledger.rejects.export("gl")
    assert export.columns == (*EXPORT_COLUMNS, "LFDNR", "BETRAG", "OFFEN", "TEXT", "NEU")
    first, second = export.rows
    assert first[1:6] == [run.id, "gl", "GLTRAN LFDNR=1", None, f"not_a_number: {reject(1).reasons[0].message}"]
    assert first[6:] == ["1", "12,3O", "true", None, None]
    assert second[2:4] == ["other", "line 7"]
    assert second[6:] == [None, "1", None, None, "x"]


def test_an_export_of_nothing_has_its_columns(ledger: Ledger) -> None:
    """Without rejects there is still a header."""
    export = ledger.rejects.export("gl")
    assert (export.columns, list(export.rows)) == (EXPORT_COLUMNS, [])


def test_bytes_that_were_no_text_are_kept(ledger: Ledger) -> None:
    """A row with a byte that its code page does not have is kept, and its JSON stands for the very same text."""
    odd = Reject("gl", "row \udc81", "id \udc81", '{"A": "x\udc81y"}', (Reason("undecodable", "", "A", "x\udc81y"),))
    _run_with(ledger, [odd])
    export = ledger.rejects.export("gl")
    assert next(export.rows)[-1] == "x\udc81y"
    assert _run_with(ledger, [odd])[1] == {}


def test_the_ids_of_a_stream_come_with_their_codes(ledger: Ledger) -> None:
    """Of one run and one stream, also where there is no id."""
    reasons = (Reason("not_a_number", "gl_line", "amount"), Reason("required_missing", "gl_line", "account_id"))
    given = [Reject("gl", "1", "x", "{}", reasons), Reject("gl", "2", None, "{}", reasons[:1])]
    run, _ = _run_with(ledger, [*given, Reject("other", "3", "y", "{}", reasons)])
    _run_with(ledger, given)
    assert list(ledger.rejects.ids_in(run.ordinal, "gl")) == [
        ("x", frozenset({"not_a_number", "required_missing"})),
        (None, frozenset({"not_a_number"})),
    ]
