"""`demo`: a small legacy company, extracted and accounted for."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(epilog="Example: legacy-adapters demo --folder demo")
@click.option(
    "--folder",
    default="demo",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the company, its pipeline and the output go.",
)
def demo(folder: Path) -> int:
    """Builds a small legacy company out of the shipped fixtures and runs its pipeline.

    Ends with 0 although it shows rejects: the ones that are meant to be there.
    """
    from legacy_adapters.cli.demonstrating import show_demonstration
    from legacy_adapters.cli.terminal import ProgressShow
    from legacy_adapters.runs.demonstration import demonstrate
    from legacy_adapters.runs.log import configure_logging

    configure_logging()
    with ProgressShow() as show:
        found = demonstrate(folder, show=show)
    show_demonstration(found)
    return 0 if found.report.balanced else found.report.exit_code
