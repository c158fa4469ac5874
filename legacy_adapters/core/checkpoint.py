"""What is saved after each commit, in one transaction: nothing less can be resumed without losing or doubling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(slots=True)
class Rows:
    """The rows of one stream: every row read is one of the other four."""

    read: int = 0
    taken: int = 0
    unchanged: int = 0
    filtered: int = 0
    rejected: int = 0

    @property
    def balanced(self) -> bool:
        """rows read = taken + unchanged + filtered + rejected."""
        return self.read == self.taken + self.unchanged + self.filtered + self.rejected


@dataclass(slots=True)
class Delivered:
    """The records of one entity of one stream: every record produced is one of the other four.

    ``waiting`` are in the spool, ``refused`` was what the receiver did not take; each of those is a reject. ``sums``
    has the total of each amount field over the delivered records and those that wait.
    """

    produced: int = 0
    delivered: int = 0
    waiting: int = 0
    held: int = 0
    refused: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)

    @property
    def balanced(self) -> bool:
        """records produced = delivered + waiting + held + refused."""
        return self.produced == self.delivered + self.waiting + self.held + self.refused


@dataclass(slots=True)
class Tally:
    """The balance of one stream: its rows, its records by entity, and how many of its rejects are new."""

    rows: Rows = field(default_factory=Rows)
    records: dict[str, Delivered] = field(default_factory=dict)
    new_rejects: int = 0

    @property
    def balanced(self) -> bool:
        """Whether rows and records of every entity add up."""
        return self.rows.balanced and all(d.balanced for d in self.records.values())


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a run stands: positions by stream and part, streams read to their end, the sink's token, the state of each
    stage by name, the tallies by stream, and the next sequence number. ``back`` is set inside a piece that is taken
    whole or not at all; ``alone`` are the next pieces, where each is to be taken by itself though it is small."""

    positions: Mapping[str, Mapping[str, str]]
    finished: frozenset[str]
    token: str | None
    stages: Mapping[str, str]
    tallies: Mapping[str, Tally]
    next_sequence: int
    back: ReturnPoint | None = None
    alone: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReturnPoint:
    """Where a run stood before it began to read the piece ``part``: it goes back there if the piece cannot be taken.

    ``last_reject`` is the number of the last reject that the ledger had by then.
    """

    part: str
    checkpoint: Checkpoint
    last_reject: int


@dataclass(frozen=True, slots=True)
class SeenRow:
    """What is remembered of a delivered row, to know it again: hashes of its key and content, and its watermark in a
    form that sorts as text (None where it has none)."""

    key: bytes
    content: bytes
    watermark: str | None
