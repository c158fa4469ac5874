"""What becomes of files once a run is published: archive, quarantine, or back to their names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from legacy_adapters.core.protocols import TakenPart
from legacy_adapters.sources.files.folder.drop_folder import DropFolder


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the ledger keeps of a file, so that any process can put it away."""

    place: str
    digest: str

    @classmethod
    def of(cls, text: str) -> Receipt:
        """What ``dump`` wrote."""
        return cls(*json.loads(text))

    def dump(self) -> str:
        """As text."""
        return json.dumps([self.place, self.digest], ensure_ascii=False)


def put_away(
    folder: DropFolder,
    done: Iterable[TakenPart],
    wanting: Callable[[str], Sequence[str]],
    copies: Iterable[Receipt] = (),
) -> None:
    """Moves what a run has done with; ``wanting`` says which streams are read of a file of this name, ``copies`` are
    other files with a content that was taken."""
    by_receipt: dict[str, list[TakenPart]] = {}
    for part in done:
        by_receipt.setdefault(part.receipt, []).append(part)
    for receipt, parts in by_receipt.items():
        _put_away(folder, Receipt.of(receipt), parts, wanting(parts[0].name))
    for copy in copies:
        folder.put_away(copy.place, copy.digest, datetime.now(UTC))


def _put_away(folder: DropFolder, receipt: Receipt, parts: Sequence[TakenPart], wanting: Sequence[str]) -> None:
    outcomes = {part.outcome for part in parts}
    if "set aside" in outcomes:
        report = next(part.detail for part in parts if part.outcome == "set aside")
        folder.quarantine(receipt.place, receipt.digest, report)
    elif "left alone" in outcomes:
        folder.release(receipt.place)
    elif {part.stream for part in parts} >= set(wanting):
        folder.put_away(receipt.place, receipt.digest, parts[0].at)
