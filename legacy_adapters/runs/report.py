"""What a run has to say at its end, shown to a person, printed as JSON, and kept in the ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from legacy_adapters.core.checkpoint import Delivered, Rows, Tally
from legacy_adapters.runs.pieces.report import NO_PARTS, PartsReport


@dataclass(frozen=True, slots=True)
class SinkReport:
    """How far a run has come on its way through the spool to one sink, in records."""

    name: str
    status: str
    delivered: int
    refused: int
    waiting: int
    where: str = ""
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One run: its balance by stream and entity, its rejects, and how it ended.

    ``moments`` are the times at which reading began, more than one where the run was resumed: a full read is then of
    several moments. ``outputs`` are the files that were published, ``parts`` what became of the pieces of the source,
    ``sinks`` what each sink has of records that went through the spool; the balance is that of the one furthest behind.
    ``error`` is the message of what ended it, if any.
    """

    pipeline: str
    run_id: str
    status: str
    exit_code: int
    moments: tuple[datetime, ...]
    ended_at: datetime
    streams: Mapping[str, Tally] = field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    parts: PartsReport = NO_PARTS
    sinks: tuple[SinkReport, ...] = ()
    error: str | None = None

    @property
    def rejected(self) -> int:
        """How many rows were set aside."""
        return sum(tally.rows.rejected for tally in self.streams.values())

    @property
    def new_rejects(self) -> int:
        """How many of them were not known before."""
        return sum(tally.new_rejects for tally in self.streams.values())

    @property
    def balanced(self) -> bool:
        """Whether rows and records of every stream add up."""
        return all(tally.balanced for tally in self.streams.values())

    def to_json(self) -> str:
        """The report as one JSON object; times in ISO 8601 with their zone, amounts as text."""
        return json.dumps(
            {
                "pipeline": self.pipeline,
                "run_id": self.run_id,
                "status": self.status,
                "exit_code": self.exit_code,
                "moments": [moment.isoformat() for moment in self.moments],
                "ended_at": self.ended_at.isoformat(),
                "balanced": self.balanced,
                "rejected": self.rejected,
                "new_rejects": self.new_rejects,
                "streams": {name: _tally_json(tally) for name, tally in self.streams.items()},
                "outputs": list(self.outputs),
                "notes": list(self.notes),
                "parts": self.parts.to_json(),
                "sinks": [asdict(sink) for sink in self.sinks],
                "error": self.error,
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Report:
        """The report as it was kept."""
        kept: dict[str, Any] = json.loads(text)
        return cls(
            pipeline=kept["pipeline"],
            run_id=kept["run_id"],
            status=kept["status"],
            exit_code=kept["exit_code"],
            moments=tuple(datetime.fromisoformat(moment) for moment in kept["moments"]),
            ended_at=datetime.fromisoformat(kept["ended_at"]),
            streams={name: _tally(value) for name, value in kept["streams"].items()},
            outputs=tuple(kept["outputs"]),
            notes=tuple(kept["notes"]),
            parts=PartsReport.from_json(kept["parts"]) if "parts" in kept else NO_PARTS,
            sinks=tuple(SinkReport(**sink) for sink in kept.get("sinks", ())),
            error=kept["error"],
        )


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def _tally_json(tally: Tally) -> dict[str, Any]:
    return {
        "rows": asdict(tally.rows),
        "new_rejects": tally.new_rejects,
        "balanced": tally.balanced,
        "records": {
            entity: asdict(delivered) | {"sums": {name: format(total, "f") for name, total in delivered.sums.items()}}
            for entity, delivered in tally.records.items()
        },
    }


def _tally(kept: dict[str, Any]) -> Tally:
    records = {
        entity: Delivered(**(value | {"sums": {name: Decimal(total) for name, total in value["sums"].items()}}))
        for entity, value in kept["records"].items()
    }
    return Tally(Rows(**kept["rows"]), records, kept["new_rejects"])
