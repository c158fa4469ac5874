"""What a format does with the records of one entity: how they are written as they come, and what is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import pyarrow as pa

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.core.protocols import Delivery
from legacy_adapters.sinks.atomic_file import writing
from legacy_adapters.sinks.files.arrow_rows import ArrowLayout
from legacy_adapters.sinks.files.packing import PackedLayout
from legacy_adapters.sinks.files.part_file import Make
from legacy_adapters.sinks.files.settings import FileSink
from legacy_adapters.sinks.text.layout import Layout, layout_of

if TYPE_CHECKING:
    from legacy_adapters.sinks.files.xml_template import XmlTemplate


@dataclass(frozen=True, slots=True)
class FileForm:
    """``layout`` gives the bytes that are appended; ``make`` makes the file from them, None where they are the file
    already; ``most`` is how many records one file can hold."""

    layout: Layout
    make: Make | None = None
    most: int | None = None


def form_of(settings: FileSink, delivery: Delivery, entity: str, schema: pa.Schema) -> FileForm:
    """The form of an entity with these columns. Raises ``OutputError`` for a header that cannot be encoded,
    ``ConfigError`` for a template that does not fit, ``DriverMissing``."""
    currencies = delivery.currency_fields.get(entity)
    match settings.written_as:
        case "csv" | "jsonl" as kind:
            layout = layout_of(kind, schema, currencies, settings)
            packing = settings.compressed
            return FileForm(PackedLayout(layout, packing) if packing in ("gzip", "zstd") else layout)
        case "parquet":
            from legacy_adapters.sinks.files.parquet import ParquetMaker, described

            named = described(schema, entity, delivery.schemas[entity])
            return FileForm(ArrowLayout(named), ParquetMaker(settings.compressed))
        case "xml":
            return _xml(settings, delivery, entity, schema)
        case "xlsx":
            return _workbook(delivery, entity, schema)


def dialect_of(settings: FileSink, delivery: Delivery) -> dict[str, str]:
    """What makes the files of this sink alike, with the template as it is now. Raises ``OutputError`` where that cannot
    be read any more."""
    dialect = settings.file_dialect()
    if settings.template is not None:
        path = delivery.folder / settings.template
        with writing(path):
            dialect["template"] = sha256(path.read_bytes()).hexdigest()[:16]
    return dialect


def _xml(settings: FileSink, delivery: Delivery, entity: str, schema: pa.Schema) -> FileForm:
    try:
        from legacy_adapters.sinks.files.xml import XmlLayout, XmlMaker
    except ImportError as error:
        raise _missing("XML", error, "xml") from error
    template = _template(settings, delivery, entity)
    layout = XmlLayout(schema, delivery.currency_fields.get(entity), settings, template, entity)
    return FileForm(layout, XmlMaker(template, entity))


def _template(settings: FileSink, delivery: Delivery, entity: str) -> XmlTemplate:
    from legacy_adapters.sinks.files.xml_template import XmlTemplate

    version = (delivery.schemas[entity].metadata or {}).get(b"version", b"").decode()
    about = {
        "entity": entity,
        "schema_version": version,
        "run_id": delivery.run_id,
        "date": delivery.started_at.date().isoformat(),
        "started_at": delivery.started_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return XmlTemplate(settings.template or "", delivery.folder, about)


def _workbook(delivery: Delivery, entity: str, schema: pa.Schema) -> FileForm:
    try:
        from legacy_adapters.sinks.files.workbook import MOST_RECORDS, WorkbookLayout, WorkbookMaker
    except ImportError as error:
        raise _missing("workbooks", error, "excel") from error
    amounts = frozenset(delivery.currency_fields.get(entity, ()))
    maker = WorkbookMaker(entity, amounts, delivery.started_at)
    return FileForm(WorkbookLayout(schema, entity), maker, MOST_RECORDS)


def _missing(what: str, error: ImportError, extra: str) -> DriverMissing:
    hint = f'Install it: pip install "legacy-adapters[{extra}]"'
    return DriverMissing(f"writing {what} needs the package {error.name}, which is not installed", hint=hint)
