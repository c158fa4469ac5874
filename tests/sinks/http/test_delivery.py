"""One run's sending."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, OutputError, StateMismatch
from legacy_adapters.core.protocols import Answering
from legacy_adapters.sinks import answered
from tests.sinks.events.samples import delivery, lines
from tests.sinks.http.receiver import Receiver, Reply
from tests.sinks.http.samples import URL, send, sink


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server that takes all."""
    with Receiver() as found:
        yield found


def test_commit_returns_when_all_is_answered(receiver: Receiver, tmp_path: Path) -> None:
    """Its token counts the records; publishing changes nothing."""
    with closing(sink(receiver.url, batch=10).open(delivery(tmp_path), None)) as out:
        out.write(lines(25))
        token = out.commit()
        assert sum(len(asked.json()) for asked in receiver.taken) == 25
        assert out.publish() == token
        assert out.outputs() == (receiver.url,)
    assert '"events":25' in token


def test_it_goes_on_from_its_token(receiver: Receiver, tmp_path: Path) -> None:
    """What is sent again has the keys that it had, and is not taken twice."""
    settings = sink(receiver.url, batch=10)
    with closing(settings.open(delivery(tmp_path), None)) as out:
        token = out.commit()
        out.write(lines(25))
        out.commit()
    with closing(settings.open(delivery(tmp_path), token)) as out:
        out.write(lines(25))
        assert '"events":25' in out.commit()
    assert (len(receiver.asked), len(receiver.taken)) == (6, 3)


def test_a_token_of_another_sink_is_noticed(tmp_path: Path) -> None:
    """The ledger and the pipeline file do not agree."""
    with pytest.raises(StateMismatch):
        sink().open(delivery(tmp_path), '{"files": 1}')


def test_a_refusal_is_told_behind_the_commit(receiver: Receiver, tmp_path: Path) -> None:
    """All others are taken, and counted by the token; it has the server's words, and is told once."""
    receiver.otherwise = lambda asked: Reply(422, b"closed") if asked.json()["line_no"] == 3 else Reply()
    settings = sink(receiver.url, body="json")
    with closing(settings.open(delivery(tmp_path), None)) as out:
        out.write(lines(20))
        assert '"events":19' in out.commit()
        assert isinstance(out, Answering)
        [refusal] = out.refusals()
        assert (refusal.record.rows["line_no"].to_pylist(), refusal.words) == ([3], "422: closed")
        assert sum(receipt.records for receipt in out.receipts()) == 19
        assert (list(out.refusals()), list(out.receipts())) == ([], [])
    assert len(receiver.taken) == 19


def test_each_request_has_its_receipt(receiver: Receiver, tmp_path: Path) -> None:
    """With the header by which the server knows it."""
    replies = iter(range(10))
    receiver.otherwise = lambda asked: Reply(201, headers={"X-Request-Id": f"r{next(replies)}"})
    with closing(sink(receiver.url, batch=10, connections=1).open(delivery(tmp_path), None)) as out:
        out.write(lines(25))
        out.commit()
        assert isinstance(out, Answering)
        receipts = out.receipts()
    first = lines(1).first_sequence
    assert [(one.first - first, one.last - first, one.records) for one in receipts] == [
        (0, 9, 10),
        (10, 19, 10),
        (20, 24, 5),
    ]
    assert [one.answer for one in receipts] == [f"HTTP 201, X-Request-Id: r{n}" for n in range(3)]


def test_what_a_batch_is_told_of_each_record_is_in_its_receipts(receiver: Receiver, tmp_path: Path) -> None:
    """What was refused, or taken later, is in no receipt of a request that did not take it."""
    receiver.script += [Reply.json([{"s": 200}, {"s": 503}, {"s": 422}], 207), Reply.json([{"s": 200}], 200)]
    with closing(sink(receiver.url, batch=10, answers={"status": "s"}).open(delivery(tmp_path), None)) as out:
        out.write(lines(3))
        out.commit()
        assert isinstance(out, Answering)
        receipts, [refusal] = out.receipts(), out.refusals()
    first = lines(1).first_sequence
    assert [(one.first - first, one.last - first, one.answer) for one in receipts] == [
        (0, 0, "HTTP 207"),
        (1, 1, "HTTP 200"),
    ]
    assert refusal.record.first_sequence == first + 2


def test_a_run_that_is_refused_altogether_ends(
    receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not every record of it is tried."""
    monkeypatch.setattr(answered, "MOST_REFUSED", 5)
    receiver.otherwise = lambda asked: Reply(422, b"closed")
    with pytest.raises(OutputError, match="records were refused"):
        send(sink(receiver.url), tmp_path, lines(1_000))
    assert len(receiver.asked) < 50


def test_closing_does_not_wait_for_a_server_to_come_back(receiver: Receiver, tmp_path: Path) -> None:
    """What was not committed is sent by the next run."""
    seen = threading.Event()

    def busy(asked: object) -> Reply:
        seen.set()
        return Reply(503, headers={"Retry-After": "15"})

    receiver.script.append(Reply())
    receiver.otherwise = busy
    out = sink(receiver.url).open(delivery(tmp_path), None)
    out.write(lines(3))
    assert seen.wait(10)
    start = time.monotonic()
    out.close()
    assert time.monotonic() - start < 5


def test_nothing_is_left_open_by_a_sink_that_cannot_be_opened(tmp_path: Path) -> None:
    """A template that is not there, a place that is none: found before a connection is made."""
    for given in ({"body": "xml", "operations": {"upsert": {"template": "t"}}}, {"url": f"{URL}/{{nothing}}"}):
        with pytest.raises(ConfigError):
            sink(**given).open(delivery(tmp_path), None)


def test_the_query_is_not_shown(tmp_path: Path) -> None:
    """A key may stand in it."""
    with closing(sink(f"{URL}?key=1").open(delivery(tmp_path), None)) as out:
        assert out.outputs() == (URL,)
