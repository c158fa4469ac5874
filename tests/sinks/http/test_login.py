"""How one logs in is one of a few ways, and is not shown."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from legacy_adapters.sinks.http.login import Login

WAYS: list[dict[str, object]] = [
    {"basic": {"user": "u", "password": "secret-word"}},
    {"bearer": "secret-word"},
    {"api_key": {"name": "X-Api-Key", "value": "secret-word", "place": "query"}},
    {"oauth2_client_credentials": {"token_url": "https://h/t", "client_id": "c", "client_secret": "secret-word"}},
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: next(iter(way)))
def test_each_way_is_taken_and_its_secret_not_shown(way: dict[str, object]) -> None:
    """Neither by ``repr`` nor by ``str``."""
    login = Login.model_validate(way)
    assert "secret-word" not in repr(login) + str(login)


@pytest.mark.parametrize("given", [{}, WAYS[0] | WAYS[1]], ids=["none", "two"])
def test_one_way_has_to_be_stated(given: dict[str, object]) -> None:
    """Neither none nor two."""
    with pytest.raises(ValidationError, match="give one of"):
        Login.model_validate(given)


def test_a_token_url_holds_no_password() -> None:
    """It would be shown where the address is."""
    way = {"token_url": "https://u:p@h/t", "client_id": "c", "client_secret": "s"}
    with pytest.raises(ValidationError):
        Login.model_validate({"oauth2_client_credentials": way})
