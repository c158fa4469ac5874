"""The sink of a dry run: takes everything, keeps nothing."""

from __future__ import annotations

from collections.abc import Sequence

from legacy_adapters.core.protocols import Receipt, Refusal, Token
from legacy_adapters.core.records import Records


class Discard:
    """Counts as delivered what a real sink would have taken; nothing becomes visible anywhere."""

    def write(self, records: Records) -> None:
        """Takes records."""

    def commit(self) -> Token:
        """There is nothing to make durable."""
        return ""

    def publish(self) -> Token:
        """There is nothing to show."""
        return ""

    def receipts(self) -> Sequence[Receipt]:
        """Nobody took anything."""
        return ()

    def refusals(self) -> Sequence[Refusal]:
        """Nobody refused anything."""
        return ()

    def outputs(self) -> Sequence[str]:
        """Nothing was written."""
        return ()

    def close(self) -> None:
        """Nothing is held."""
