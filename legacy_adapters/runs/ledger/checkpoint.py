"""A checkpoint as the JSON text that the ledger keeps; sums stay decimal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from legacy_adapters.core.checkpoint import Checkpoint, Delivered, ReturnPoint, Rows, Tally


def checkpoint_to_json(checkpoint: Checkpoint) -> str:
    """The checkpoint as one JSON object."""
    return json.dumps(_to_json(checkpoint))


def checkpoint_from_json(text: str) -> Checkpoint:
    """The checkpoint that ``checkpoint_to_json`` was given."""
    return _from_json(json.loads(text))


def counting(checkpoint: Checkpoint, new: Mapping[str, int]) -> Checkpoint:
    """The checkpoint with the new rejects added to its tallies."""
    tallies = {
        stream: replace(tally, new_rejects=tally.new_rejects + new.get(stream, 0))
        for stream, tally in checkpoint.tallies.items()
    }
    return replace(checkpoint, tallies=tallies)


def _to_json(checkpoint: Checkpoint) -> dict[str, Any]:
    back = checkpoint.back
    return {
        "positions": {stream: dict(parts) for stream, parts in checkpoint.positions.items()},
        "finished": sorted(checkpoint.finished),
        "token": checkpoint.token,
        "stages": dict(checkpoint.stages),
        "tallies": {stream: _tally_to_json(tally) for stream, tally in checkpoint.tallies.items()},
        "next_sequence": checkpoint.next_sequence,
        "back": None if back is None else [back.part, _to_json(back.checkpoint), back.last_reject],
        "alone": sorted(checkpoint.alone),
    }


def _from_json(kept: dict[str, Any]) -> Checkpoint:
    back = kept.get("back")
    return Checkpoint(
        positions=kept["positions"],
        finished=frozenset(kept["finished"]),
        token=kept["token"],
        stages=kept["stages"],
        tallies={stream: _tally_from_json(tally) for stream, tally in kept["tallies"].items()},
        next_sequence=kept["next_sequence"],
        back=None if back is None else ReturnPoint(back[0], _from_json(back[1]), back[2]),
        alone=frozenset(kept.get("alone", ())),
    )


def _tally_to_json(tally: Tally) -> dict[str, Any]:
    records = {
        entity: asdict(delivered) | {"sums": {name: str(total) for name, total in delivered.sums.items()}}
        for entity, delivered in tally.records.items()
    }
    return {"rows": asdict(tally.rows), "records": records, "new_rejects": tally.new_rejects}


def _tally_from_json(kept: dict[str, Any]) -> Tally:
    records = {
        entity: Delivered(**(delivered | {"sums": {name: Decimal(total) for name, total in delivered["sums"].items()}}))
        for entity, delivered in kept["records"].items()
    }
    return Tally(Rows(**kept["rows"]), records, kept["new_rejects"])
