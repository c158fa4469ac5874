"""A run's report as a person reads it: rows, records, totals, rejects, and where the output is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from legacy_adapters.cli.tables import NARROW, add, printable_lines, table
from legacy_adapters.cli.terminal import out
from legacy_adapters.core.checkpoint import Tally
from legacy_adapters.runs.pieces.report import PartsReport
from legacy_adapters.runs.report import Report

SHOWN_PARTS = 20
"""How many files that were not taken are named."""

_COUNTS = ("read", "taken", "unchanged", "filtered", "rejected", "new rejects")


def show_report(report: Report, console: Console | None = None) -> None:
    """Prints the report."""
    console = console or out()
    console.print(_heading(report))
    if len(report.moments) > 1:
        times = ", ".join(moment.astimezone().strftime("%Y-%m-%d %H:%M:%S") for moment in report.moments)
        console.print(f"Resumed: what was read is of {len(report.moments)} moments: {times}")
    if report.streams:
        console.print(_rows(report, console))
        console.print(_records(report, console))
    if report.parts.counts:
        _parts(report.parts, console)
    _sinks(report, console)
    _ending(report, console)


def _parts(parts: PartsReport, console: Console) -> None:
    """How many files were taken, and why the others were not."""
    counted = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(parts.counts.items(), reverse=True))
    console.print(f"Files: {counted}.")
    for part in parts.not_taken[:SHOWN_PARTS]:
        first, *_ = part.detail.splitlines() or [""]
        told = first.removeprefix(part.name).lstrip(": ")
        console.print(Text(printable_lines(f"  {part.name}, {part.outcome}: {told}"), style="yellow"), soft_wrap=True)
    if len(parts.not_taken) > SHOWN_PARTS:
        console.print(f"  … and {len(parts.not_taken) - SHOWN_PARTS:,} more; --json has them.")


def _heading(report: Report) -> Text:
    seconds = (report.ended_at - report.moments[-1]).total_seconds()
    colour = "green" if report.exit_code == 0 else "yellow" if report.exit_code == 65 else "red"
    return Text.assemble(
        (report.pipeline, "bold"),
        f"  run {report.run_id}  ",
        (report.status, colour),
        f"  {seconds:.1f} s  exit code {report.exit_code}",
    )


def _rows(report: Report, console: Console) -> Table:
    title = "Rows: read = taken + unchanged + filtered + rejected"
    found = table(console, "stream", *_COUNTS, "balance", title=title, numbers=_COUNTS)
    for name, tally in report.streams.items():
        add(found, name, *(f"{count:,}" for count in _counts(tally)), _balance(tally))
    return found


def _counts(tally: Tally) -> tuple[int, ...]:
    r = tally.rows
    return (r.read, r.taken, r.unchanged, r.filtered, r.rejected, tally.new_rejects)


def _balance(tally: Tally) -> Text:
    return Text("yes") if tally.balanced else Text("NO", style="bold red")


def _records(report: Report, console: Console) -> Table:
    counts = ("delivered", "waiting") if any(sink.waiting for sink in report.sinks) else ("delivered",)
    found = table(console, "stream", "entity", *counts, "totals", title="Records and totals", numbers=counts)
    apart = "\n" if console.width < NARROW else "  "
    for name, tally in report.streams.items():
        for entity, delivered in tally.records.items():
            totals = apart.join(f"{field} {money(total)}" for field, total in delivered.sums.items() if total)
            numbers = (f"{getattr(delivered, count):,}" for count in counts)
            add(found, name, entity, *numbers, Text(totals))
    return found


def _sinks(report: Report, console: Console) -> None:
    """What each sink has, where it is more than one or something waits."""
    if len(report.sinks) < 2 and not any(sink.waiting or sink.refused for sink in report.sinks):
        return
    counts = ("delivered", "refused", "waiting")
    found = table(
        console, "sink", *counts, "status", title="Sinks: produced = delivered + refused + waiting", numbers=counts
    )
    for sink in report.sinks:
        add(found, sink.name, f"{sink.delivered:,}", f"{sink.refused:,}", f"{sink.waiting:,}", sink.status)
    console.print(found)


def _ending(report: Report, console: Console) -> None:
    if report.status == "dry run":
        console.print("A dry run: nothing was delivered, and nothing of it is remembered.")
    if report.rejected:
        known = report.rejected - report.new_rejects
        what = "row" if report.rejected == 1 else "rows"
        console.print(f"{report.rejected:,} {what} rejected, {report.new_rejects:,} new, {known:,} known before.")
    for note in report.notes:
        console.print(f"Note: {note}", soft_wrap=True)
    for path in report.outputs:
        shown = str(Path(path).resolve()) if ".." in Path(path).parts else path
        console.print(f"Written: {shown}", soft_wrap=True)
    if report.error:
        console.print(Text(printable_lines(report.error), style="red"), soft_wrap=True)


def money(amount: Decimal) -> str:
    """An amount for people: thousands apart, two decimals, or more where there are more."""
    decimals = max(2, -int(amount.normalize().as_tuple().exponent))
    return f"{amount:,.{decimals}f}"
