"""Postings as records and as events, and pipelines that read them from a queue."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from legacy_adapters.core.protocols import Delivery, SinkSettings
from legacy_adapters.core.records import Records, Stamp
from legacy_adapters.schema.catalog import load_entity
from legacy_adapters.sinks.events.encoding import EventEncoder, octets
from legacy_adapters.sources.events.message import Message

GL_LINE = load_entity("gl_line")
STARTED = datetime(2024, 1, 31, 22, 15, tzinfo=UTC)
SEQUENCE = 1_700_000_000_000_000_000


def postings(numbers: Sequence[int], *, sequence: int = SEQUENCE, text: str = "Größe", run: str = "run-1") -> Records:
    """Lines of a ledger with these numbers, whose sequence begins there."""
    rows = [
        {
            "company_id": "C",
            "ledger_entry_id": str(number),
            "transaction_id": f"T{number // 2}",
            "transaction_date": date(2024, 1, 1 + number % 28),
            "account_id": "0800",
            "amount": Decimal(number) / 4,
            "currency_code": "EUR",
            "description": text,
        }
        for number in numbers
    ]
    return Records(
        entity="gl_line",
        rows=pa.RecordBatch.from_pylist(rows, schema=GL_LINE.arrow_schema()),
        source_rows=pa.array(range(len(rows)), pa.int32()),
        origin=pa.array([f"T {number}" for number in numbers], pa.string()),
        record_id=pa.array([f"hq/C:gl_line:{number}" for number in numbers], pa.string()),
        stamp=Stamp("hq", run, STARTED, GL_LINE.version),
        first_sequence=sequence,
    )


def deleted(records: Records) -> Records:
    """The same records, deleted."""
    return replace(records, operation=pa.array(["delete"] * records.count, pa.string()))


def delivery(folder: Path, run: str = "run-1") -> Delivery:
    """A run that delivers postings."""
    schemas = {"gl_line": GL_LINE.arrow_schema()}
    return Delivery(schemas=schemas, currency_fields={}, run_id=run, started_at=STARTED, folder=folder)


def send(sink: SinkSettings, folder: Path, *batches: Records, run: str = "run-1") -> None:
    """Delivers them, in a run of their own."""
    with closing(sink.open(delivery(folder, run), None)) as opened:
        for records in batches:
            opened.write(records)
        opened.commit()
        opened.publish()


def events(records: Records) -> list[dict[str, Any]]:
    """Their events, as JSON has them."""
    encoded = EventEncoder(delivery(Path()), "string").encode(records)
    return [json.loads(body) for body in octets(encoded.structured())]


def message(body: object, place: str = "1", **headers: str) -> Message:
    """A message with this as JSON, or as it is."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Message(place, content, headers)


def pipeline(
    folder: Path, source: str, *, sink: str = "", stream: str = "entity: gl_line", name: str = "way-back"
) -> Path:
    """A pipeline from a queue to a file, or to another sink."""
    to = sink or "{kind: file, path: 'out/{entity}.csv', mode: append, envelope: true}"
    path = folder / f"{name}.yaml"
    text = f"version: 1\nname: {name}\nsource: {{{source}}}\nstreams:\n  gl: {{{stream}}}\nsink: {to}\n"
    path.write_text(text, encoding="utf-8")
    return path


def delivered(folder: Path, entity: str = "gl_line") -> list[dict[str, str]]:
    """The rows of the files that a pipeline wrote below this folder."""
    found: list[dict[str, str]] = []
    for path in sorted(folder.rglob(f"out*/{entity}*.csv")):
        if not path.name.startswith("."):
            with path.open(encoding="utf-8-sig", newline="") as file:
                found += csv.DictReader(file)
    return found


def numbers(folder: Path) -> list[int]:
    """Which postings are in the files, sorted."""
    return sorted(int(row["ledger_entry_id"]) for row in delivered(folder))


def in_table(database: Path, table: str = "gl_line") -> list[tuple[Any, ...]]:
    """Number, amount, operation and sequence of each row of a table, by number."""
    query = (
        f"SELECT ledger_entry_id, amount, operation, sequence FROM {table} ORDER BY CAST(ledger_entry_id AS INTEGER)"
    )
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()
