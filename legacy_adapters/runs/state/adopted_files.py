"""Files that were published elsewhere, and copied here with the state: they are to be appended to."""

from __future__ import annotations

from pathlib import Path

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.sinks.files.token import FileToken


def adopt_files(ledger: Ledger, pipeline: str, folder: Path) -> list[str]:
    """Takes each file that is as long as what was published last for the same, whatever its number on this disk is;
    returns those that were taken. ``folder`` is the pipeline file's. One that is missing or has another length stays
    unknown, and the next run says so. Raises ``OutputError`` for one that cannot be looked at, and as the ledger."""
    tokens = set(ledger.shipments.published(pipeline).values())
    only = ledger.runs.last_published(pipeline)
    taken = []
    for token in sorted(tokens if only is None else {*tokens, only}):
        try:
            known = FileToken.load(token)
        except StateMismatch:
            # It is another sink's.
            continue
        adopted, paths = known.adopted(folder)
        if paths:
            ledger.tokens.exchange(pipeline, token, adopted.dump())
            taken += paths
    return taken
