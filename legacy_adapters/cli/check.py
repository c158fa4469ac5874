"""`check`: everything that can be known before a run."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from legacy_adapters.cli.options import PIPELINE, as_json, collect, parameters


@click.command(epilog="Example: legacy-adapters check pipelines/gl.yaml --param company=NORD")
@click.argument("pipelines", nargs=-1, required=True, type=PIPELINE, metavar="PIPELINE…")
@parameters
@as_json
def check(pipelines: tuple[Path, ...], given: tuple[str, ...], params_file: Path | None, as_json: bool) -> int:
    """Checks PIPELINE: validates the file, connects, reads one batch, maps it, and writes nothing.

    Also says what the login would be allowed to change at the source, and warns if that is anything.
    """
    from legacy_adapters.cli.main import show_error, write_no_more
    from legacy_adapters.core.errors import LegacyAdaptersError, gravest
    from legacy_adapters.runs.check import check_pipeline

    codes = []
    for path in pipelines:
        try:
            result = check_pipeline(path, collect(given, params_file))
        except LegacyAdaptersError as error:
            show_error(error)
            codes.append(error.exit_code)
            continue
        lines = [json.dumps(asdict(result), ensure_ascii=False)] if as_json else result.lines()
        try:
            click.echo("\n".join(lines))
        except BrokenPipeError:
            write_no_more()
        codes.append(0)
    return gravest(codes)
