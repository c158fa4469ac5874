"""Where NATS is, and who one is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.queues.nats.login import NatsLogin, named, options


def login(**settings: object) -> NatsLogin:
    return NatsLogin.model_validate({"servers": ["nats://one:4222", "nats://two:4222"]} | settings)


def test_a_client_gets_what_is_stated(tmp_path: Path) -> None:
    """And nothing else; files are beside the pipeline."""
    made = options(login(credentials_file="me.creds"), tmp_path, "me")
    servers = ["nats://one:4222", "nats://two:4222"]
    assert made == {"servers": servers, "name": "me", "user_credentials": str(tmp_path / "me.creds")}


def test_a_password_is_a_secret_from_then_on(tmp_path: Path) -> None:
    """It is struck out of every text."""
    options(login(user="u", password="nats-login-secret"), tmp_path, "me")
    assert KNOWN.scrub("x nats-login-secret x") == "x *** x"


def test_servers_are_named_without_a_password() -> None:
    """All of them."""
    assert named(login(servers=["nats://u:p@one:1", "tls://two:2"])) == "nats://one:1, tls://two:2"


@pytest.mark.parametrize(
    "wrong", [{"user": "u"}, {"servers": []}, {"servers": ["http://x"]}, {"auth_token": "t", "credentials_file": "c"}]
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    """Half a login, or two of them."""
    with pytest.raises(ValidationError):
        login(**wrong)
