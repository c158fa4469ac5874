"""A Parquet file, row group by row group, in pieces of bounded size."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from legacy_adapters.core.batch import Array
from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.faults import Fault, as_faults, valid
from legacy_adapters.sources.files.format import MOST_COLUMNS, Piece
from legacy_adapters.sources.files.parquet.bounds import within_bounds
from legacy_adapters.sources.files.parquet.cells import converted
from legacy_adapters.sources.files.parquet.footer import chunks
from legacy_adapters.sources.files.parquet.settings import TABLE, ParquetSettings
from legacy_adapters.sources.files.parquet.types import is_bytes, target

_BUFFER: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Leaf:
    """A column of the table: its name, the name of the file's column that it is (a part of), and its type there."""

    name: str
    root: str
    kind: pa.DataType


@dataclass(frozen=True)
class ParquetTable:
    """An open file."""

    path: Path
    settings: ParquetSettings
    file: Any

    @property
    def rows(self) -> int:
        """How many rows the file says it has."""
        return int(self.file.metadata.num_rows)

    @cached_property
    def columns(self) -> list[Leaf]:
        """The table's columns, in the file's order; a name that was there before gets its number."""
        taken: dict[str, None] = {}
        found: list[Leaf] = []
        for field in self.file.schema_arrow:
            for name, kind in _members(valid(field.name) or "column", field.type):
                free = _free(name, taken)
                taken[free] = None
                found.append(Leaf(free, field.name, kind))
        if len(found) > MOST_COLUMNS:
            raise BadPart(f"the file has more than {MOST_COLUMNS:,} columns", where=str(self.path))
        return found

    def schema(self) -> pa.Schema:
        """The columns in the types in which they are handed over."""
        return pa.schema([pa.field(leaf.name, self._target(leaf.kind)) for leaf in self.columns])

    def pieces(self, names: Sequence[str] | None, after: int, most_rows: int) -> Generator[Piece, None, None]:
        """The rows behind the first ``after``."""
        wanted = [leaf.name for leaf in self.columns] if names is None else list(names)
        self._check_wanted(wanted)
        roots = [leaf.root for leaf in self.columns if leaf.name in set(wanted)]
        first = 0
        for group in range(self.file.num_row_groups):
            count = int(self.file.metadata.row_group(group).num_rows)
            if first + count > after:
                with closing(self._group(group, roots, most_rows)) as batches:
                    yield from self._group_pieces(batches, wanted, first, after)
            first += count

    def _group(self, group: int, roots: Sequence[str], most_rows: int) -> Generator[pa.RecordBatch, None, None]:
        columns = self._selected(roots)
        found = self.file.iter_batches(batch_size=most_rows, row_groups=[group], columns=columns)
        with told(self.path):
            yield from found

    def _group_pieces(
        self, batches: Iterator[pa.RecordBatch], wanted: Sequence[str], first: int, after: int
    ) -> Generator[Piece, None, None]:
        for batch in batches:
            begin = first
            first += batch.num_rows
            if first <= after:
                continue
            with told(self.path):
                parts = list(within_bounds(self._flat(batch, wanted), begin))
            for part, row, faults in parts:
                if row + part.num_rows > after:
                    yield self._piece(part, row, faults)

    def _piece(self, batch: pa.RecordBatch, first: int, faults: list[Fault]) -> Piece:
        as_text = self.settings.binary_as_text
        schema = self.schema()
        fields = [schema.field(name) for name in batch.schema.names]
        with told(self.path):
            arrays = [
                converted(name, column, faults, binary_as_text=as_text)
                for name, column in zip(batch.schema.names, batch.columns, strict=True)
            ]
            rows = _batch(arrays, fields, batch.num_rows)
        origin = pa.array([f"row {first + i + 1}" for i in range(batch.num_rows)], pa.string())
        return Piece(rows, origin, str(first + batch.num_rows), as_faults(faults))

    def _flat(self, batch: pa.RecordBatch, wanted: Sequence[str]) -> pa.RecordBatch:
        """The wanted columns of the table, structures taken apart: leaves and columns are both in the file's order."""
        present = set(batch.schema.names)
        names = [leaf.name for leaf in self.columns if leaf.root in present]
        found: dict[str, Array] = dict(zip(names, leaves(batch.columns), strict=True))
        return _batch(
            [found[name] for name in wanted], [pa.field(name, found[name].type) for name in wanted], batch.num_rows
        )

    def _selected(self, roots: Sequence[str]) -> list[str] | None:
        """The columns to read, by the paths of their leaves; None where names are not enough to tell them apart."""
        names = [field.name for field in self.file.schema_arrow]
        if len(set(names)) != len(names) or any("." in name for name in names):
            return None
        return list(dict.fromkeys(roots))

    def _target(self, kind: Any) -> pa.DataType:
        if pa.types.is_dictionary(kind):
            return self._target(kind.value_type)
        if isinstance(kind, pa.BaseExtensionType):
            return pa.string() if kind.extension_name == "arrow.uuid" else self._target(kind.storage_type)
        return pa.string() if is_bytes(kind) else target(kind)

    def _check_wanted(self, wanted: Sequence[str]) -> None:
        known = [leaf.name for leaf in self.columns]
        for name in wanted:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known[:20])}"
                raise ConfigError(f"the file has no column {name!r}", where=str(self.path), hint=hint)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Makes what Arrow raises for a file that is not as it must be an error for a person."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:
            raise
        raise _damaged(path, error) from error
    except KeyError as error:
        raise _damaged(path, "a column chunk belongs to no column") from error
    except (pa.ArrowException, ValueError, OverflowError, MemoryError, UnicodeDecodeError) as error:
        raise _damaged(path, error) from error


