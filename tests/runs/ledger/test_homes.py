"""Where a ledger lives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from legacy_adapters.runs.ledger.ledger import Ledger

BEGIN = datetime(2026, 11, 21, 3, 15, tzinfo=UTC)


def hours() -> Iterator[datetime]:
    """One later than the other."""
    moment = BEGIN
    while True:
        yield moment
        moment += timedelta(hours=1)


def test_a_home_is_remembered_with_when_it_was_used(tmp_path: Path) -> None:
    """The one that was used last comes first; a new name of the host replaces the old one."""
    clock = hours()
    with Ledger.open(tmp_path, clock=lambda: next(clock)) as ledger:
        assert ledger.homes.list() == []
        ledger.homes.used("a", "/state", "old")
        ledger.homes.used("b", "/state", "other")
        ledger.homes.used("a", "/state", "new")
        first, second = ledger.homes.list()
        assert (first.machine, first.host, first.since) == ("a", "new", BEGIN)
        assert first.last_at == BEGIN + timedelta(hours=2)
        assert (second.machine, second.host) == ("b", "other")


def test_a_home_can_be_forgotten(tmp_path: Path) -> None:
    """Only that one."""
    with Ledger.open(tmp_path) as ledger:
        ledger.homes.used("a", "/old", "host")
        ledger.homes.used("a", "/new", "host")
        ledger.homes.forget(next(home for home in ledger.homes.list() if home.folder == "/old"))
        assert [home.folder for home in ledger.homes.list()] == ["/new"]
