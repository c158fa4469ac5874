"""Shows what the demo did, and where to look next."""

from __future__ import annotations

from pathlib import Path

import click

from legacy_adapters.cli.desk import reject_lines
from legacy_adapters.cli.reporting import show_report
from legacy_adapters.cli.terminal import out
from legacy_adapters.runs.demonstration import Demonstration
from legacy_adapters.runs.ledger.ledger import Ledger


def show_demonstration(found: Demonstration) -> None:
    """Prints the report, the rejects with their reasons, and the commands to go on with."""
    console = out()
    console.print(
        "Nordhandel, a German-Danish wholesaler, has run on one accounting package since 1994, two companies in one "
        f"installation. Its books are in {found.database} now; every row was read:\n"
    )
    show_report(found.report, console)
    click.echo("\nThe rejects that are meant to be there:")
    with Ledger.open(found.pipeline.parent / ".legacy_adapters") as ledger:
        for kept in ledger.rejects.list(found.report.pipeline):
            for line in reject_lines(kept):
                click.echo(line)
    click.echo("\nWhat other systems left in its drop folder, each file taken once, proven, and put away:\n")
    show_report(found.drops_report, console)
    if found.screens_report is not None:
        click.echo("\nIts web application, read in a browser as a clerk would read it, each list proven to be whole:\n")
        show_report(found.screens_report, console)
    else:
        click.echo(f"\nIts web application was not read: {found.no_browser}")
    click.echo(
        "\nNew rejects end a run with exit code 65, so that a scheduler notices; the next time they are known.\n"
        "\nLook at\n"
        f"  {found.outputs}  the records, one CSV for each entity\n"
        f"  {found.pipeline}  the pipeline file, to play with\n"
        f"  {found.drops}  the drop folder with its pipeline, archive and quarantine\n"
        f"  {found.screens}  the pipeline of the screens, and what it found\n"
        "and try\n"
        f"  legacy-adapters streams sqlite:///{found.database}\n"
        f"  legacy-adapters preview {found.pipeline} --stream gl --limit 3\n"
        f"  legacy-adapters run     {found.pipeline}\n"
        f"  legacy-adapters runs    {found.pipeline}\n"
        f"  legacy-adapters rejects show {found.pipeline} 1\n"
        f"  legacy-adapters extract {_archived(found)}"
    )


def _archived(found: Demonstration) -> Path:
    """A file that was taken and put away."""
    year = str(found.drops_report.ended_at.astimezone().year)
    return found.drops / "in" / "done" / year / "SYD-SALG-2004.XML"
