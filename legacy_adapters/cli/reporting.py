"""A run's report as a person reads it: rows, records, totals, rejects, and where the output is."""

from __future__ import annotations

from decimal import Decimal

from rich.console import Console
from rich.table import Table

from legacy_adapters.cli.terminal import out
from legacy_adapters.run.report import Report


def show_report(report: Report, console: Console | None = None) -> None:
    """Prints the report."""
    console = console or out()
    seconds = (report.ended_at - report.moments[-1]).total_seconds()
    colour = "green" if report.exit_code == 0 else "yellow" if report.exit_code == 65 else "red"
    console.print(
        f"[bold]{report.pipeline}[/]  run {report.run_id}  [{colour}]{report.status}[/]"
        f"  {seconds:.1f} s  exit code {report.exit_code}"
    )
    if len(report.moments) > 1:
        times = ", ".join(moment.astimezone().strftime("%Y-%m-%d %H:%M:%S") for moment in report.moments)
        console.print(f"Resumed: what was read is of {len(report.moments)} moments: {times}")
    if report.streams:
        console.print(_rows(report))
        console.print(_records(report))
    _ending(report, console)


def _rows(report: Report) -> Table:
    table = Table("stream", title="Rows: read = taken + unchanged + filtered + rejected", title_justify="left")
    for heading in ("read", "taken", "unchanged", "filtered", "rejected", "new rejects"):
        table.add_column(heading, justify="right")
    table.add_column("balance")
    for name, tally in report.streams.items():
        r = tally.rows
        counts = (r.read, r.taken, r.unchanged, r.filtered, r.rejected, tally.new_rejects)
        table.add_row(name, *(f"{count:,}" for count in counts), "yes" if tally.balanced else "[red]NO[/]")
    return table


def _records(report: Report) -> Table:
    table = Table("stream", "entity", title="Records and totals", title_justify="left")
    table.add_column("delivered", justify="right")
    table.add_column("totals")
    for name, tally in report.streams.items():
        for entity, delivered in tally.records.items():
            totals = "  ".join(f"{field} {money(total)}" for field, total in delivered.sums.items() if total)
            table.add_row(name, entity, f"{delivered.delivered:,}", totals)
    return table


def _ending(report: Report, console: Console) -> None:
    if report.rejected:
        known = report.rejected - report.new_rejects
        console.print(f"{report.rejected:,} rows rejected, {report.new_rejects:,} new, {known:,} known before.")
    for note in report.notes:
        console.print(f"Note: {note}")
    for path in report.outputs:
        console.print(f"Written: {path}", soft_wrap=True)
    if report.error:
        console.print(f"[red]{report.error}[/]")


def money(amount: Decimal) -> str:
    """An amount for people: thousands apart, two decimals, or more where there are more."""
    decimals = max(2, -int(amount.normalize().as_tuple().exponent))
    return f"{amount:,.{decimals}f}"
