"""Runs, checkpoints and rejects for the tests of the ledger."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from legacy_adapters.core.checkpoint import Checkpoint, Delivered, Rows, SeenRow, Tally
from legacy_adapters.core.reject import Reason, Reject
from legacy_adapters.runs.ledger.ledger import Ledger, Run

STARTED = datetime(2026, 11, 21, 3, 15, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Memory:
    """What a checkpoint adds to the lookback of a stream."""

    stream: str
    rows: Sequence[SeenRow]
    oldest: str | None = None


def begin(ledger: Ledger, pipeline: str = "gl", fingerprint: str = "f1") -> Run:
    """A run that begins."""
    return ledger.runs.begin(pipeline, fingerprint, {"company": "NORD"}, STARTED)


def finish(ledger: Ledger, run: Run, token: str | None = "published") -> None:
    """The end of a run for which all went well."""
    ledger.runs.finish(run, "finished", report_json="{}", published_token=token, exit_code=0)


def checkpoint(position: str = "4711", *, next_sequence: int = 5, rejected: int = 0) -> Checkpoint:
    """A checkpoint with something in every place."""
    delivered = Delivered(3, 3, sums={"amount": Decimal("0.10"), "debit_amount": Decimal("12345678901234567890.1234")})
    tally = Tally(Rows(read=5 + rejected, taken=3, unchanged=1, filtered=1, rejected=rejected), {"gl_line": delivered})
    return Checkpoint(
        positions={"gl": {"": position}},
        finished=frozenset({"accounts"}),
        token=f"sink at {position}",
        stages={"duplicates": "[1, 2]"},
        tallies={"gl": tally},
        next_sequence=next_sequence,
    )


def reject(number: int, stream: str = "gl", code: str = "not_a_number", record_id: str | None = None) -> Reject:
    """A reject from row ``number``."""
    row = json.dumps({"LFDNR": str(number), "BETRAG": "12,3O", "OFFEN": True, "TEXT": None})
    return Reject(stream, f"GLTRAN LFDNR={number}", record_id, row, (Reason(code, "gl_line", "amount", "12,3O"),))


def seen(key: str, content: str, watermark: str | None = None) -> SeenRow:
    """A remembered row."""
    return SeenRow(key.encode(), content.encode(), watermark)
