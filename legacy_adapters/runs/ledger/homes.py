"""Where a ledger lives: the machines and folders on which it was used and may be used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from legacy_adapters.runs.ledger.file import LedgerFile


@dataclass(frozen=True, slots=True)
class Home:
    """A folder of a machine; ``host`` is what that was called, ``last_at`` when the ledger was last used there."""

    machine: str
    folder: str
    host: str
    since: datetime
    last_at: datetime


class Homes:
    """The homes of a ledger: one, until a person says that there are more."""

    def __init__(self, file: LedgerFile, clock: Callable[[], datetime]) -> None:
        self._file = file
        self._clock = clock

    def list(self) -> list[Home]:
        """The one last used first."""
        rows = self._file.rows("SELECT machine, folder, host, since, last_at FROM homes ORDER BY last_at DESC")
        return [
            Home(machine, folder, host, datetime.fromisoformat(since), datetime.fromisoformat(last_at))
            for machine, folder, host, since, last_at in rows
        ]

    def used(self, machine: str, folder: str, host: str) -> None:
        """The ledger is used there now; a new home is added."""
        now = self._clock().astimezone(UTC).isoformat()
        with self._file.transaction() as connection:
            connection.execute(_USED, {"machine": machine, "folder": folder, "host": host, "now": now})

    def forget(self, home: Home) -> None:
        """The ledger does not live there any more."""
        with self._file.transaction() as connection:
            connection.execute("DELETE FROM homes WHERE machine = ? AND folder = ?", (home.machine, home.folder))


_USED = """
INSERT INTO homes (machine, folder, host, since, last_at) VALUES (:machine, :folder, :host, :now, :now)
ON CONFLICT (machine, folder) DO UPDATE SET host = :host, last_at = :now
"""
