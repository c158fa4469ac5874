"""The attributes of events: CloudEvents' own, and the envelope as extensions.

``id`` is record_id and sequence, so that a repeat carries the same one. ``time`` is when the run began, not when the
source changed: that time has no zone, which CloudEvents' timestamps need, and travels as ``sourcemodifiedat``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC

import polars as pl

from legacy_adapters.core.records import Stamp
from legacy_adapters.queues.cloudevents import DATA_CONTENT_TYPE, SPEC_VERSION, event_type, source_uri
from legacy_adapters.values.moment_text import moment_text

SEQUENCE_DIGITS = 19
"""As many as 64 bits have: written with zeros in front, sequences are ordered as text too."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """Those of the events of one batch: ``constant`` are alike in all of them; ``varying`` has a column of text for
    each other one, null where an event does not have it, and always ``id`` and ``sequence``."""

    constant: Mapping[str, str]
    varying: pl.DataFrame

    @property
    def ids(self) -> list[str]:
        """The id of each event."""
        return self.varying["id"].to_list()

    def column(self, name: str) -> pl.Series:
        """One attribute of every event, null where it has none."""
        if name in self.varying.columns:
            return self.varying[name]
        return pl.Series(name, [self.constant.get(name)], pl.String).new_from_index(0, self.varying.height)


def attributes_of(entity: str, stamp: Stamp, envelope: pl.DataFrame, schema_id: str | None) -> Attributes:
    """The attributes of events with this envelope; ``schema_id`` is that of the JSON Schema, None if there is none."""
    types = {op: event_type(entity, op, stamp.schema_version) for op in envelope["operation"].unique()}
    record_id, sequence = pl.col("record_id"), pl.col("sequence").cast(pl.String)
    all_of_them = envelope.select(
        id=pl.concat_str([record_id.fill_null(entity), sequence], separator="#"),
        type=pl.col("operation").replace_strict(types, return_dtype=pl.String),
        subject=record_id.str.strip_prefix(f"{stamp.source_id}/"),
        sequence=sequence.str.zfill(SEQUENCE_DIGITS),
        recordid=record_id,
        origin=pl.col("origin"),
        sourcemodifiedat=moment_text(pl.col("source_modified_at")),
    )
    constant = _constant(stamp, schema_id)
    if len(types) == 1:
        constant["type"] = next(iter(types.values()))
        all_of_them = all_of_them.drop("type")
    return Attributes(constant, all_of_them.select(pl.col(column.name) for column in all_of_them if _has_any(column)))


def _has_any(column: pl.Series) -> bool:
    return column.null_count() < len(column) or column.name in ("id", "sequence")


def _constant(stamp: Stamp, schema_id: str | None) -> dict[str, str]:
    found = {
        "specversion": SPEC_VERSION,
        "source": source_uri(stamp.source_id),
        "time": stamp.extracted_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": DATA_CONTENT_TYPE,
        "dataschema": schema_id,
        "runid": stamp.run_id,
        "schemaversion": stamp.schema_version,
    }
    return {name: value for name, value in found.items() if value}
