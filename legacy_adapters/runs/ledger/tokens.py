"""The tokens by which sinks are known again, to be exchanged where what they tell of was taken to another place."""

from __future__ import annotations

from typing import Final

from legacy_adapters.core.protocols import Token
from legacy_adapters.runs.ledger.file import LedgerFile


class Tokens:
    """The tokens of what was published, of all pipelines."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def exchange(self, pipeline: str, old: Token, new: Token) -> None:
        """Has everything that was known by ``old`` be known by ``new``."""
        values = {"pipeline": pipeline, "old": old, "new": new}
        with self._file.transaction() as connection:
            for table, column in _PLACES:
                statement = f"UPDATE {table} SET {column} = :new WHERE pipeline = :pipeline AND {column} = :old"
                connection.execute(statement, values)


_PLACES: Final = (
    ("runs", "published_token"),
    ("runs", "began_token"),
    ("shipments", "published_token"),
    ("shipments", "known"),
)
