"""What shows a server who is asking."""

from __future__ import annotations

import threading
from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sinks.http.credentials import FetchedToken, credentials_of
from legacy_adapters.sinks.http.login import Login, OAuth2ClientCredentials
from legacy_adapters.sinks.http.patience import NotNow
from tests.sinks.http.receiver import Asked, Receiver, Reply
from tests.sinks.http.samples import exchange


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server that gives tokens: token-1, then token-2."""
    given: list[Asked] = []

    def give(asked: Asked) -> Reply:
        given.append(asked)
        return Reply.json({"access_token": f"token-{len(given)}", "token_type": "Bearer", "expires_in": 3600})

    with Receiver(otherwise=give) as found:
        yield found


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def oauth(receiver: Receiver, **given: str) -> OAuth2ClientCredentials:
    default = {"token_url": f"{receiver.url}/token", "client_id": "ours", "client_secret": "secret:wörd"}
    return OAuth2ClientCredentials.model_validate(default | given)


@pytest.mark.parametrize(
    ("login", "header", "value"),
    [
        ({"basic": {"user": "u", "password": "wörd"}}, "authorization", "Basic dTp3w7ZyZA=="),
        ({"bearer": "a-token"}, "authorization", "Bearer a-token"),
        ({"api_key": {"name": "X-Api-Key", "value": "a-key"}}, "x-api-key", "a-key"),
    ],
)
def test_the_same_header_with_each_request(receiver: Receiver, login: object, header: str, value: str) -> None:
    """There is nothing to renew; what it holds is a secret from then on."""
    with exchange(receiver) as asks:
        credentials = credentials_of(Login.model_validate(login), asks)
        request = asks.request("POST", receiver.url)
        credentials.sign(request)
        assert request.headers[header] == value
        assert not credentials.renew(request)
    assert scrub(value.rpartition(" ")[2]) == "***"


def test_a_key_in_the_query(receiver: Receiver) -> None:
    """Behind what is there already, once."""
    login = Login.model_validate({"api_key": {"name": "key", "value": "a&b", "place": "query"}})
    with exchange(receiver) as asks:
        credentials = credentials_of(login, asks)
        request = asks.request("POST", f"{receiver.url}/x?a=1")
        credentials.sign(request)
        asks.ask(request)
        assert not credentials.renew(request)
    assert receiver.asked[0].path == "/x?a=1&key=a%26b"


def test_nothing_is_shown_where_nothing_is_stated(receiver: Receiver) -> None:
    """Also not what an environment has."""
    with exchange(receiver) as asks:
        credentials_of(None, asks).sign(request := asks.request("POST", receiver.url))
    assert "authorization" not in request.headers


class TestTokens:
    """OAuth 2.0 by client credentials."""

    def test_a_token_is_fetched_once(self, receiver: Receiver) -> None:
        """For all requests, and is a secret."""
        with exchange(receiver) as asks:
            token = FetchedToken(oauth(receiver, scope="a b", audience="x"), asks)
            for _ in range(3):
                token.sign(request := asks.request("POST", "http://h/"))
                assert request.headers["authorization"] == "Bearer token-1"
        [asked] = receiver.asked
        form = {"grant_type": ["client_credentials"], "scope": ["a b"], "audience": ["x"]}
        assert parse_qs(asked.body.decode()) == form
        assert b64decode(asked.headers["authorization"].removeprefix("Basic ")) == b"ours:secret%3Aw%C3%B6rd"
        assert scrub("token-1") == "***"

    def test_the_secret_may_be_in_the_body(self, receiver: Receiver) -> None:
        """Some servers want it there."""
        with exchange(receiver) as asks:
            FetchedToken(oauth(receiver, secret_in="body"), asks).sign(asks.request("POST", "http://h/"))
        [asked] = receiver.asked
        assert parse_qs(asked.body.decode())["client_secret"] == ["secret:wörd"]
        assert "authorization" not in asked.headers

    def test_it_is_renewed_before_it_ends(self, receiver: Receiver) -> None:
        """A minute before, so that no request is under way when it does."""
        clock = Clock()
        with exchange(receiver) as asks:
            token = FetchedToken(oauth(receiver), asks, clock)
            found = []
            for clock.now in (0, 3539, 3541):
                token.sign(request := asks.request("POST", "http://h/"))
                found.append(request.headers["authorization"])
        assert found == ["Bearer token-1", "Bearer token-1", "Bearer token-2"]

    def test_a_token_that_was_refused_is_renewed_once_for_all(self, receiver: Receiver) -> None:
        """Of several threads that were refused with it, one fetches another."""
        with exchange(receiver) as asks:
            token = FetchedToken(oauth(receiver), asks)
            requests = [asks.request("POST", "http://h/") for _ in range(8)]
            for request in requests:
                token.sign(request)

            def again(number: int) -> None:
                assert token.renew(requests[number])
                token.sign(requests[number])

            threads = [threading.Thread(target=again, args=(number,)) for number in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert {request.headers["authorization"] for request in requests} == {"Bearer token-2"}
        assert len(receiver.asked) == 2

    @pytest.mark.parametrize(
        ("reply", "kind", "said"),
        [
            (Reply.json({"error": "invalid_client"}, 401), AccessDenied, "401: invalid_client"),
            (Reply.json({"error": "invalid_scope"}, 400), AccessDenied, "invalid_scope"),
            (Reply(503, headers={"Retry-After": "7"}), NotNow, "503"),
            (Reply(429), NotNow, "429"),
            (Reply(404), ConfigError, "holds no token"),
            (Reply(200, b"<html>"), ConfigError, "holds no token"),
            (Reply.json([]), ConfigError, "holds no token"),
            (Reply.json({"access_token": 7}), ConfigError, "holds no token"),
            (Reply.json({"access_token": "a\nb"}), ConfigError, "holds no token"),
            (Reply.json({"access_token": "a", "expires_in": "soon"}), ConfigError, "holds no token"),
        ],
        ids=str,
    )
    def test_no_token(self, receiver: Receiver, reply: Reply, kind: type[LegacyAdaptersError], said: str) -> None:
        """Each way has its meaning, and none shows the secret."""
        receiver.script.append(reply)
        with exchange(receiver) as asks, pytest.raises(kind) as raised:
            FetchedToken(oauth(receiver), asks).sign(asks.request("POST", "http://h/"))
        assert said in raised.value.message
        assert raised.value.where == f"POST {receiver.url}/token"
        assert "wörd" not in str(raised.value)
        if isinstance(raised.value, NotNow) and "503" in said:
            assert raised.value.after == 7

    def test_a_token_without_an_end_is_kept(self, receiver: Receiver) -> None:
        """Until it is refused."""
        receiver.script.append(Reply.json({"access_token": "for-ever"}))
        clock = Clock()
        with exchange(receiver) as asks:
            token = FetchedToken(oauth(receiver), asks, clock)
            for clock.now in (0, 1e9):
                token.sign(request := asks.request("POST", "http://h/"))
                assert request.headers["authorization"] == "Bearer for-ever"

    def test_settings_lead_to_it(self, receiver: Receiver) -> None:
        """As to all others."""
        with exchange(receiver) as asks:
            login = Login.model_validate({"oauth2_client_credentials": oauth(receiver)})
            assert isinstance(credentials_of(login, asks), FetchedToken)
