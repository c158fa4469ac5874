"""Whole runs into an API: secrets kept, a server that goes away and comes back, a record that it does not want."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from legacy_adapters.runs.interrupt import Interruption
from tests.runs.books import Books
from tests.sinks.http.receiver import Asked, Receiver, Reply

TOKEN = "api-token-of-the-books"
SINK = """\
sink:
  kind: http
  url: {url}/gl
  batch: 3
  connections: 1
  body: json
  envelope: true
  wrapper: lines
  patience: 0
  auth: {{bearer: "${{env:API_TOKEN}}"}}
  headers: {{X-Tenant: "0700"}}
  operations:
    upsert: {{method: PUT, path: "/{{company_id}}"}}
"""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """An API that takes all."""
    with Receiver() as found:
        yield found


@pytest.fixture
def books(
    receiver: Receiver, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Books:
    """Ten postings that go there; waiting for another try takes no time."""
    monkeypatch.setenv("API_TOKEN", TOKEN)
    monkeypatch.setattr(Interruption, "sleep", lambda self, seconds: None)
    found = Books.begin(tmp_path, capsys)
    found.describe(("sink:\n  kind: file\n  path: out/{entity}.csv\n", SINK.format(url=receiver.url)))
    return found


def sent(receiver: Receiver) -> list[str]:
    """The postings that were taken, in their order."""
    return [line["ledger_entry_id"] for asked in receiver.taken for line in asked.json()["lines"]]


def everything(books: Books) -> bytes:
    """All that a run left behind."""
    return b"".join(path.read_bytes() for path in books.folder.rglob("*") if path.is_file())


def test_a_run_delivers_all_and_keeps_the_secret(books: Books, receiver: Receiver) -> None:
    """Settings come as the pipeline file has them; the token is in no file and no message."""
    ended = books.run("--json")
    assert ended.code == 0
    assert sent(receiver) == [str(number) for number in range(1, 11)]
    first = receiver.taken[0]
    assert (first.method, first.path, first.headers["x-tenant"]) == ("PUT", "/gl/NORD", "0700")
    assert first.headers["authorization"] == f"Bearer {TOKEN}"
    assert TOKEN.encode() not in everything(books) + ended.out.encode() + ended.err.encode()


def test_a_server_that_goes_away_in_the_middle(books: Books, receiver: Receiver) -> None:
    """Exit code 69; what waits is delivered later, and nothing is missing or twice."""
    receiver.script += [Reply(), Reply()]
    receiver.otherwise = lambda asked: Reply(503, b"closed for the night")
    ended = books.run()
    assert ended.code == 69
    assert "closed for the night" in ended.message
    receiver.otherwise = lambda asked: Reply()
    assert books.command("deliver", books.pipeline).code == 0
    assert sent(receiver) == [str(number) for number in range(1, 11)]


def test_a_record_that_the_server_does_not_want(books: Books, receiver: Receiver) -> None:
    """It is a reject with the server's words; the others are taken."""

    def but_seven(asked: Asked) -> Reply:
        lines = asked.json()["lines"]
        bad = any(line["ledger_entry_id"] == "7" for line in lines)
        return Reply.json({"message": "account 8400 is closed"}, 422) if bad else Reply()

    receiver.otherwise = but_seven
    ended = books.run()
    assert ended.code == 65
    (reject,) = books.rejects()
    assert reject["row"]["ledger_entry_id"] == "7"
    assert "account 8400 is closed" in reject["reasons"][0]["message"]
    assert sorted(sent(receiver), key=int) == ["1", "2", "3", "4", "5", "6", "8", "9", "10"]


def test_a_login_that_is_refused(books: Books, receiver: Receiver) -> None:
    """Exit code 77, after one try."""
    receiver.otherwise = lambda asked: Reply(401, f"what is {TOKEN}?".encode())
    ended = books.run()
    assert ended.code == 77
    assert len(receiver.asked) == 1
    assert TOKEN not in ended.err + ended.out
