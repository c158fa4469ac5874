"""Reads one stream out of files, one after the other: batches, positions, origins, and the proof of each file."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import Array, Batch
from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.base import ahead
from legacy_adapters.sources.files.at_hand import FileAtHand
from legacy_adapters.sources.files.format import Format, Piece
from legacy_adapters.sources.files.stated import Proof

pc: Any = pyarrow.compute

WORTH_A_THREAD: Final = 1_000_000
"""Bytes of a file from which reading ahead pays: a thread costs a millisecond."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far one table of a file was read: the format's own position (None: to the end), and the proof so far."""

    after: str | None
    proof: Mapping[str, Any]

    @classmethod
    def of(cls, text: str) -> Position:
        """What ``dump`` wrote."""
        kept = json.loads(text)
        return cls(kept["after"], kept["proof"])

    def dump(self) -> str:
        """As text, for the ledger."""
        return json.dumps({"after": self.after, "proof": self.proof}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read of each file: the stream's name, the table in the file, the columns (None: all), how many rows a
    batch may have, and the decimal sign of stated sums."""

    stream: str
    format: Format
    table: str | None
    columns: Sequence[str] | None
    most_rows: int
    decimal: str = "."

    def read_columns(self) -> Sequence[str] | None:
        """The columns to read: those wanted, and those that the file states the sums of."""
        if self.columns is None:
            return None
        return list(dict.fromkeys((*self.columns, *self.format.totals(self.table))))


class FilesReader:
    """The reader of one stream; ``files`` gives the files in their order, anew for each reading.

    A file is read to its end, and its last batch has no rows: handed back, its position says that the file was taken.
    """

    def __init__(self, wanted: Wanted, files: Callable[[], Iterator[FileAtHand]]) -> None:
        self._wanted = wanted
        self._files = files

    def read(self, since: Mapping[str, str]) -> Generator[Batch, None, None]:
        """The batches behind ``since``. Raises ``BadPart``, ``TotalsDiffer`` or ``PartChanged`` for a file that cannot
        be taken, and ``ConfigError`` for one that its stream's settings do not fit."""
        for file in self._files():
            begin = Position.of(since[file.part]) if file.part in since else Position("", {})
            if begin.after is not None:
                yield from self._read(file, begin)

    def acknowledge(self, upto: Mapping[str, str]) -> None:
        """Nothing: files are put away whole, when all streams have been read."""

    def _read(self, file: FileAtHand, begin: Position) -> Generator[Batch, None, None]:
        wanted = self._wanted
        proof = Proof.of(wanted.format.totals(wanted.table), wanted.decimal, begin.proof)
        with closing(self._pieces(file, begin.after or None)) as pieces:
            for piece in pieces:
                proof.add(piece)
                if piece.rows.num_rows:
                    yield self._batch(file, piece, proof)
        file.check_unchanged()
        proof.check(file.name)
        yield self._end(file, proof)

    def _pieces(self, file: FileAtHand, after: str | None) -> Generator[Piece, None, None]:
        wanted = self._wanted
        try:
            table = file.table(wanted.format, wanted.table)
            read = wanted.format.read(file.path, table, wanted.read_columns(), after, wanted.most_rows)
            found = _with_origins(file, read)
            with closing(found if file.taken.size < WORTH_A_THREAD else ahead(found)) as pieces:
                yield from pieces
        except (BadPart, ConfigError) as error:
            raise in_file(error, file) from error
        except OSError as error:
            file.check_unchanged()
            raise BadPart(f"cannot be read ({error.strerror or error})", where=file.name) from error

    def _batch(self, file: FileAtHand, piece: Piece, proof: Proof) -> Batch:
        wanted = self._wanted
        rows = piece.rows if wanted.columns is None else piece.rows.select(list(wanted.columns))
        faults = _faults_of(piece, rows.schema)
        position = None if piece.position is None else Position(piece.position, proof.state()).dump()
        first = f"row {proof.rows - rows.num_rows + 1}"
        return Batch(wanted.stream, file.part, first, rows, piece.origin, position, faults)

    def _end(self, file: FileAtHand, proof: Proof) -> Batch:
        wanted = self._wanted
        schema = file.schema(wanted.format, wanted.table)
        fields = list(schema) if wanted.columns is None else [schema.field(name) for name in wanted.columns]
        nothing = pa.RecordBatch.from_arrays([pa.nulls(0, f.type) for f in fields], schema=pa.schema(fields))
        position = Position(None, proof.state()).dump()
        return Batch(wanted.stream, file.part, "end", nothing, pa.array([], pa.string()), position)


def in_file(error: BadPart | ConfigError, file: FileAtHand) -> BadPart | ConfigError:
    """The same error with the file's name as the folder has it: a format sees a copy under another one."""
    where = error.where.replace(str(file.path), file.name).replace(file.path.name, file.name)
    if file.name not in where:
        where = f"{file.name}: {where}" if where else file.name
    return type(error)(error.message, where=where, hint=error.hint)


def _with_origins(file: FileAtHand, pieces: Generator[Piece, None, None]) -> Generator[Piece, None, None]:
    """The pieces, with the file named in each origin: where they are read ahead, in that thread."""
    with closing(pieces):
        for piece in pieces:
            yield replace(piece, origin=_origin(file, piece.origin))


def _origin(file: FileAtHand, origin: Array) -> Array:
    found: Array = pc.binary_join_element_wise(pa.scalar(file.shown), pc.cast(origin, pa.string()), " ")
    return found


def _faults_of(piece: Piece, schema: pa.Schema) -> pa.RecordBatch | None:
    """The faults of the columns that go on, and of whole rows."""
    if piece.faults is None or not piece.faults.num_rows:
        return None
    known = pc.is_in(piece.faults.column("column"), pa.array(["", *schema.names]))
    return piece.faults.filter(known)
