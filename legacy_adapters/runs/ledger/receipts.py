"""What receivers have answered: enough to prove a delivery."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from legacy_adapters.core.protocols import Receipt
from legacy_adapters.core.secrets import scrub
from legacy_adapters.runs.ledger.file import LedgerFile, storable


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over, to whom: the run (by its number in the ledger), the sink, the name of the delivery, and
    where that is."""

    run: int
    sink: str
    delivery: str
    where: str


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A receipt as the ledger keeps it; ``delivery`` is the run, or one of the times that it was sent again."""

    run_id: str
    pipeline: str
    sink: str
    delivery: str
    where: str
    at: datetime
    receipt: Receipt


class Receipts:
    """The receipts of all runs."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def list(self, pipeline: str | None = None, run: str | None = None, limit: int = -1) -> Iterator[KeptReceipt]:
        """The newest first, of one pipeline or run or of all, in constant memory."""
        return (_kept(row) for row in self._file.rows(_LIST, {"pipeline": pipeline, "run": run, "limit": limit}))

    def count(self, pipeline: str) -> tuple[int, int]:
        """How many receipts a pipeline has, and for how many records."""
        row = self._file.first(_COUNT, (pipeline,))
        return (0, 0) if row is None else (row[0], row[1])


def add_receipts(connection: sqlite3.Connection, handed: Handed, receipts: Iterable[Receipt]) -> None:
    """Part of the transaction that saves how far a delivery has come."""
    at = datetime.now(UTC).isoformat()
    connection.executemany(_ADD, (_values(handed, receipt, at) for receipt in receipts))


def _values(handed: Handed, receipt: Receipt, at: str) -> tuple[object, ...]:
    what = (receipt.entity, receipt.records, receipt.first, receipt.last)
    answer = storable(scrub(receipt.answer))
    return (handed.run, handed.sink, handed.delivery, *what, at, scrub(handed.where), answer)


def _kept(row: tuple[Any, ...]) -> KeptReceipt:
    run_id, pipeline, sink, delivery, where, at, *what = row
    return KeptReceipt(run_id, pipeline, sink, delivery, where, datetime.fromisoformat(at), Receipt(*what))


_ADD = """
INSERT INTO receipts (run, sink, delivery, entity, records, first, last, at, place, answer)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_LIST = """
SELECT runs.id, pipeline, sink, delivery, place, at, entity, records, first, last, answer
FROM receipts JOIN runs ON runs.ordinal = receipts.run
WHERE (:pipeline IS NULL OR pipeline = :pipeline) AND (:run IS NULL OR runs.id = :run)
ORDER BY receipts.id DESC LIMIT :limit
"""

_COUNT = """
SELECT count(*), coalesce(sum(records), 0) FROM receipts JOIN runs ON runs.ordinal = receipts.run WHERE pipeline = ?
"""
