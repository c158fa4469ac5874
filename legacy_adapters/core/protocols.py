"""All contracts between the rooms, with who calls what and when; no behaviour.

A run: the engine asks a source's ``connect()`` for a connection, reads each stream's ``schema``, compiles its mapping,
takes a ``reader`` for the columns needed, hands every batch to the mapper, its records to the sink, ``commit``s, saves
the checkpoint, and at the very end calls ``publish`` on the sink and ``acknowledge`` on the readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol, TypeAlias, TypeVar, runtime_checkable

import pyarrow as pa

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.records import Records
from legacy_adapters.core.reject import Reject

Token: TypeAlias = str
"""A sink's own account of what it has made durable; opaque to everyone else."""

StreamT_contra = TypeVar("StreamT_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """One thing in a source that can be read: its name, its kind (table, view …), and its rows where they are known."""

    name: str
    kind: str
    rows: int | None = None


class Reader(Protocol):
    """Reads one stream in a fixed order."""

    def read(self, since: Mapping[str, str]) -> Iterator[Batch]:
        """The batches behind ``since`` (position per part; empty: from the beginning).

        Called once. The iterator is closed by the engine, also after an error, and then gives back what it holds.
        The same position gives the same batches, ids and origins, as long as the source has not changed. A stream that
        was read whole may end in a batch without rows whose position says so: handed to ``read`` by the *next* run, it
        begins what a new run has to read (everything, or what changed since).
        """
        ...

    def acknowledge(self, upto: Mapping[str, str]) -> None:
        """Called after publishing, with the position of every part; idempotent. Archives a file, acks a message."""
        ...


class Connection(Protocol[StreamT_contra]):
    """An open source; used by one thread."""

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """What can be read here, in the order of names; with row counts if ``count``."""
        ...

    def schema(self, name: str, stream: StreamT_contra) -> pa.Schema:
        """The columns of a stream, in the source's order, as its batches will have them. Raises ``ConfigError`` with
        the nearest names for a table or column that is not there."""
        ...

    def reader(self, name: str, stream: StreamT_contra, columns: Sequence[str] | None = None) -> Reader:
        """A reader of the stream called ``name``; ``columns`` limits (and orders) what is read, None reads all."""
        ...

    def privileges(self) -> Sequence[str]:
        """What this login would be allowed to change at the source, in words; empty when nothing."""
        ...


@runtime_checkable
class Noting(Protocol):
    """What the connection of a source has besides that notices things which a person should know of a run."""

    @property
    def notes(self) -> Sequence[str]:
        """What was noticed so far, in words; asked for once all was read."""
        ...


Outcome: TypeAlias = Literal["taken", "set aside", "left alone"]


@dataclass(frozen=True, slots=True)
class TakenPart:
    """A piece of a source that a run has done with, for one stream, as the ledger remembers it.

    ``part`` is what it is known by (a file's hash), ``name`` what a person calls it. ``receipt`` is opaque to all but
    its source: from it the piece is put away, also by another process. ``this_run`` is true while the run that took it
    is not finished. ``exit_code`` and ``detail`` say why it was not taken.
    """

    stream: str
    part: str
    name: str
    receipt: str
    outcome: Outcome
    at: datetime
    run_id: str
    this_run: bool
    exit_code: int = 0
    detail: str = ""


class PartMemory(Protocol):
    """What is remembered of pieces taken, without a limit."""

    @property
    def owner(self) -> str | None:
        """What tells the runs that share this memory from all others, as a short text of letters and digits; None for a
        dry run, which moves nothing."""
        ...

    def taken(self, stream: str, part: str) -> TakenPart | None:
        """The piece, if a finished run took it, or the run at hand took it or set it aside."""
        ...

    def taken_as(self, stream: str, name: str) -> TakenPart | None:
        """The last piece of this name that was taken."""
        ...

    def any_taken(self, stream: str) -> bool:
        """Whether a piece was ever taken for this stream."""
        ...

    def recent_names(self, stream: str) -> Sequence[str]:
        """The names of the pieces that were taken last for this stream, a limited number of them."""
        ...


class Part(Protocol[StreamT_contra]):
    """One piece of a source, such as a file, that is taken whole or not at all."""

    @property
    def name(self) -> str:
        """What it is known by: ``Batch.part``."""
        ...

    @property
    def shown(self) -> str:
        """What a person calls it."""
        ...

    @property
    def receipt(self) -> str:
        """See ``TakenPart``."""
        ...

    @property
    def size(self) -> int | None:
        """Its bytes, where they are known."""
        ...

    @property
    def streams(self) -> Sequence[str]:
        """The streams that are to be read of it, in their order."""
        ...

    def schema(self, name: str, stream: StreamT_contra) -> pa.Schema:
        """As ``Connection.schema``, of this piece. Raises ``BadPart`` as well."""
        ...

    def reader(self, name: str, stream: StreamT_contra, columns: Sequence[str] | None = None) -> Reader:
        """As ``Connection.reader``, of this piece alone."""
        ...


@runtime_checkable
class Parted(Protocol[StreamT_contra]):
    """What the connection of a source has besides, whose pieces are taken one by one: each is read for all streams
    before the next one, and one that cannot be taken is set aside while the others go on."""

    def parts(
        self, streams: Mapping[str, StreamT_contra], memory: PartMemory, note: Callable[[str], None]
    ) -> Iterator[Part[StreamT_contra]]:
        """The pieces that wait, in their order, without those that are remembered. Each is let go of when the next one
        is asked for, and when the iterator is closed. ``note`` is told what a person should know."""
        ...

    def put_away(self, done: Iterable[TakenPart], streams: Mapping[str, StreamT_contra]) -> None:
        """Called after publishing, with every piece that the run has done with; idempotent. Archives those of which all
        streams were taken, moves those that were set aside out of the way with ``detail`` beside them, and gives back
        those that were left alone. Raises ``OutputError`` where it cannot; then the next run does it."""
        ...


class Source(Protocol[StreamT_contra]):
    """The declaration of a source: frozen settings that open a connection."""

    def connect(self) -> AbstractContextManager[Connection[StreamT_contra]]:
        """Opens the source, read-only. Raises ``Unavailable``, ``AccessDenied``, ``DriverMissing``, ``ConfigError``."""
        ...


@dataclass(frozen=True, slots=True)
class Mapped:
    """What became of a batch: records by entity, rejects, and how many rows were taken and filtered.

    Rows of the batch = ``taken`` + ``filtered`` + ``len(rejects)``. A row with a fault in any of its mappings is
    rejected whole: none of its records goes on.
    """

    records: tuple[Records, ...]
    rejects: tuple[Reject, ...]
    taken: int
    filtered: int


class Mapper(Protocol):
    """Turns batches of one stream into records; pure."""

    def __call__(self, batch: Batch) -> Mapped:
        """The records and rejects of ``batch``."""
        ...


class Stage(Protocol):
    """A step between mapper and sink with a state of its own (duplicates, documents, changes)."""

    def __call__(self, batch: Batch, mapped: Mapped) -> Mapped:
        """What goes on of ``mapped``; a record that does not is in the rejects, or counted."""
        ...

    def commit(self) -> Token:
        """Makes the stage's state durable, so that it can be opened again at the returned token."""
        ...

    def back_to(self, token: Token) -> None:
        """Goes back to the state of an earlier ``commit`` of this run."""
        ...

    def close(self, *, finished: bool) -> None:
        """Gives back what it holds; after a finished run its state on disk goes too."""
        ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a sink must know before it is opened: the columns of each entity it will get, and the run.

    ``currency_fields``: for each entity its amounts and the field that names their currency ("": unknown); an entity
    that is not in it keeps the source's own scale. ``folder`` is what relative paths in the sink's settings start
    from. ``publishing`` is true when the run was killed after everything had been committed: some of it may be visible
    already. ``known`` is the token that the ledger has
    of the last run that was published, None if there was none. ``pipeline`` is its name, "" where there is no ledger.
    ``first``: the ledger knows of no run of it that was finished before; what is at the receiver then, it does not
    know.
    """

    schemas: Mapping[str, pa.Schema]
    currency_fields: Mapping[str, Mapping[str, str]]
    run_id: str
    started_at: datetime
    folder: Path
    publishing: bool = False
    known: Token | None = None
    pipeline: str = ""
    first: bool = False


class Sink(Protocol):
    """Where records go. Opened by its declaration with a ``Delivery`` and a token (None: a run that begins).

    One thread opens it and makes all calls, which need not be the engine's.
    """

    def write(self, records: Records) -> None:
        """Takes records; they need not be durable yet."""
        ...

    def commit(self) -> Token:
        """Makes everything written durable. Opened again at the returned token, all written later is forgotten."""
        ...

    def publish(self) -> Token:
        """Makes everything committed visible; idempotent, as a kill may come between its steps. The returned token is
        handed to the next run as ``Delivery.known``."""
        ...

    def outputs(self) -> Sequence[str]:
        """Where a person finds what this run publishes: paths, addresses."""
        ...

    def close(self) -> None:
        """Gives back what it holds, without publishing; what was committed stays for ``open`` at its token."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receiver answered when it took records of one entity: how many, the lowest and the highest of their
    sequence numbers, and in its own words what proves it (a delivery tag, an offset, an HTTP status and request id)."""

    entity: str
    records: int
    first: int
    last: int
    answer: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that a receiver will not take however often it is sent, and why, in the receiver's own words.

    ``record`` is the one record, as the sink was given it.
    """

    record: Records
    words: str


@runtime_checkable
class Answering(Protocol):
    """What a sink has besides whose receiver answers for what it took. Both methods are called behind each ``commit``
    and behind ``publish``, by the thread that made it, and tell what came since they were called last.

    Behind ``publish`` every record that was written is in a receipt or in a refusal, once. A sink that shows records at
    once tells it behind each ``commit``; one that holds them back until the end of the run (a database, the embedded
    queue) gives its receipts, and may refuse records still, behind ``publish``: after all else was published. A run
    that was killed in between hears again of what no checkpoint knows: of a record that is sent again, or published
    again, the receiver's answer is told again.
    """

    def receipts(self) -> Sequence[Receipt]:
        """What the receiver took."""
        ...

    def refusals(self) -> Sequence[Refusal]:
        """What it refused; all else that was written it has taken, or takes when it is published."""
        ...


class AnsweringSink(Sink, Answering, Protocol):
    """A sink that answers."""


class SinkSettings(Protocol):
    """The declaration of a sink: frozen settings that open it. They may have ``remote``, true where it is reached over
    a network, so that records wait in the spool for it; and ``repeatable``, false where a repeat is there twice."""

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        """Opens the sink at ``token``. Raises ``OutputError``, or ``StateMismatch`` where the sink does not hold what
        the token says."""
        ...
