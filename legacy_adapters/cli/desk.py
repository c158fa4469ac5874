"""The rejects of a pipeline's last run: listed, shown, exported."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import click
from rich.table import Table

from legacy_adapters.cli.terminal import out, talk
from legacy_adapters.core.errors import OutputError
from legacy_adapters.run.ledger import Ledger
from legacy_adapters.run.ledger_rejects import KeptReject
from legacy_adapters.run.pipeline import load_pipeline


@dataclass(frozen=True, slots=True)
class Desk:
    """The open ledger, and the pipeline whose rejects are looked at."""

    ledger: Ledger
    pipeline: str


@contextmanager
def open_desk(path: Path, params: Mapping[str, str], state_dir: Path | None) -> Iterator[Desk]:
    """Opens the ledger of a pipeline. Raises ``ConfigError`` where nothing has run yet."""
    loaded = load_pipeline(path, params)
    with Ledger.open(state_dir or loaded.state_dir, must_exist=True) as ledger:
        yield Desk(ledger, loaded.name)


def list_rejects(desk: Desk, limit: int, as_json: bool) -> None:
    """One line a reject; as JSON one object a line."""
    found = desk.ledger.rejects.list(desk.pipeline)
    if as_json:
        for kept in islice(found, limit):
            click.echo(json.dumps(_plain(kept), ensure_ascii=False))
        return
    table = Table("id", "standing", "stream", "origin", "reasons")
    for kept in islice(found, limit):
        reasons = "\n".join(reason.message for reason in kept.reject.reasons)
        table.add_row(str(kept.id), kept.standing, kept.reject.stream, kept.reject.origin, reasons)
    out().print(table)
    total = sum(sum(standings.values()) for standings in desk.ledger.rejects.count(desk.pipeline).values())
    if total > limit:
        talk().print(f"{limit} of {total:,} rejects; --limit shows more, `rejects export` all.")


def show_reject(desk: Desk, number: int, as_json: bool) -> None:
    """One reject whole."""
    kept = desk.ledger.rejects.show(desk.pipeline, number)
    if as_json:
        click.echo(json.dumps(_plain(kept), ensure_ascii=False))
        return
    click.echo(f"{kept.reject.origin}  ({kept.standing}, stream {kept.reject.stream}, run {kept.run_id})")
    for reason in kept.reject.reasons:
        click.echo(f"  {reason.code}: {reason.message}")
    table = Table("column", "value")
    for column, value in json.loads(kept.reject.row).items():
        table.add_row(column, "" if value is None else str(value))
    out().print(table)


def export_rejects(desk: Desk, to: str) -> None:
    """All rejects of the last run as CSV (RFC 4180, UTF-8). Raises ``OutputError`` where it cannot be written."""
    if to == "-":
        _write(desk, sys.stdout)
        return
    try:
        with Path(to).open("w", encoding="utf-8", newline="") as file:
            count = _write(desk, file)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", where=to) from error
    talk().print(f"{count:,} rejects written to {to}")


def _write(desk: Desk, file: TextIO) -> int:
    export = desk.ledger.rejects.export(desk.pipeline)
    writer = csv.writer(file)
    writer.writerow(export.columns)
    count = 0
    for row in export.rows:
        writer.writerow(row)
        count += 1
    return count


def _plain(kept: KeptReject) -> dict[str, Any]:
    reject = kept.reject
    return {
        "id": kept.id,
        "run": kept.run_id,
        "standing": kept.standing,
        "stream": reject.stream,
        "origin": reject.origin,
        "record_id": reject.record_id,
        "reasons": [{"code": r.code, "entity": r.entity, "field": r.field, "value": r.value} for r in reject.reasons],
        "row": json.loads(reject.row),
    }
