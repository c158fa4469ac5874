"""What became of each record, as the answer says it."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.sinks.http.answers import Told, read_answers
from legacy_adapters.sinks.http.settings import Answers
from tests.sinks.events.samples import lines
from tests.sinks.http.samples import answer, chunks, sink


def read(body: object, given: dict[str, object], count: int = 3) -> Told:
    settings = Answers.model_validate(given)
    [chunk] = chunks(sink(batch=100, answers=settings), lines(count))
    return read_answers(chunk, answer(207, body), settings)


def told(body: object, *, count: int = 3, **given: object) -> Told:
    return read(body, given, count)


def refused(found: Told) -> dict[int, tuple[int, str]]:
    return {row: (one.status, one.words) for row, one in found.refused.items()}


def test_in_the_order_of_the_records() -> None:
    """With the server's words, and the record's name."""
    body = {"data": {"results": [{"code": 200}, {"code": 422, "error": {"message": "no account"}}, {"code": 201}]}}
    found = told(body, path="data.results", status="code", error="error")
    assert refused(found) == {1: (422, ": no account")}
    assert found.refused[1].row == 1
    assert (found.later, found.unsaid) == ([], [])


def test_by_what_a_record_is_called() -> None:
    """In any order; a number is known by its digits. What nothing was said of is told."""
    body = [{"no": 2, "ok": True}, {"no": "0", "ok": False, "why": "closed"}]
    found = told(body, status="ok", error="why", id="no", key="line_no")
    assert refused(found) == {0: (422, ": closed")}
    assert found.unsaid == [1]


def test_several_changes_of_one_record_have_answers_in_their_order() -> None:
    """As they have the same name."""
    found = told(
        [{"c": "C0", "s": 200}, {"c": "C0", "s": 422}, {"c": "C0", "s": 200}], status="s", id="c", key="company_id"
    )
    assert (list(found.refused), found.unsaid) == ([1], [])


def test_without_a_status_an_error_says_it() -> None:
    """Null and nothing are no error."""
    found = told([{"error": None}, {}, {"error": "late"}], error="error")
    assert refused(found) == {2: (422, ": late")}


def test_a_status_may_be_a_word() -> None:
    """One of those stated, or a number as text."""
    body = [{"s": "created"}, {"s": "409"}, {"s": "duplicate"}]
    found = told(body, status="s", accepted=["created"])
    assert refused(found) == {1: (409, ': {"s": "409"}'), 2: (422, ': {"s": "duplicate"}')}


def test_some_may_be_taken_later() -> None:
    """The server was too busy for one of them."""
    found = told([{"s": 200}, {"s": 503}, {"s": 429}], status="s")
    assert (found.later, refused(found)) == ([1, 2], {})


@pytest.mark.parametrize(
    ("body", "given", "said"),
    [
        (b"<html>log in</html>", {"status": "s"}, "is no JSON"),
        (b"", {"status": "s"}, "is no JSON"),
        (b"[" * 100_000, {"status": "s"}, "is no JSON"),
        ({"results": []}, {"status": "s"}, "has no list at its top"),
        ({"other": []}, {"status": "s", "path": "results"}, "has no list at results"),
        ([{"s": 200}], {"status": "s"}, "1 entries for 3 records"),
        ([{"s": 200, "id": "x"}], {"status": "s", "id": "id"}, "was not sent: id is x"),
        ([{"s": 200}], {"status": "s", "id": "id"}, "was not sent: id is none"),
        (["text"], {"status": "s", "id": "id"}, "was not sent"),
        ([{"s": 200, "id": [{}]}], {"status": "s", "id": "id"}, "was not sent"),
    ],
    ids=str,
)
def test_an_answer_that_does_not_say_it_is_an_error(body: object, given: dict[str, object], said: str) -> None:
    """Nothing counts as taken on a guess."""
    with pytest.raises(OutputError, match=said):
        read(body, given)


@pytest.mark.parametrize("entry", [None, "text", 7, [], {"s": None}, {"s": 1.5}, {"s": "²²²"}])
def test_an_entry_that_says_nothing_is_a_refusal(entry: object) -> None:
    """Only what is said to be taken is taken."""
    assert [status for status, _ in refused(told([entry], count=1, status="s")).values()] == [422]