@contextmanager
def open_file(path: Path, settings: ParquetSettings, table: str | None = None) -> Iterator[ParquetTable]:
    """Opens a file. Raises ``BadPart``, ``ConfigError`` for a table that is not there, and ``OSError``."""
    if table not in {None, TABLE}:
        raise ConfigError(f"a Parquet file has one table, {TABLE!r}, and no {table!r}", where=str(path))
    with path.open("rb") as source:
        if source.read(4) == b"PARE":
            raise BadPart("the file is encrypted", where=str(path), hint="Have it written without a key.")
        with told(path):
            first = pq.ParquetFile(source, pre_buffer=False)
            packed = _check_size(path, source, settings)
            file = pq.ParquetFile(
                source,
                metadata=first.metadata,
                read_dictionary=packed,
                buffer_size=_BUFFER,
                pre_buffer=False,
                coerce_int96_timestamp_unit="us",
            )
        yield ParquetTable(path, settings, file)


def _check_size(path: Path, source: BinaryIO, settings: ParquetSettings) -> list[str]:
    """Raises ``BadPart`` for a column that is too large; gives the columns of texts that are kept as a dictionary, so
    that a text which is there a million times is not a million texts."""
    packed: dict[str, None] = {}
    for chunk in chunks(source):
        if chunk.size > settings.max_column_chunk:
            raise BadPart(
                f"the column {valid(chunk.path)} takes {chunk.size:,} bytes in a row group, and "
                f"{settings.max_column_chunk:,} are allowed",
                where=str(path),
                hint="If the file is what it should be, raise `max_column_chunk` under `format`.",
            )
        if chunk.is_text:
            packed[chunk.path] = None
    return list(packed)


def leaves(columns: Sequence[Array]) -> list[Array]:
    """Columns with structures taken apart into their members."""
    found: list[Array] = []
    for column in columns:
        found += leaves(column.flatten()) if isinstance(column, pa.StructArray) else [column]
    return found


def _members(name: str, kind: pa.DataType) -> list[tuple[str, pa.DataType]]:
    if isinstance(kind, pa.StructType):
        return [leaf for member in kind for leaf in _members(f"{name}.{valid(member.name)}", member.type)]
    return [(name, kind)]


def _free(name: str, taken: dict[str, None]) -> str:
    free, count = name, 1
    while free in taken:
        count += 1
        free = f"{name}_{count}"
    return free


def _batch(arrays: list[Array], fields: list[Any], rows: int) -> pa.RecordBatch:
    if fields:
        return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields))
    nothing: Any = pa.array([{}] * rows, pa.struct([]))
    return pa.RecordBatch.from_struct_array(nothing)


def _damaged(path: Path, error: BaseException | str) -> BadPart:
    return BadPart(
        f"the Parquet file is damaged: {str(error).splitlines()[0] if str(error) else type(error).__name__}",
        where=str(path),
        hint="Have it written or sent again.",
    )
