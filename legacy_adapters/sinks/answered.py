"""What a receiver answers for the records that it was handed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow.compute as pc

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.protocols import Receipt, Refusal
from legacy_adapters.core.records import Records

MOST_REFUSED = 10_000
"""With more records refused since the last commit it is no matter of records, and the run is not gone on with."""

SHOWN = 5


class Parcel:
    """Records that were handed to a receiver, who takes all of them but those that it refuses."""

    __slots__ = ("records", "refused")

    def __init__(self, records: Records) -> None:
        self.records = records
        self.refused: dict[int, str] = {}

    def refuse(self, rows: Iterable[int], words: str) -> None:
        """These of the records are not taken, in the receiver's words."""
        for row in rows:
            self.refused[row] = words

    def receipt(self, answer: str) -> Receipt | None:
        """That all others were taken, and what proves it; None where there are none."""
        records, count = self.records, self.records.count - len(self.refused)
        if not count:
            return None
        if records.sequence is None:
            # The rows are in the order of their numbers.
            first = next(row for row in range(records.count) if row not in self.refused)
            last = next(row for row in reversed(range(records.count)) if row not in self.refused)
            return Receipt(records.entity, count, records.first_sequence + first, records.first_sequence + last, answer)
        taken = [row for row in range(records.count) if row not in self.refused]
        numbers = pc.min_max(records.sequence.take(taken) if self.refused else records.sequence)
        return Receipt(records.entity, count, numbers["min"].as_py(), numbers["max"].as_py(), answer)


class Answered:
    """Receipts and refusals, kept until they are asked for; ``taken`` counts the records of all receipts ever."""

    def __init__(self) -> None:
        self._receipts: list[Receipt] = []
        self._refusals: list[Refusal] = []
        self.taken = 0

    def settle(self, parcel: Parcel, answer: str) -> None:
        """The receiver has answered for all of a parcel. Raises ``OutputError`` as ``refuse`` does."""
        for row in sorted(parcel.refused):
            self.refuse(Refusal(parcel.records.slice(row, 1), parcel.refused[row]))
        if (receipt := parcel.receipt(answer)) is not None:
            self.take(receipt)

    def add(self, other: Answered) -> None:
        """Keeps what another one has. Raises ``OutputError`` as ``refuse`` does."""
        for refusal in other.refusals():
            self.refuse(refusal)
        for receipt in other.receipts():
            self.take(receipt)

    def take(self, receipt: Receipt) -> None:
        """Keeps a receipt."""
        self._receipts.append(receipt)
        self.taken += receipt.records

    def refuse(self, refusal: Refusal) -> None:
        """Keeps a refusal. Raises ``OutputError`` for one too many."""
        self._refusals.append(refusal)
        if len(self._refusals) > MOST_REFUSED:
            raise refused_error(self._refusals)

    @property
    def refused(self) -> int:
        """How many refusals nobody has asked for yet."""
        return len(self._refusals)

    def receipts(self) -> Sequence[Receipt]:
        """Those that came since one asked last."""
        told, self._receipts = self._receipts, []
        return told

    def refusals(self) -> Sequence[Refusal]:
        """Those that came since one asked last."""
        told, self._refusals = self._refusals, []
        return told


def named(record: Records) -> str:
    """One record for a person: its entity, and its id or where it came from."""
    return f"{record.entity} {record.record_id[0].as_py() or record.origin[0].as_py() or 'without a key'}"


def refused_error(refusals: Sequence[Refusal]) -> OutputError:
    """All of them as one error that names the first."""
    lines = [f"{named(one.record)} ({one.words})" for one in refusals[:SHOWN]]
    more = f", and {len(refusals) - SHOWN:,} more" if len(refusals) > SHOWN else ""
    records = "1 record was" if len(refusals) == 1 else f"{len(refusals):,} records were"
    hint = "The other records were taken. Correct these at the source or in the mapping, and run again."
    return OutputError(f"{records} refused: {'; '.join(lines)}{more}", where=named(refusals[0].record), hint=hint)
