"""Records that are to become events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow as pa

from legacy_adapters.core.protocols import Delivery
from legacy_adapters.core.records import Records, Stamp

STARTED = datetime(2024, 1, 31, 22, 15, tzinfo=UTC)
_COLUMNS: dict[str, pa.DataType] = {
    "company_id": pa.string(),
    "line_no": pa.int64(),
    "description": pa.string(),
    "amount": pa.decimal128(28, 4),
    "posted_on": pa.date32(),
    "is_open": pa.bool_(),
}
LINE: pa.Schema = pa.schema(_COLUMNS)
NASTY = 'Größe "7"\\\n\u2028\x01 😀'


def delivery(folder: Path, schema: pa.Schema = LINE, entity: str = "line") -> Delivery:
    """A run that delivers one entity."""
    currencies = {entity: {"amount": ""}} if "amount" in schema.names else {}
    return Delivery(
        schemas={entity: schema}, currency_fields=currencies, run_id="run-1", started_at=STARTED, folder=folder
    )


def lines(count: int, *, description: str | None = NASTY, companies: int = 1) -> Records:
    """Lines with keys that need quotes in JSON and a percent sign in a URL."""
    rows = [
        {
            "company_id": f"C{n % companies}",
            "line_no": n,
            "description": description,
            "amount": Decimal(n) / 4 + Decimal("12345678901234567890.1234"),
            "posted_on": date(2024, 1, 1),
            "is_open": n % 2 == 0,
        }
        for n in range(count)
    ]
    return Records(
        entity="line",
        rows=pa.RecordBatch.from_pylist(rows, schema=LINE),
        source_rows=pa.array(range(count), pa.int32()),
        origin=pa.array([f'T "{n}"' for n in range(count)], pa.string()),
        record_id=pa.array([f"sage hq/C{n % companies}:line:{n}%2F1" for n in range(count)], pa.string()),
        stamp=Stamp("sage hq", "run-1", STARTED, "1.2"),
        first_sequence=1_700_000_000_000_000_000,
    )


def keyless(count: int) -> Records:
    """Lines of an entity without a key."""
    return replace(lines(count), record_id=pa.nulls(count, pa.string()))


def envelope(records: Records) -> pl.DataFrame:
    """What surrounds the records."""
    return pl.DataFrame(records.envelope())
