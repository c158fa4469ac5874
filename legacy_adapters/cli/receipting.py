"""The receipts that a ledger keeps, as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click

from legacy_adapters.cli.tables import add, table
from legacy_adapters.cli.terminal import out, talk
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.receipts import KeptReceipt
from legacy_adapters.runs.pipeline.pipeline import load_pipeline

_NUMBERS = ("records", "first", "last")


def list_receipts(
    path: Path, params: Mapping[str, str], state_dir: Path | None, run_id: str | None, limit: int, as_json: bool
) -> None:
    """Prints them. Raises ``ConfigError`` where nothing has run yet, and for a run that is not there."""
    loaded = load_pipeline(path, params)
    with Ledger.open(state_dir or loaded.state_dir, must_exist=True) as ledger:
        run = None if run_id is None else ledger.runs.show(run_id, loaded.name).id
        found = list(ledger.receipts.list(loaded.name, run, limit))
    if as_json:
        for one in found:
            click.echo(json.dumps(_plain(one), ensure_ascii=False))
    elif found:
        _show(found)
    else:
        talk().print("There are no receipts: nothing was delivered yet.")


def _show(found: list[KeptReceipt]) -> None:
    console = out()
    shown = table(console, "at", "delivery", "sink", "entity", *_NUMBERS, "answer", numbers=_NUMBERS)
    for one in found:
        at = one.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        receipt = one.receipt
        numbers = (f"{receipt.records:,}", str(receipt.first), str(receipt.last))
        add(shown, at, one.delivery, one.sink, receipt.entity, *numbers, receipt.answer or one.where)
    console.print(shown)


def _plain(one: KeptReceipt) -> dict[str, object]:
    return {
        "run": one.run_id,
        "delivery": one.delivery,
        "sink": one.sink,
        "where": one.where,
        "at": one.at.isoformat(),
        **asdict(one.receipt),
    }
