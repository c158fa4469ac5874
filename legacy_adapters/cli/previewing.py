"""Shows a preview: for each row the raw columns, then the fields of its records or the reasons of its reject."""

from __future__ import annotations

import json
from collections.abc import Iterable

import click
from rich.table import Table
from rich.text import Text

from legacy_adapters.cli.tables import add, table
from legacy_adapters.cli.terminal import out
from legacy_adapters.core.secrets import scrub
from legacy_adapters.runs.preview import Preview, PreviewRow


def show_preview(previews: Iterable[Preview], *, explain: bool, as_json: bool) -> None:
    """Prints previews as tables, or one JSON object a row."""
    console = out()
    for preview in previews:
        if as_json:
            for row in preview.rows:
                click.echo(json.dumps(_plain(preview, row, explain=explain), ensure_ascii=False))
            continue
        console.print(Text(f"stream {preview.stream}", style="bold"))
        if explain:
            click.echo(scrub(preview.explanation))
        for row in preview.rows:
            console.print()
            console.print(_table(row, table(console, "column", "raw", "field", "mapped", title=row.origin)))
        if not preview.rows:
            click.echo("There are no rows.")
        click.echo()


def _plain(preview: Preview, row: PreviewRow, *, explain: bool) -> dict[str, object]:
    plain: dict[str, object] = {
        "stream": preview.stream,
        "origin": row.origin,
        "raw": dict(row.raw),
        "records": [{"entity": entity, "fields": dict(fields)} for entity, fields in row.records],
        "reasons": list(row.reasons),
    }
    return plain | ({"mapping": scrub(preview.explanation)} if explain else {})


def _table(row: PreviewRow, empty: Table) -> Table:
    """The raw columns on the left; what became of them on the right."""
    left: list[tuple[str | Text, str]] = [(name, value.rstrip(" ")) for name, value in row.raw.items()]
    right: list[tuple[str | Text, str]] = [(Text("rejected", style="red"), reason) for reason in row.reasons]
    if not row.reasons and not row.records:
        right.append((Text("filtered", style="yellow"), ""))
    for entity, fields in row.records:
        right += [(Text(entity, style="bold"), ""), *((f"  {name}", value) for name, value in fields.items())]
    for i in range(max(len(left), len(right))):
        add(empty, *(left[i] if i < len(left) else ("", "")), *(right[i] if i < len(right) else ("", "")))
    return empty
