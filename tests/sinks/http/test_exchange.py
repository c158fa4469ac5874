"""One request and its answer, over real sockets."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.http import exchange as room
from legacy_adapters.sinks.http.exchange import shown
from legacy_adapters.sinks.http.patience import NotNow
from tests.service.free_port import free_port
from tests.sinks.http.receiver import Receiver, Reply
from tests.sinks.http.samples import exchange


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server that takes all."""
    with Receiver() as found:
        yield found


def moved(status: int, to: str) -> Reply:
    return Reply(status, headers={"Location": to})


def test_an_answer_is_given_as_it_came(receiver: Receiver) -> None:
    """Status, headers, body; and what was asked, for a person."""
    receiver.script.append(Reply(418, b"tea", {"X-Pot": "1"}))
    with exchange(receiver) as asks:
        found = asks.ask(asks.request("POST", f"{receiver.url}/a?key=1", content=b"x", headers={"A": "b"}))
    assert (found.status, found.body, found.headers["x-pot"]) == (418, b"tea", "1")
    assert found.where == f"POST {receiver.url}/a"
    assert (receiver.asked[0].body, receiver.asked[0].headers["a"]) == (b"x", "b")


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_on_the_same_host_is_followed(receiver: Receiver, status: int) -> None:
    """With method, body and headers as they are."""
    receiver.script.append(moved(status, "/new?x=1"))
    with exchange(receiver) as asks:
        request = asks.request("PUT", f"{receiver.url}/old", content=b"body", headers={"Idempotency-Key": "k"})
        assert asks.ask(request).status == 200
    first, second = receiver.asked
    assert (second.method, second.path, second.body, second.key) == ("PUT", "/new?x=1", b"body", "k")
    assert first.path == "/old"


@pytest.mark.parametrize("status", [301, 302, 303, 304])
def test_a_redirect_that_would_change_the_request_is_refused(receiver: Receiver, status: int) -> None:
    """A POST would become a GET, and the record be lost."""
    receiver.script.append(moved(status, "/new"))
    with exchange(receiver) as asks, pytest.raises(ConfigError, match=f"redirects to .*/new .{status}"):
        asks.ask(asks.request("POST", receiver.url))
    assert len(receiver.asked) == 1


def test_nothing_is_sent_to_another_host(receiver: Receiver) -> None:
    """Nor to another port, or without TLS: the records, and the credentials, are for one host."""
    with Receiver() as other, exchange(receiver) as asks:
        receiver.script += [moved(307, f"{other.url}/x"), moved(308, f"//localhost:{receiver.port}/x")]
        for _ in range(2):
            with pytest.raises(ConfigError, match="redirects to") as raised:
                asks.ask(asks.request("POST", receiver.url, content=b"secret"))
            assert "nothing was sent there" in raised.value.hint
        assert other.asked == []
    assert len(receiver.asked) == 2


def test_redirects_end(receiver: Receiver) -> None:
    """A circle is noticed."""
    receiver.otherwise = lambda asked: moved(307, "/round")
    with exchange(receiver) as asks, pytest.raises(ConfigError, match="again and again"):
        asks.ask(asks.request("POST", receiver.url))
    assert len(receiver.asked) == room.MOST_HOPS


def test_no_cookie_is_kept(receiver: Receiver) -> None:
    """Requests know nothing of each other."""
    receiver.script.append(Reply(headers={"Set-Cookie": "session=1; Path=/"}))
    with exchange(receiver) as asks:
        for _ in range(2):
            asks.ask(asks.request("POST", receiver.url))
    assert "cookie" not in receiver.asked[1].headers


def test_not_more_than_some_of_an_answer_is_read(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much there is."""
    monkeypatch.setattr(room, "LARGEST_ANSWER", 1000)
    receiver.script.append(Reply(200, b"x" * 5_000_000))
    with exchange(receiver) as asks:
        assert 1000 < len(asks.ask(asks.request("POST", receiver.url)).body) < 200_000
        assert asks.ask(asks.request("POST", receiver.url)).status == 200


def test_an_answer_that_drips_counts_as_none() -> None:
    """Each byte comes in time, the whole never does."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def drip() -> None:
        client, _ = listener.accept()
        with client:
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while not ended.wait(0.02):
                try:
                    client.sendall(b"x")
                except OSError:
                    return

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        with Receiver() as unused, exchange(unused, timeout=1) as asks:
            start = time.monotonic()
            with pytest.raises(NotNow, match="did not end in time"):
                asks.ask(asks.request("POST", f"http://127.0.0.1:{listener.getsockname()[1]}"))
            assert time.monotonic() - start < 10
    finally:
        ended.set()
        thread.join()
        listener.close()


def test_no_answer_in_time_may_be_repeated(receiver: Receiver) -> None:
    """As may no connection, and one that is cut."""
    wait = threading.Event()
    receiver.script += [Reply(wait=wait), Reply(cut=True)]
    with exchange(receiver, timeout=0.2) as asks, pytest.raises(NotNow, match="no answer in time"):
        asks.ask(asks.request("POST", receiver.url))
    wait.set()
    with exchange(receiver) as asks:
        with pytest.raises(NotNow, match="lost"):
            asks.ask(asks.request("POST", receiver.url))
        with pytest.raises(NotNow, match="failed or was lost"):
            asks.ask(asks.request("POST", f"http://127.0.0.1:{free_port()}"))


@pytest.mark.parametrize(
    ("url", "headers"), [("http://h:port/", {}), ("http://h/", {"X": "ä"}), ("http://[::1/", {})], ids=repr
)
def test_a_request_that_cannot_be_made_is_a_fault_of_the_settings(
    receiver: Receiver, url: str, headers: dict[str, str]
) -> None:
    """An address that is none, a header that is not ASCII."""
    with exchange(receiver) as asks, pytest.raises(ConfigError, match="no request can be made"):
        asks.request("POST", url, headers=headers)


def test_a_header_that_would_be_two_is_refused(receiver: Receiver) -> None:
    """A value cannot smuggle in another header."""
    with exchange(receiver) as asks, pytest.raises(ConfigError, match="no request can be made"):
        asks.ask(asks.request("POST", receiver.url, headers={"X": "a\r\nY: b"}))


def test_addresses_are_not_logged(receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    """A key may stand in them: httpx would tell each at INFO."""
    caplog.set_level(logging.DEBUG)
    with exchange(receiver) as asks:
        asks.ask(asks.request("POST", f"{receiver.url}?key=secret-word"))
    assert "secret-word" not in caplog.text


def test_a_request_is_shown_without_its_query() -> None:
    """Which may hold a key."""
    assert shown("PUT", "https://h/a?key=1") == "PUT https://h/a"
