"""`resend`: sends what was delivered in a period again."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

import click

from legacy_adapters.cli.options import PIPELINE, as_json, collect, parameters, state_dir

DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])


@click.command(epilog="Example: legacy-adapters resend pipelines/gl.yaml --stream gl --from 2026-01-01 --to 2026-01-31")
@click.argument("pipeline", type=PIPELINE)
@click.option("--stream", help="Only this stream; all unless stated.")
@click.option("--sink", help="Only to this sink; to all unless stated.")
@click.option("--from", "since", required=True, type=DAY, help="Runs that began on this day or later.")
@click.option("--to", "until", type=DAY, help="Runs that began on this day or earlier; until now unless stated.")
@parameters
@state_dir
@as_json
def resend(
    pipeline: Path,
    stream: str | None,
    sink: str | None,
    since: datetime,
    until: datetime | None,
    given: tuple[str, ...],
    params_file: Path | None,
    state_dir: Path | None,
    as_json: bool,
) -> int:
    """Sends again what PIPELINE delivered in a period, with the same ids and numbers, without touching the source.

    The days are those of the runs, by this machine's clock. A receiver knows a repeat by its id; one that keeps the
    highest sequence number of each record is not led back to an older state.
    """
    from legacy_adapters.cli.delivering import Ask, deliver_all
    from legacy_adapters.cli.terminal import talk
    from legacy_adapters.runs.delivery.deliver import Again, send_again

    ask = Ask(pipeline, collect(given, params_file), state_dir)
    runs = send_again(ask.request, Again(since.astimezone(), _end(until).astimezone(), stream, sink))
    talk().print("1 run is sent again." if runs == 1 else f"{runs:,} runs are sent again.")
    return deliver_all([ask], as_json, None)


def _end(until: datetime | None) -> datetime:
    """The last moment of a day; a time is taken as it is."""
    if until is None:
        return datetime.now()  # noqa: DTZ005 - a local time, as the days are
    return until + timedelta(days=1) if until.time() == time() else until
