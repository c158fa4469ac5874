"""XML from records that were rendered as they came: the head and the foot are set around them at the end."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
import pyarrow as pa
from markupsafe import Markup

from legacy_adapters.core.errors import OutputError
from legacy_adapters.sinks.files.xml_template import WellFormed, XmlTemplate
from legacy_adapters.sinks.text.jsonl import JsonLinesLayout
from legacy_adapters.sinks.text.settings import TextOptions

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLOCK = 1 << 20


class XmlLayout:
    """The block ``record`` of a template for each record; its values are texts as in JSON Lines."""

    header = b""

    def __init__(
        self,
        schema: pa.Schema,
        currencies: Mapping[str, str] | None,
        options: TextOptions,
        template: XmlTemplate,
        entity: str,
    ) -> None:
        self._template = template
        self._entity = entity
        self._lines = JsonLinesLayout(schema, currencies, options)

    def text(self, rows: pa.RecordBatch) -> pl.DataFrame:
        """One column with each record in JSON."""
        return self._lines.text(rows)

    def render(self, text: pl.DataFrame) -> bytes:
        """The elements. Raises ``ConfigError`` for a name that a record does not have, ``OutputError`` for a character
        that XML cannot hold."""
        pieces = []
        for line in text.to_series():
            record: dict[str, Any] = json.loads(line, parse_float=Markup)
            piece = self._template.block("record", {"record": record})
            if wrong := _NOT_XML.search(piece):
                known = record.get("record_id") or next(filter(None, record.values()), "")
                hint = "Replace the character in the mapping."
                where = f"{self._entity} {known}"
                raise OutputError(f"XML cannot hold the character {wrong[0]!r}", where=where, hint=hint)
            pieces.append(piece)
        return "".join(pieces).encode()


@dataclass(frozen=True, slots=True)
class XmlMaker:
    """Makes the document, and proves that it is well-formed."""

    template: XmlTemplate
    entity: str

    def __call__(self, staged: Path, to: BinaryIO, rows: int) -> None:
        """Raises ``OutputError`` where the template gives no well-formed document."""
        document = WellFormed(self.entity)

        def put(data: bytes, *, last: bool = False) -> None:
            document.take(data, last=last)
            to.write(data)

        put(self.template.block("head", {"count": rows}).encode())
        with staged.open("rb") as records:
            while block := records.read(_BLOCK):
                put(block)
        put(self.template.block("foot", {"count": rows}).encode(), last=True)
