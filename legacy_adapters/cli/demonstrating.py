"""Shows what the demo did, and where to look next."""

from __future__ import annotations

from rich.table import Table

from legacy_adapters.cli.reporting import show_report
from legacy_adapters.cli.terminal import out
from legacy_adapters.run.demonstration import Demonstration
from legacy_adapters.run.ledger import Ledger


def show_demonstration(found: Demonstration) -> None:
    """Prints the report, the rejects with their reasons, and the commands to go on with."""
    console = out()
    console.print(
        "Nordhandel, a German-Danish wholesaler, has run on one accounting package since 1994, two companies in one\n"
        f"installation. Its books are in {found.database}.\n"
    )
    show_report(found.report, console)
    with Ledger.open(found.pipeline.parent / ".legacy_adapters") as ledger:
        table = Table(
            "stream", "origin", "reason", title="The rejects that are meant to be there", title_justify="left"
        )
        for kept in ledger.rejects.list(found.report.pipeline):
            for reason in kept.reject.reasons:
                table.add_row(kept.reject.stream, kept.reject.origin, f"{reason.code}: {reason.message}")
    console.print(table)
    console.print(
        "\nLook at\n"
        f"  {found.outputs}  the records, one CSV for each entity\n"
        f"  {found.pipeline}  the pipeline file, to play with\n"
        "and try\n"
        f"  legacy-adapters streams sqlite:///{found.database}\n"
        f"  legacy-adapters preview {found.pipeline} --stream gl --limit 3 --param database={found.database}\n"
        f"  legacy-adapters rejects list {found.pipeline}",
        soft_wrap=True,
    )
