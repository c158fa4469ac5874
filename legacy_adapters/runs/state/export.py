"""What a state holds, for people and other programs: one object for the ledger, and one for each pipeline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from legacy_adapters.core.protocols import Token
from legacy_adapters.core.secrets import scrub
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.runs import Run
from legacy_adapters.runs.ledger.shipments import Shipment
from legacy_adapters.runs.pipeline.destinations import ONLY
from legacy_adapters.sinks.atomic_file import check_replaceable, rename, writing

VERSION: Final = 1


def export_state(folder: Path) -> Iterator[str]:
    """The lines of JSON: the first is of ``kind`` ``state``, the others ``pipeline``. Raises as the ledger does."""
    with Ledger.open(folder, must_exist=True) as ledger:
        yield _line(_state(ledger))
        for pipeline in ledger.runs.pipelines():
            yield _line(_pipeline(ledger, pipeline))


def write_state(folder: Path, to: Path) -> None:
    """Writes the lines to a file, which is there whole or not at all. Raises ``OutputError``."""
    lines = list(export_state(folder))
    part = to.with_name(f"{to.name}.part")
    with writing(to):
        check_replaceable(to)
        part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        rename(part, to)


def _line(what: dict[str, Any]) -> str:
    return scrub(json.dumps(what, ensure_ascii=False))


def _state(ledger: Ledger) -> dict[str, Any]:
    homes = [
        {"host": home.host, "folder": home.folder, "since": _at(home.since), "last_at": _at(home.last_at)}
        for home in ledger.homes.list()
    ]
    return {
        "kind": "state",
        "version": VERSION,
        "id": ledger.parts.owner,
        "ledger": str(ledger.path.absolute()),
        "exported_at": _at(datetime.now(UTC)),
        "homes": homes,
    }


def _pipeline(ledger: Ledger, pipeline: str) -> dict[str, Any]:
    unfinished = ledger.runs.unfinished(pipeline)
    receipts, records = ledger.receipts.count(pipeline)
    rejects: dict[str, int] = {}
    for standings in ledger.rejects.count(pipeline).values():
        for standing, count in standings.items():
            rejects[standing] = rejects.get(standing, 0) + count
    return {
        "kind": "pipeline",
        "name": pipeline,
        "last_run": _run(ledger.runs.list(pipeline, 1)[0]),
        "unfinished": None if unfinished is None else _unfinished(unfinished),
        "positions": ledger.runs.last_positions(pipeline),
        "published": _published(ledger, pipeline),
        "waiting": _waiting(ledger.shipments.waiting(pipeline)),
        "rejects": rejects,
        "receipts": {"count": receipts, "records": records},
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "status": run.status,
        "started_at": _at(run.started_at),
        "ended_at": None if run.ended_at is None else _at(run.ended_at),
        "exit_code": run.exit_code,
        "error": run.error,
    }


def _unfinished(run: Run) -> dict[str, Any]:
    checkpoint = run.checkpoint
    return {
        "id": run.id,
        "positions": {} if checkpoint is None else checkpoint.positions,
        "token": None if checkpoint is None else _token(checkpoint.token),
    }


def _published(ledger: Ledger, pipeline: str) -> dict[str, Any]:
    """The sinks' tokens; the one of a pipeline that has only one sink is under that name."""
    tokens = dict(ledger.shipments.published(pipeline))
    only = ledger.runs.last_published(pipeline)
    if only is not None:
        tokens[ONLY] = only
    return {sink: _token(token) for sink, token in tokens.items()}


def _waiting(shipments: Sequence[Shipment]) -> list[dict[str, Any]]:
    return [
        {
            "sink": shipment.sink,
            "run": shipment.run_id,
            "delivery": shipment.delivery,
            "status": shipment.status,
            "place": shipment.place,
            "token": _token(shipment.token),
            "error": shipment.error,
        }
        for shipment in shipments
    ]


def _token(token: Token | None) -> Any:
    """A token as the sink wrote it: most are JSON."""
    try:
        return None if token is None else json.loads(token)
    except ValueError:
        return token


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
