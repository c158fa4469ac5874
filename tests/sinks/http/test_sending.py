"""A chunk is sent until every record of it is taken or refused, over real sockets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, OutputError, Unavailable
from tests.sinks.events.samples import lines
from tests.sinks.http.receiver import Asked, Receiver, Reply
from tests.sinks.http.samples import send, sink

BATCHES: dict[str, object] = {"batch": 100, "body": "json"}
BUSY = Reply(503, b"busy")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server that takes all, unless a test says otherwise."""
    with Receiver() as found:
        yield found


def numbers(asked: Asked) -> list[int]:
    return [row["line_no"] for row in asked.json()]


def taken(receiver: Receiver) -> list[int]:
    """The lines that were taken, in the order of their coming."""
    return [number for asked in receiver.taken for number in numbers(asked)]


def test_what_a_busy_server_does_not_take_is_repeated_with_its_key(receiver: Receiver, tmp_path: Path) -> None:
    """Until it does."""
    receiver.script += [BUSY, Reply(429, headers={"Retry-After": "0"}), Reply(502)]
    send(sink(receiver.url, **BATCHES), tmp_path, lines(3))
    assert len(receiver.asked) == 4
    assert len({asked.key for asked in receiver.asked}) == 1
    assert len({asked.body for asked in receiver.asked}) == 1


def test_a_server_that_never_takes_it_is_given_up_after_a_while(receiver: Receiver, tmp_path: Path) -> None:
    """500 for an hour: the run goes on later from its checkpoint."""
    receiver.otherwise = lambda asked: Reply(500, b"out of order")
    with pytest.raises(Unavailable, match=r"500\): out of order"):
        send(sink(receiver.url, patience=0.5, **BATCHES), tmp_path, lines(1))
    assert len(receiver.asked) > 1


def test_what_a_server_took_before_the_connection_was_cut_has_the_same_key_again(
    receiver: Receiver, tmp_path: Path
) -> None:
    """So that it is not taken twice."""
    receiver.script.append(Reply(cut=True))
    send(sink(receiver.url, **BATCHES), tmp_path, lines(3))
    assert len(receiver.asked) == 2
    assert taken(receiver) == [0, 1, 2]


def test_a_server_that_fails_again_and_again_is_left_alone(receiver: Receiver, tmp_path: Path) -> None:
    """Also by a run that opens its sink anew."""
    receiver.otherwise = lambda asked: Reply(500)
    settings = sink(receiver.url, patience=0, failures=2, pause=600, connections=1)
    for said in ("500", "500", "2 times in a row", "2 times in a row"):
        with pytest.raises(Unavailable, match=said):
            send(settings, tmp_path, lines(1))
    assert len(receiver.asked) == 2


class TestRefused:
    """Only those that the server does not want."""

    def test_one_bad_record_of_a_hundred(self, receiver: Receiver, tmp_path: Path) -> None:
        """The server refuses the whole batch; halved, all others are taken."""
        receiver.otherwise = lambda asked: Reply(400, b"line 77 is bad") if 77 in numbers(asked) else Reply()
        with pytest.raises(OutputError, match=r"1 record was refused: .*77.*line 77 is bad"):
            send(sink(receiver.url, **BATCHES), tmp_path, lines(100))
        assert sorted(taken(receiver)) == [number for number in range(100) if number != 77]
        assert len(receiver.asked) < 20

    def test_the_server_names_it(self, receiver: Receiver, tmp_path: Path) -> None:
        """All in one answer."""
        receiver.script.append(Reply.json({"results": [{"code": 200}, {"code": 422, "message": "closed"}]}, 207))
        answers = {"path": "results", "status": "code", "error": "message"}
        with pytest.raises(OutputError, match="422: closed"):
            send(sink(receiver.url, answers=answers, **BATCHES), tmp_path, lines(2))
        assert len(receiver.asked) == 1

    def test_some_were_not_taken_yet(self, receiver: Receiver, tmp_path: Path) -> None:
        """They alone are sent again, under a key of their own."""
        receiver.script += [Reply.json([{"s": 200}, {"s": 503}, {"s": 200}]), Reply.json([{"s": 200}])]
        send(sink(receiver.url, answers={"status": "s"}, **BATCHES), tmp_path, lines(3))
        assert [numbers(asked) for asked in receiver.asked] == [[0, 1, 2], [1]]
        assert receiver.asked[0].key != receiver.asked[1].key

    def test_a_batch_that_is_too_large_is_halved(self, receiver: Receiver, tmp_path: Path) -> None:
        """In order, as far as needed; each part with its key."""
        receiver.otherwise = lambda asked: Reply(413) if len(numbers(asked)) > 3 else Reply()
        send(sink(receiver.url, connections=1, **BATCHES), tmp_path, lines(10))
        assert taken(receiver) == list(range(10))

    def test_a_single_record_that_is_too_large_is_refused(self, receiver: Receiver, tmp_path: Path) -> None:
        """There is nothing left to be halved."""
        receiver.otherwise = lambda asked: Reply(413, b"limit is 100 bytes")
        with pytest.raises(OutputError, match="413: limit is 100 bytes"):
            send(sink(receiver.url, **BATCHES), tmp_path, lines(2))


