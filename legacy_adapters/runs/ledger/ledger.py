"""The ledger: the one SQLite file that remembers runs, checkpoints, rejects and delivered rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.ledger.file import LedgerFile
from legacy_adapters.runs.ledger.homes import Homes
from legacy_adapters.runs.ledger.parts import TakenParts
from legacy_adapters.runs.ledger.receipts import Receipts
from legacy_adapters.runs.ledger.rejects import Rejects
from legacy_adapters.runs.ledger.runs import Beginning, Run, Runs
from legacy_adapters.runs.ledger.seen import SeenMemory
from legacy_adapters.runs.ledger.shipments import Shipments
from legacy_adapters.runs.ledger.tokens import Tokens

__all__ = ["Beginning", "Ledger", "Run"]

FILE_NAME = "ledger.db"

LOCKED_SECONDS = 10.0
"""How long another process may keep the ledger locked; its transactions take milliseconds."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The state of all pipelines of a folder; a context manager that closes the file."""

    runs: Runs
    rejects: Rejects
    seen: SeenMemory
    parts: TakenParts
    shipments: Shipments
    receipts: Receipts
    homes: Homes
    tokens: Tokens
    _file: LedgerFile

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        must_exist: bool = False,
        timeout: float = LOCKED_SECONDS,
        clock: Callable[[], datetime] = _now,
    ) -> Ledger:
        """Opens the ledger in the state folder; creates both, unless it ``must_exist``.

        Raises ``ConfigError`` (written by a newer version, or not there), ``StateMismatch`` (damaged), ``TryLater``
        (locked for longer than ``timeout`` seconds) and ``OutputError`` (cannot be written); so do all its methods.
        """
        path = folder / FILE_NAME
        if must_exist and not cls.exists(folder):
            raise ConfigError(
                "there is no ledger yet: nothing has run here",
                where=str(path),
                hint="Run a pipeline first, or name the folder of its state with --state-dir.",
            )
        file = LedgerFile.open(path, timeout)
        return cls(
            Runs(file, clock),
            Rejects(file),
            SeenMemory(file),
            TakenParts(file),
            Shipments(file),
            Receipts(file),
            Homes(file, clock),
            Tokens(file),
            file,
        )

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether the state folder has a ledger."""
        return (folder / FILE_NAME).exists()

    def copy_to(self, folder: Path) -> None:
        """Copies everything into a ledger of another folder, which has none yet."""
        self._file.copy_to(folder / FILE_NAME)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._file.path

    def close(self) -> None:
        """Gives the file back."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
