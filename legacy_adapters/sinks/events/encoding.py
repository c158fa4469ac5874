"""Records as events in JSON, column by column: no Python runs per record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import Delivery
from legacy_adapters.core.records import Records
from legacy_adapters.schema.catalog import load_entity
from legacy_adapters.schema.export import schema_id
from legacy_adapters.sinks.events.attributes import Attributes, attributes_of
from legacy_adapters.sinks.events.options import Decimals
from legacy_adapters.sinks.text.jsonl import JsonLinesLayout
from legacy_adapters.sinks.text.settings import TextOptions


@dataclass(frozen=True, slots=True)
class Events:
    """The events of one batch: the envelope of their records, their attributes, and the data of each as JSON."""

    entity: str
    envelope: pl.DataFrame
    attributes: Attributes
    data: pl.Series

    def structured(self) -> pl.Series:
        """Each event as one JSON document: attributes, then data. Attributes that it does not have are left out."""
        constant = json.dumps(dict(self.attributes.constant), ensure_ascii=False, separators=(",", ":"))
        varying = self.attributes.varying
        whole = [column.name for column in varying if not column.null_count()]
        pieces = [pl.lit(constant[:-1] + ","), pl.struct(whole).struct.json_encode().str.slice(1).str.strip_suffix("}")]
        for column in varying:
            if column.null_count():
                member = pl.struct(column.name).struct.json_encode().str.strip_prefix("{").str.strip_suffix("}")
                pieces.append(pl.when(pl.col(column.name).is_null()).then(pl.lit("")).otherwise(pl.lit(",") + member))
        pieces += [pl.lit(',"data":'), pl.lit(self.data), pl.lit("}")]
        return varying.select(event=pl.concat_str(pieces)).to_series()


class EventEncoder:
    """Makes the events of one run's records."""

    def __init__(self, delivery: Delivery, decimals: Decimals) -> None:
        text = TextOptions(decimals=decimals)
        currencies = delivery.currency_fields
        self._layouts = {e: JsonLinesLayout(s, currencies.get(e), text) for e, s in delivery.schemas.items()}
        self._schema_ids = {entity: _schema_id(entity, schema, delivery) for entity, schema in delivery.schemas.items()}

    def encode(self, records: Records) -> Events:
        """The events of these records. Raises ``ValueError`` for records without a stamp."""
        envelope = pl.DataFrame(records.envelope())
        assert records.stamp is not None, "an envelope has one"
        attributes = attributes_of(records.entity, records.stamp, envelope, self._schema_ids[records.entity])
        data = self._layouts[records.entity].text(records.rows).to_series()
        return Events(records.entity, envelope, attributes, data)


def octets(text: pl.Series) -> list[bytes]:
    """Each text in UTF-8."""
    return text.cast(pl.Binary).to_list()


def batch_body(events: list[bytes]) -> bytes:
    """Several structured events as one JSON array."""
    return b"[" + b",".join(events) + b"]"


def headers(attributes: Attributes, prefix: str) -> list[Mapping[str, str]]:
    """Each event's attributes as the headers of a message in binary mode; ``datacontenttype`` is none of them, as the
    message's own content type says it."""
    constant = {f"{prefix}{name}": value for name, value in attributes.constant.items() if name != "datacontenttype"}
    names = [f"{prefix}{name}" for name in attributes.varying.columns]
    rows = attributes.varying.iter_rows()
    return [constant | {n: v for n, v in zip(names, row, strict=True) if v is not None} for row in rows]


def _schema_id(entity: str, schema: pa.Schema, delivery: Delivery) -> str | None:
    """The id of the entity's JSON Schema; None for rows that only share its name, such as those of a raw extract."""
    try:
        known = load_entity(entity, delivery.folder)
    except ConfigError:
        return None
    names = [field.name for field in known.fields]
    return schema_id(known) if schema.names[: len(names)] == names else None
