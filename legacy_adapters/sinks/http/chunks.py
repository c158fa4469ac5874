"""Records cut into what goes into one request each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from urllib.parse import quote

import polars as pl
import polars.selectors as cs
import pyarrow as pa

from legacy_adapters.core.errors import ConfigError, OutputError
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.events.address import Address
from legacy_adapters.sinks.events.encoding import Events
from legacy_adapters.sinks.http.settings import HttpSink
from legacy_adapters.values.cells import as_text

LONGEST_KEY = 255
"""Characters that servers take as a key; longer ones are hashed."""

_COLUMNS = ("row", "sequence", "id", "record_id", "origin", "key")
_UNQUOTED = "!#$&'()*+,-./:;<=>?@[]^_`{|}~"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some of ``records``, of one operation, that go to one address: ``frame`` has ``row`` (which of the records),
    ``sequence``, ``id`` (of the event), ``record_id``, ``origin`` and ``key`` (what an answer calls the record by),
    ``texts`` what bodies are made of."""

    records: Records
    entity: str
    operation: str
    address: str
    frame: pl.DataFrame
    texts: pl.DataFrame

    @property
    def count(self) -> int:
        """How many records there are."""
        return self.frame.height

    @property
    def record_ids(self) -> frozenset[str]:
        """The records by whose keys an order is kept."""
        return frozenset(self.frame["record_id"].drop_nulls().to_list())

    @property
    def idempotency_key(self) -> str:
        """Of the events' ids alone, so that a repeat has the same."""
        ids = self.frame["id"].to_list()
        if len(ids) == 1:
            # A header is plain ASCII.
            single = quote(ids[0], safe=_UNQUOTED)
            if len(single) <= LONGEST_KEY:
                return single
        return sha256("\n".join(ids).encode()).hexdigest()

    def only(self, rows: Sequence[int]) -> Chunk:
        """These of its records, in this order."""
        return replace(self, frame=self.frame[list(rows)], texts=self.texts[list(rows)])

    def part(self, start: int, count: int) -> Chunk:
        """Some of its records."""
        return replace(self, frame=self.frame.slice(start, count), texts=self.texts.slice(start, count))

    def halves(self) -> tuple[Chunk, Chunk]:
        """The same as two."""
        middle = self.count // 2
        return self.part(0, middle), self.part(middle, self.count - middle)

    def named(self, row: int = 0) -> str:
        """One of its records for a person."""
        found = self.frame.row(row, named=True)
        return f"{self.entity} {found['record_id'] or found['origin'] or f'row {row + 1}'}"


@dataclass(frozen=True, slots=True)
class Cutting:
    """Where records go and how many at a time: an address for each operation that is stated."""

    settings: HttpSink
    addresses: dict[str, Address]

    def chunks(self, records: Records, events: Events, texts: pl.DataFrame) -> Iterator[Chunk]:
        """The chunks in the records' order: those for several addresses are put together only if no record comes
        twice, as the order of its changes would be lost. Raises ``ConfigError`` for an operation that is not stated."""
        frame = self._frame(records, events)
        groups = pl.struct("operation", "address")
        again = frame["record_id"].drop_nulls().is_duplicated().any()
        frame = frame.with_columns(group=groups.rle_id() if again else groups.rank("dense"))
        whole = frame.hstack(texts.rename(lambda name: f"text:{name}"))
        for part in whole.partition_by("group", maintain_order=True):
            cells = part.select(cs.starts_with("text:")).rename(lambda name: name.removeprefix("text:"))
            operation, address = part["operation"][0], part["address"][0]
            chunk = Chunk(records, records.entity, operation, address, part.select(*_COLUMNS), cells)
            stated = self.settings.operation(operation)
            size = self.settings.batch if stated is not None and stated.has_body else 1
            for start in range(0, chunk.count, size):
                yield chunk.part(start, size)

    def _frame(self, records: Records, events: Events) -> pl.DataFrame:
        address = pl.lit(None, pl.String)
        for operation in events.envelope["operation"].unique().sort():
            if operation not in self.addresses:
                hint = f"State operations.{operation}: the method and path by which the server is told."
                raise ConfigError(f"nothing says how a record is sent for {operation}", where="operations", hint=hint)
            found = self.addresses[operation].each(records, events.envelope)
            here = pl.lit(found if isinstance(found, str) else pl.Series(found, dtype=pl.String))
            address = pl.when(pl.col("operation") == operation).then(here).otherwise(address)
        frame = events.envelope.select("operation", "record_id", "origin", "sequence", address=address)
        frame = frame.with_row_index("row").with_columns(id=events.attributes.column("id"))
        return frame.with_columns(key=self._keys(records, frame))

    def _keys(self, records: Records, frame: pl.DataFrame) -> pl.Series:
        name = self.settings.answers.key if self.settings.answers else "event_id"
        if name in ("event_id", "record_id"):
            return frame[name.removeprefix("event_")]
        series = pl.Series(records.rows.column(name))
        return pl.select(as_text(pl.lit(series), series.dtype)).to_series()


def segment(value: str) -> str:
    """A value as one part of a path or of a query. Raises ``OutputError`` for one that would climb out of its place."""
    if value in (".", ".."):
        hint = "Take another column into the path, or replace the value in the mapping."
        raise OutputError(f"a path cannot hold the value {value!r}", where="path", hint=hint)
    return quote(value, safe="")


def cutting_of(settings: HttpSink, schemas: Mapping[str, pa.Schema]) -> Cutting:
    """The cutting for these entities. Raises ``ConfigError`` for a place, or a key of answers, that is no column."""
    addresses = {}
    for name in ("upsert", "delete"):
        if (operation := settings.operation(name)) is not None:
            url = settings.url.rstrip("/") + operation.path if operation.path.startswith("/") else settings.url
            url += operation.path if operation.path.startswith("?") else ""
            addresses[name] = Address.of(url, f"operations.{name}.path", schemas, segment)
    key = settings.answers.key if settings.answers else "event_id"
    for entity, schema in schemas.items():
        if key not in ("event_id", "record_id", *schema.names):
            hint = "There are event_id, record_id and the columns."
            raise ConfigError(f"{key} is no column of {entity}", where="answers.key", hint=hint)
    return Cutting(settings, addresses)
