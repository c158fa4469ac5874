"""Places in the spool, as the ledger keeps them."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.sinks.spool.place import Place, SpoolToken


def test_a_place_comes_back() -> None:
    """And none is the beginning."""
    assert Place.load(Place(3, 4096, 17).dump()) == Place(3, 4096, 17)
    assert Place.load(None) == Place(1, 0)


def test_a_token_comes_back() -> None:
    """With everything in it."""
    token = SpoolToken("run-1", Place(2, 77), 5, 4_000)
    assert SpoolToken.load(token.dump()) == token


@pytest.mark.parametrize("token", ["", "[]", '{"kind": "database", "run": "r"}', '{"kind": "spool", "run": "r"}'])
def test_a_token_of_something_else_is_noticed(token: str) -> None:
    """The sink was another one when the run began."""
    with pytest.raises(StateMismatch, match="not one of the spool"):
        SpoolToken.load(token)
