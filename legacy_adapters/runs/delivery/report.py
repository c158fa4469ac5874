"""The report of a run whose records went through the spool: what each sink has of it, as far as it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from legacy_adapters.core.checkpoint import Delivered, Tally
from legacy_adapters.core.errors import StateMismatch, Unavailable, gravest
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.shipments import Shipment
from legacy_adapters.runs.report import Report, SinkReport


def rewritten(ledger: Ledger, ordinal: int) -> Report:
    """Brings the report of a run up to date with its shipments, in the ledger too."""
    with ledger.shipments.rewriting(ordinal) as save:
        report = _now(ledger, ordinal)
        save(report.to_json(), report.exit_code)
    return report


def _now(ledger: Ledger, ordinal: int) -> Report:
    run = ledger.runs.of(ordinal)
    assert run.report is not None, "what was finished has a report"
    kept = Report.from_json(run.report)
    produced = run.checkpoint.tallies if run.checkpoint else {}
    shipments = [one for one in ledger.shipments.of_run(ordinal) if not one.resent]
    counts = ledger.rejects.count(run.pipeline, run=ordinal)
    new = {stream: standings.get("new", 0) for stream, standings in counts.items()}
    return replace(
        kept,
        streams={name: _tally(name, tally, shipments, new.get(name, 0)) for name, tally in produced.items()},
        sinks=tuple(_sink(one, produced) for one in shipments),
        outputs=tuple(one.where for one in shipments if one.where),
        exit_code=gravest(
            [65 if any(new.values()) else 0, *ledger.parts.exit_codes(ordinal), *map(_exit_code, shipments)]
        ),
    )


def _tally(stream: str, tally: Tally, shipments: Sequence[Shipment], new_rejects: int) -> Tally:
    """As the sink has it that is furthest behind."""
    records = {
        entity: min((_of(stream, entity, one, produced) for one in shipments), key=lambda d: d.delivered)
        for entity, produced in tally.records.items()
    }
    return Tally(tally.rows, records, new_rejects)


def _of(stream: str, entity: str, shipment: Shipment, produced: Delivered) -> Delivered:
    came = shipment.tallies.get(stream, {}).get(entity, Delivered())
    return Delivered(
        produced=produced.produced,
        delivered=came.delivered,
        waiting=produced.produced - produced.held - came.delivered - came.refused,
        held=produced.held,
        refused=came.refused,
        # What waits has been added up when it was read.
        sums=came.sums if shipment.status == "done" else produced.sums,
    )


def _exit_code(shipment: Shipment) -> int:
    if shipment.status in ("done", "given up"):
        return StateMismatch.exit_code if shipment.lost else 0
    return shipment.exit_code or Unavailable.exit_code


def _sink(shipment: Shipment, streams: Mapping[str, Tally]) -> SinkReport:
    came = [d for entities in shipment.tallies.values() for d in entities.values()]
    produced = sum(d.produced - d.held for tally in streams.values() for d in tally.records.values())
    delivered, refused = sum(d.delivered for d in came), sum(d.refused for d in came)
    return SinkReport(
        name=shipment.sink,
        status=shipment.status,
        delivered=delivered,
        refused=refused,
        waiting=produced - delivered - refused,
        where=shipment.where,
        error=shipment.error,
    )
