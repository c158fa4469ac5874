"""Addresses without what nobody else may see."""

from __future__ import annotations

import pytest

from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.addresses import shown


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("https://ledger.test:8443/list?page=2#top", "https://ledger.test:8443/list?page=2#top"),
        ("https://clerk:pass@word@ledger.test/list", "https://ledger.test/list"),
        ("about:blank", "about:blank"),
        ("", ""),
    ],
)
def test_user_and_password_are_left_out(url: str, seen: str) -> None:
    """All else of an address stays as it is."""
    assert shown(url) == seen


@pytest.mark.parametrize("url", ["http://ledger.test/list?sid=tok%2Fen-of-a-session", "http://[tok/en-of-a-session"])
def test_secrets_are_struck_out(url: str) -> None:
    """What is known as a secret is not shown, quoted or not, also in what is no address."""
    KNOWN.add("tok/en-of-a-session")
    assert "en-of-a-session" not in shown(url)
    assert "***" in shown(url)
