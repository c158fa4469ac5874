"""Shows a preview: for each row the raw columns, then the fields of its records or the reasons of its reject."""

from __future__ import annotations

import json
from collections.abc import Iterable

import click
from rich.table import Table

from legacy_adapters.cli.terminal import out
from legacy_adapters.run.preview import Preview, PreviewRow


def show_preview(previews: Iterable[Preview], *, explain: bool, as_json: bool) -> None:
    """Prints previews as tables, or one JSON object a row."""
    for preview in previews:
        if as_json:
            for row in preview.rows:
                click.echo(json.dumps(_plain(preview, row), ensure_ascii=False))
            continue
        out().rule(f"stream {preview.stream}", align="left")
        if explain:
            click.echo(preview.explanation)
        for row in preview.rows:
            out().print(_table(row))


def _plain(preview: Preview, row: PreviewRow) -> dict[str, object]:
    return {
        "stream": preview.stream,
        "origin": row.origin,
        "raw": dict(row.raw),
        "records": [{"entity": entity, **dict(fields)} for entity, fields in row.records],
        "reasons": list(row.reasons),
    }


def _table(row: PreviewRow) -> Table:
    table = Table("column", "raw", "field", "mapped", title=row.origin, title_justify="left")
    left = list(row.raw.items())
    right = [(f"{entity}.{name}", value) for entity, fields in row.records for name, value in fields.items()]
    right += [("[red]rejected[/]" if row.reasons else "filtered", reason) for reason in row.reasons or ()]
    if not right:
        right = [("[yellow]filtered[/]", "")]
    for i in range(max(len(left), len(right))):
        table.add_row(*(left[i] if i < len(left) else ("", "")), *(right[i] if i < len(right) else ("", "")))
    return table
