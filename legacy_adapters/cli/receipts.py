"""`receipts`: what was delivered, when, where to, and what the receiver answered."""

from __future__ import annotations

from pathlib import Path

import click

from legacy_adapters.cli.options import PIPELINE, as_json, collect, parameters, state_dir


@click.command(epilog="Example: legacy-adapters receipts pipelines/gl.yaml --limit 10")
@click.argument("pipeline", type=PIPELINE)
@click.argument("run_id", metavar="[RUN]", required=False)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="How many, newest first.")
@parameters
@state_dir
@as_json
def receipts(
    pipeline: Path,
    run_id: str | None,
    limit: int,
    given: tuple[str, ...],
    params_file: Path | None,
    state_dir: Path | None,
    as_json: bool,
) -> None:
    """Lists the receipts of PIPELINE, newest first: of all runs, or of one RUN (`last`, or the beginning of its id).

    With --json each has everything: sink, address, entity, how many records with which sequence numbers, when, and the
    receiver's answer (a delivery tag, an offset, an HTTP status and request id).
    """
    from legacy_adapters.cli.receipting import list_receipts

    list_receipts(pipeline, collect(given, params_file), state_dir, run_id, limit, as_json)
