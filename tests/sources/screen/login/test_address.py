"""What of an address tells the application, and what may be shown."""

from __future__ import annotations

from legacy_adapters.sources.screen.login.address import application, shown_address


def test_application() -> None:
    """Pages of one server are one application, whatever the path, the query and a user in the address."""
    assert application("https://Ledger.example:8443/a?x=1") == "https://ledger.example:8443"
    assert application("https://me:pw@ledger.example:8443/b") == "https://ledger.example:8443"
    assert application("http://ledger.example:8443/a") != application("https://ledger.example:8443/a")


def test_shown_address() -> None:
    """Neither user nor password nor a session in the query can be seen."""
    assert shown_address("https://me:hunter2@ledger.example/a/b?sid=1#c") == "https://ledger.example/a/b"
