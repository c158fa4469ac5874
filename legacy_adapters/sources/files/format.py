"""What every file format gives: how it is declared, recognised and read. One room per format fulfils this contract.

A format sees one whole local file; finding, claiming, unpacking, hashing and putting away are the folder's work. It
knows the file's rows only by what stands in them: sums, mapping and delivery are others' work too.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from legacy_adapters.core.batch import BATCH_BYTES, Array
from legacy_adapters.core.protocols import StreamInfo

HEAD_BYTES = 256 * 1024
"""How much of a file's beginning is looked at to recognise it."""

FIELD_BYTES = 16 * 1024 * 1024
"""A field that is longer makes its row a reject: no old system writes one, and it must not fill the memory."""

MOST_COLUMNS = 10_000
"""A file with more columns is no table: ``BadPart``."""


class FormatSettings(BaseModel):
    """What a pipeline file says under ``format``: frozen, an unknown key is an error, every scalar may be text.

    Each format's model has ``kind: Literal[…]`` and a description for every field; it fulfils ``Format``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def companions(self, path: Path) -> Sequence[Path]:
        """Other files without which this one is not whole, beside it: none for most formats."""
        return ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a file, in its order, at most as many as were asked for and some ``BATCH_BYTES``.

    Every row that stands in the file is in exactly one piece: one that cannot be read is there too, its cells null and
    its fault in ``faults`` (see ``core.batch.FAULTS``; column ``WHOLE_ROW`` where no cell is to blame).
    ``origin`` has one text per row, unique in its file, from which a person finds the row: ``line 17`` (where it
    begins), ``record 12``, ``Sheet1 row 5``. ``position`` is opaque to all but the format: handed back as ``after`` it
    goes on behind these rows, in another process too; None where it cannot. ``stated`` is what the file says of
    itself in this piece (a trailer): ``count`` for the number of its rows, else a column's name for that column's
    sum, as text in the file's own notation.
    """

    rows: pa.RecordBatch
    origin: Array
    position: str | None
    faults: pa.RecordBatch | None = None
    stated: Mapping[str, str] = field(default_factory=dict)


class Format(Protocol):
    """How the files of one stream are written; ``table`` names one of several things in a file, None the only one.

    All methods raise ``BadPart`` for a file that is not what it should be (truncated, another format, beyond a limit),
    with file and line in ``where``, ``ConfigError`` for settings that do not fit it (an unknown table: the nearest
    name is offered), and ``OSError`` where it cannot be opened or read. Nothing in a file can crash or hang them, or
    make them hold more than some batches in memory.
    """

    def tables(self, path: Path, *, count: bool) -> Sequence[StreamInfo]:
        """What can be read in this file, in the order of names: its one table, sheets, record types, elements. With
        row counts if ``count``."""
        ...

    def schema(self, path: Path, table: str | None) -> pa.Schema:
        """The columns, in the file's order, of the closed list of ``core.batch``: text as it stands, not trimmed, not
        parsed (``pa.string()``), unless the format itself is typed. Names are unique and not empty."""
        ...

    def read(
        self, path: Path, table: str | None, columns: Sequence[str] | None, after: str | None, most_rows: int
    ) -> Generator[Piece, None, None]:
        """The rows, behind the position ``after`` where there is one; ``columns`` limits and orders what is read.

        The same pieces come whenever the same file is read with the same ``most_rows``, also from ``after`` on. The
        generator gives back what it holds when it is closed, also after an error.
        """
        ...

    def totals(self, table: str | None) -> Sequence[str]:
        """The columns whose sums a file states of itself (``Piece.stated``): they are read and added up whatever a
        mapping wants of them. Empty for most formats."""
        ...

    def companions(self, path: Path) -> Sequence[Path]:
        """Other files without which this one is not whole, such as that of its long texts, as they lie beside it. They
        are watched while it is read, and put away with it."""
        ...

    def is_complete(self, path: Path) -> bool:
        """Whether the file has the end that it must have (a trailer record); True for a format without one."""
        ...


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to be recognised: where it is, its first ``HEAD_BYTES``, and its size."""

    path: Path
    head: bytes
    size: int

    @classmethod
    def of(cls, path: Path) -> Sample:
        """Reads the beginning of a file. Raises ``OSError``."""
        with path.open("rb") as file:
            return cls(path, file.read(HEAD_BYTES), path.stat().st_size)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file's format as it was recognised, and why: each line of ``evidence`` says one decision and its reason, for
    a person (``code page cp850: ä, ö and ü stand in 214 words, and nothing else fits``)."""

    settings: FormatSettings
    evidence: tuple[str, ...] = ()


class Recogniser(Protocol):
    """``recognise`` of a format's room: None if the file is certainly, or probably, none of its kind. Never raises for
    what stands in a file."""

    def __call__(self, sample: Sample) -> Recognised | None:
        """The settings to read the file with."""
        ...


def fits(rows: int, size: int, most_rows: int) -> bool:
    """Whether a piece of so many rows and bytes may take more."""
    return rows < most_rows and size < BATCH_BYTES
