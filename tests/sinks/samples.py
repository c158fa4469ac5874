"""Small deliveries for the tests of sinks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from legacy_adapters.core.protocols import Delivery, SinkSettings
from legacy_adapters.core.records import Records, Stamp

ROOT = Path(__file__).parents[2]
"""Where another process finds the package and the tests."""

STARTED = datetime(2024, 1, 31, 22, 15, tzinfo=UTC)

_ROW: dict[str, pa.DataType] = {"company_id": pa.string(), "n": pa.int64(), "name": pa.string()}
ROW: pa.Schema = pa.schema(_ROW)


def delivery(folder: Path, schemas: Mapping[str, pa.Schema] | None = None, **more: object) -> Delivery:
    """What a run of the entity ``row``, or of these, is opened with."""
    given: dict[str, object] = {"currency_fields": {}, "run_id": "run-1", "started_at": STARTED, "folder": folder}
    return Delivery(schemas=schemas or {"row": ROW}, **given | more)  # type: ignore[arg-type]


def records_of(rows: pa.RecordBatch, entity: str = "row") -> Records:
    """These rows as records with ids ``s/0`` … and an envelope."""
    ids = [f"s/{n}" for n in range(rows.num_rows)]
    return Records(
        entity=entity,
        rows=rows,
        source_rows=pa.array(range(rows.num_rows), pa.int32()),
        origin=pa.array([f"T {n}" for n in range(rows.num_rows)], pa.string()),
        record_id=pa.array(ids, pa.string()),
        stamp=Stamp("s", "run-1", STARTED, "1.0"),
        first_sequence=7,
    )


def rows(*names: str | None, company: str | None = "C1", entity: str = "row") -> Records:
    """One record of ``ROW`` for each name."""
    batch: Sequence[dict[str, object]] = [{"company_id": company, "n": n, "name": name} for n, name in enumerate(names)]
    return records_of(pa.RecordBatch.from_pylist(batch, schema=ROW), entity)


def run(settings: SinkSettings, to: Delivery, *batches: Records) -> str:
    """A whole run, one commit per batch; returns what the next one knows it by."""
    with closing(settings.open(to, None)) as sink:
        for batch in batches:
            sink.write(batch)
            sink.commit()
        sink.commit()
        return sink.publish()


def seen(folder: Path) -> dict[str, str]:
    """The visible files below ``folder``, as text without carriage returns."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_text().replace("\r\n", "\n") for path in files}


def hidden(folder: Path) -> list[str]:
    """The names of the hidden files below ``folder``."""
    return sorted(path.name for path in folder.rglob(".*") if path.is_file())
