"""What each status means for the records that were sent."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError
from legacy_adapters.sinks.http.patience import NotNow
from legacy_adapters.sinks.http.settings import Answers
from legacy_adapters.sinks.http.verdict import Verdict, judge
from tests.sinks.events.samples import lines
from tests.sinks.http.samples import answer, chunks, sink

BY_STATUS = Answers(status="s", error="e")


def verdict(
    status: int,
    body: object = b"",
    *,
    count: int = 1,
    method: str = "POST",
    answers: Answers | None = None,
    retry_after: str | None = None,
) -> Verdict:
    [chunk] = chunks(sink(batch=100, answers=answers), lines(count))
    headers = {} if retry_after is None else {"retry-after": retry_after}
    return judge(chunk, answer(status, body, headers), method, answers)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_taken(status: int) -> None:
    """Whatever the answer holds."""
    assert verdict(status, b"<html>", count=3) == Verdict()


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 507, 599])
def test_not_now(status: int) -> None:
    """With the time that the server asked for."""
    with pytest.raises(NotNow, match=f"{status}.: busy") as raised:
        verdict(status, {"message": "busy"}, retry_after="9")
    assert raised.value.after == 9


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, AccessDenied), (403, AccessDenied), (407, AccessDenied)]
    + [(status, ConfigError) for status in (404, 405, 406, 410, 411, 414, 415, 421, 426, 501, 505)],
)
def test_what_concerns_all_records_is_no_refusal_of_one(status: int, kind: type[LegacyAdaptersError]) -> None:
    """It ends the run, with the server's words."""
    with pytest.raises(kind, match="the words") as raised:
        verdict(status, b"the words", count=3)
    assert str(status) in raised.value.message
    assert raised.value.where == "POST http://here/invoices"
    assert raised.value.hint


@pytest.mark.parametrize("status", [400, 402, 409, 412, 413, 418, 422, 451])
def test_one_record_is_refused(status: int) -> None:
    """With the server's own words."""
    [refused] = verdict(status, {"detail": "no such account"}).refused
    assert (refused.status, refused.words) == (status, ": no such account")
    assert refused.row == 0


@pytest.mark.parametrize("status", [400, 409, 413, 422])
def test_several_are_halved(status: int) -> None:
    """Until it is known which of them is to blame, or small enough."""
    found = verdict(status, count=5)
    assert [chunk.count for chunk in found.again] == [2, 3]
    assert found.refused == ()


def test_a_request_that_is_still_worked_on() -> None:
    """Says a conflict with a time to come back; without one it is a refusal."""
    with pytest.raises(NotNow):
        verdict(409, retry_after="1")


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_deleted(status: int) -> None:
    """A repeat of a deletion finds nothing any more."""
    assert verdict(status, method="DELETE") == Verdict()


def test_an_answer_for_each_record() -> None:
    """The refused are done with, the busy come later."""
    body = [{"s": 200}, {"s": 422, "e": "closed"}, {"s": 503}]
    found = verdict(207, body, count=3, answers=BY_STATUS)
    assert [one.words for one in found.refused] == [": closed"]
    assert found.later is not None
    assert found.later.frame["id"].to_list() == ["sage hq/C0:line:2%2F1#1700000000000000002"]
    assert found.again == ()


def test_a_batch_that_was_refused_for_some_is_sent_without_them() -> None:
    """The server took none of it, and says who is to blame."""
    body = [{"s": 200}, {"s": 422, "e": "closed"}, {"s": 200}]
    found = verdict(422, body, count=3, answers=BY_STATUS)
    assert [one.words for one in found.refused] == [": closed"]
    assert [chunk.count for chunk in found.again] == [2]


@pytest.mark.parametrize("body", [b"<html>", [{"s": 200}] * 3, {"message": "no"}])
def test_a_batch_that_was_refused_without_a_name_is_halved(body: object) -> None:
    """As if no answers had been asked for."""
    assert [chunk.count for chunk in verdict(400, body, count=3, answers=BY_STATUS).again] == [1, 2]


def test_an_answer_for_each_record_has_to_be_asked_for() -> None:
    """A 207 whose list is not known may hide refusals."""
    with pytest.raises(ConfigError, match="207"):
        verdict(207, [{"s": 422}], count=1)


def test_a_record_that_nothing_was_said_of_is_not_taken() -> None:
    """It is named."""
    answers = Answers(status="s", id="n", key="record_id")
    body = [{"s": 200, "n": "sage hq/C0:line:0%2F1"}]
    with pytest.raises(OutputError, match="nothing of 1 of 2 records") as raised:
        verdict(200, body, count=2, answers=answers)
    assert "line:1%2F1" in raised.value.hint
