"""`deliver`: ships what waits in the spool."""

from __future__ import annotations

from pathlib import Path

import click

from legacy_adapters.cli.lean import lean
from legacy_adapters.cli.options import PIPELINE, as_json, collect, parameters, state_dir


@click.command(epilog="Example: legacy-adapters deliver pipelines/gl.yaml")
@click.argument("pipelines", nargs=-1, required=True, type=PIPELINE, metavar="PIPELINE…")
@click.option(
    "--anew",
    is_flag=True,
    help="Deliver all that waits from its beginning, as if no sink had anything of it: after a receiver was restored. "
    "Repeats carry the same ids.",
)
@click.option("--give-up", metavar="SINK", help="Deliver nothing of what waits for this sink, now or later.")
@click.option("--watch", is_flag=True, help="Deliver again and again until Ctrl-C.")
@click.option(
    "--every",
    default=60.0,
    show_default=True,
    type=click.FloatRange(min=0.1),
    help="With --watch: seconds between two looks.",
)
@parameters
@state_dir
@as_json
def deliver(
    pipelines: tuple[Path, ...],
    anew: bool,
    give_up: str | None,
    watch: bool,
    every: float,
    given: tuple[str, ...],
    params_file: Path | None,
    state_dir: Path | None,
    as_json: bool,
) -> int:
    """Delivers what waits in the spool of PIPELINE to its sinks, without touching the source.

    Two may deliver at the same time: what one has, the other leaves alone. The exit code is 0 when nothing waits any
    more, 69 when a sink is still away, 75 when another process delivers to it.
    """
    with lean():
        from legacy_adapters.cli.delivering import Ask, deliver_all

    params = collect(given, params_file)
    asks = [Ask(path, params, state_dir, anew, give_up) for path in pipelines]
    return deliver_all(asks, as_json, every if watch else None)
