"""Records as the bodies of requests: written column by column for all of a batch, and joined for each request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import polars as pl
import pyarrow as pa

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.protocols import Delivery
from legacy_adapters.core.records import Records
from legacy_adapters.queues.cloudevents import BATCHED, STRUCTURED
from legacy_adapters.sinks.events.encoding import Events
from legacy_adapters.sinks.http.settings import HttpSink
from legacy_adapters.sinks.http.templates import NOT_XML, BodyTemplate, values_of
from legacy_adapters.sinks.rows import table_of, unencodable
from legacy_adapters.sinks.text.cells import columns_of
from legacy_adapters.sinks.text.layout import Layout, layout_of
from legacy_adapters.sinks.text.settings import Format

JSON = "application/json"
XML = "application/xml"


class Bodies(Protocol):
    """One kind of body, for the records of a run."""

    @property
    def content_type(self) -> str:
        """What they are."""
        ...

    def texts(self, records: Records, events: Events) -> pl.DataFrame:
        """One row for each record, from which bodies are made. Raises ``OutputError``."""
        ...

    def render(self, texts: pl.DataFrame, entity: str, operation: str) -> bytes:
        """The body for some of these rows. Raises ``OutputError``, ``ConfigError``."""
        ...


class EventBodies:
    """One event as it is, or an array of them."""

    def __init__(self, settings: HttpSink) -> None:
        self._many = settings.batch > 1
        self.content_type = BATCHED if self._many else STRUCTURED

    def texts(self, records: Records, events: Events) -> pl.DataFrame:
        """The events, structured."""
        return events.structured().to_frame()

    def render(self, texts: pl.DataFrame, entity: str, operation: str) -> bytes:
        """As JSON."""
        return _array(texts) if self._many else _first(texts).encode()


class JsonBodies:
    """Plain records: one object, an array, or an object in which they lie under a name."""

    def __init__(self, settings: HttpSink, layouts: Mapping[str, Layout]) -> None:
        self._layouts, self._envelope = layouts, settings.envelope
        self._many = settings.batch > 1
        name = settings.wrapper
        self._around = (b"{%b:" % _quoted(name), b"}") if name is not None else (b"", b"")
        self.content_type = JSON

    def texts(self, records: Records, events: Events) -> pl.DataFrame:
        """Each record as an object."""
        return self._layouts[records.entity].text(table_of(records, envelope=self._envelope))

    def render(self, texts: pl.DataFrame, entity: str, operation: str) -> bytes:
        """As JSON."""
        before, behind = self._around
        return before + (_array(texts) if self._many else _first(texts).encode()) + behind


class CsvBodies:
    """Lines under one header."""

    def __init__(self, settings: HttpSink, layouts: Mapping[str, Layout]) -> None:
        self._layouts, self._envelope = layouts, settings.envelope
        self._encoding = settings.encoding
        self.content_type = (
            f"text/csv; charset={settings.encoding}; header={'present' if settings.header else 'absent'}"
        )

    def texts(self, records: Records, events: Events) -> pl.DataFrame:
        """The cells. Raises ``OutputError`` for a character that the encoding lacks."""
        layout = self._layouts[records.entity]
        texts = layout.text(table_of(records, envelope=self._envelope))
        if self._encoding != "utf-8":
            try:
                layout.render(texts)
            except UnicodeEncodeError:
                raise unencodable(records, texts, self._encoding) from None
        return texts

    def render(self, texts: pl.DataFrame, entity: str, operation: str) -> bytes:
        """With the header."""
        layout = self._layouts[entity]
        return layout.header + layout.render(texts)


class TemplateBodies:
    """What a template makes of the records; an operation may have one of its own."""

    def __init__(self, settings: HttpSink, layouts: Mapping[str, Layout], folder: Path) -> None:
        self._records = JsonBodies(settings.model_copy(update={"wrapper": None}), layouts)
        self._many = settings.batch > 1
        self.content_type = XML if settings.body == "xml" else JSON
        self._templates = {
            str(name): BodyTemplate(operation.template, folder, xml=settings.body == "xml")
            for name, operation in settings.operations.items()
            if operation.template is not None
        }

    def texts(self, records: Records, events: Events) -> pl.DataFrame:
        """Each record as an object in JSON, from which a template gets its values. Raises ``OutputError``."""
        if self.content_type == XML:
            _check_characters(records)
        return self._records.texts(records, events)

    def render(self, texts: pl.DataFrame, entity: str, operation: str) -> bytes:
        """Filled in; plain records where the operation has no template."""
        template = self._templates.get(operation)
        if template is None:
            return self._records.render(texts, entity, operation)
        return template.render(entity, operation, [values_of(record) for record in texts.to_series()])


def bodies_of(settings: HttpSink, delivery: Delivery) -> Bodies:
    """The bodies that the settings ask for. Raises ``ConfigError`` for a template that is none, ``OutputError`` for a
    header that cannot be encoded."""
    if settings.body == "events":
        return EventBodies(settings)
    kind: Format = "csv" if settings.body == "csv" else "jsonl"
    layouts = {
        entity: layout_of(
            kind,
            columns_of(entity, schema, envelope=settings.envelope),
            delivery.currency_fields.get(entity),
            settings,
        )
        for entity, schema in delivery.schemas.items()
    }
    if kind == "csv":
        return CsvBodies(settings, layouts)
    if any(operation.template for operation in settings.operations.values()):
        return TemplateBodies(settings, layouts, delivery.folder)
    return JsonBodies(settings, layouts)


def _check_characters(records: Records) -> None:
    """Said before anything is sent, as the record can be named here."""
    for name, column in zip(records.rows.schema.names, records.rows.columns, strict=True):
        if not pa.types.is_string(column.type):
            continue
        text = pl.Series(column)
        if (wrong := text.str.contains(NOT_XML).fill_null(False)).any():
            row = wrong.arg_true()[0]
            record = records.record_id[row].as_py() or records.origin[row].as_py() or f"row {row + 1}"
            hint = "Replace the character in the mapping."
            message = f"{name} holds a character that XML cannot hold: {text[row]!r}"
            raise OutputError(message, where=f"{records.entity} {record}", hint=hint)


def _array(texts: pl.DataFrame) -> bytes:
    return f"[{','.join(texts.to_series().to_list())}]".encode()


def _first(texts: pl.DataFrame) -> str:
    text: str = texts.to_series()[0]
    return text


def _quoted(name: str) -> bytes:
    return json.dumps(name, ensure_ascii=False).encode()