class TestLogin:
    """Tokens that end, and logins that are refused."""

    def oauth(self, receiver: Receiver) -> dict[str, object]:
        found = {"token_url": f"{receiver.url}/token", "client_id": "c", "client_secret": "sending-secret"}
        return {"oauth2_client_credentials": found}

    def test_a_token_that_has_ended_is_fetched_anew(self, receiver: Receiver, tmp_path: Path) -> None:
        """401, then one more try with another one, under the same key."""
        given = iter(["old", "new"])

        def answer(asked: Asked) -> Reply:
            if asked.path == "/token":
                return Reply.json({"access_token": f"sending-{next(given)}"})
            return Reply() if asked.headers["authorization"] == "Bearer sending-new" else Reply(401)

        receiver.otherwise = answer
        send(sink(f"{receiver.url}/invoices", auth=self.oauth(receiver), connections=1), tmp_path, lines(3))
        posted = [asked for asked in receiver.asked if asked.path == "/invoices"]
        assert len(posted) == 4
        assert posted[0].key == posted[1].key

    def test_one_that_is_refused_again_ends_the_run(self, receiver: Receiver, tmp_path: Path) -> None:
        """There is one renewal, never a loop; and no secret in the error."""
        receiver.otherwise = lambda asked: (
            Reply.json({"access_token": "sending-bad"}) if asked.path == "/token" else Reply(401, b"not sending-bad")
        )
        with pytest.raises(AccessDenied, match=r"login refused \(401\): not \*\*\*") as raised:
            send(sink(f"{receiver.url}/invoices", auth=self.oauth(receiver)), tmp_path, lines(1))
        assert "sending-secret" not in str(raised.value)
        assert [asked.path for asked in receiver.asked] == ["/token", "/invoices"] * 2

    def test_a_password_is_tried_once(self, receiver: Receiver, tmp_path: Path) -> None:
        """More would lock an account."""
        receiver.otherwise = lambda asked: Reply(401)
        login = {"basic": {"user": "u", "password": "sending-word"}}
        with pytest.raises(AccessDenied):
            send(sink(receiver.url, auth=login), tmp_path, lines(1))
        assert len(receiver.asked) == 1


def test_a_change_states_the_version_that_it_is_made_to(receiver: Receiver, tmp_path: Path) -> None:
    """Where asked: by PUT to the address of the record."""
    receiver.otherwise = lambda asked: Reply(200, headers={"ETag": f'"of {asked.path}"'})
    puts = {"upsert": {"method": "PUT", "path": "/{line_no}"}}
    send(sink(f"{receiver.url}/lines", if_match=True, operations=puts), tmp_path, lines(2))
    assert sorted(asked.headers["if-match"] for asked in receiver.taken) == ['"of /lines/0"', '"of /lines/1"']


def test_headers_of_ones_own_are_sent(receiver: Receiver, tmp_path: Path) -> None:
    """With each request, and the type that is stated."""
    given: dict[str, object] = {"headers": {"X-Tenant": "7"}, "content_type": "application/vnd.books+json"}
    send(sink(receiver.url, idempotency_header="X-Request-Id", **given), tmp_path, lines(1))
    [asked] = receiver.asked
    assert (asked.headers["x-tenant"], asked.headers["content-type"]) == ("7", "application/vnd.books+json")
    assert asked.headers["x-request-id"].endswith("#1700000000000000000")
    assert json.loads(asked.body)["specversion"] == "1.0"


def test_a_wrong_address_ends_the_run_at_once(receiver: Receiver, tmp_path: Path) -> None:
    """It is not repeated."""
    receiver.otherwise = lambda asked: Reply(404, b"<h1>Not found</h1>")
    with pytest.raises(ConfigError, match=r"404\): Not found"):
        send(sink(f"{receiver.url}/nowhere"), tmp_path, lines(1))
    assert len(receiver.asked) == 1
