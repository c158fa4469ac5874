"""`preview`: raw beside mapped, rejects with reasons."""

from __future__ import annotations

from pathlib import Path

import click

from legacy_adapters.cli.options import PIPELINE, as_json, collect, parameters


@click.command(epilog="Example: legacy-adapters preview pipelines/gl.yaml --limit 20 --explain")
@click.argument("pipeline", type=PIPELINE)
@click.option("--stream", help="Only this stream.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 10_000), help="Rows of each stream.")
@click.option("--explain", is_flag=True, help="Show the compiled mapping.")
@parameters
@as_json
def preview(
    pipeline: Path,
    stream: str | None,
    limit: int,
    explain: bool,
    given: tuple[str, ...],
    params_file: Path | None,
    as_json: bool,
) -> None:
    """Shows the first rows of each stream of PIPELINE, raw beside mapped, and the rejects; delivers nothing."""
    from legacy_adapters.cli.previewing import show_preview
    from legacy_adapters.runs.preview import preview_pipeline

    found = preview_pipeline(pipeline, collect(given, params_file), stream=stream, limit=limit)
    show_preview(found, explain=explain, as_json=as_json)
