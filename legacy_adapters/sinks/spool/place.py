"""Where a run is in the spool: how much of it was written, and how far a sink has come."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from legacy_adapters.core.errors import StateMismatch


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the spool: the segment, counted from 1, the byte in it at which a frame begins, and how many records
    of that frame are behind it."""

    segment: int = 1
    offset: int = 0
    records: int = 0

    def dump(self) -> str:
        """As text for the ledger."""
        return f"{self.segment}:{self.offset}:{self.records}"

    @classmethod
    def load(cls, text: str | None) -> Place:
        """From the ledger's text; the beginning where there is none."""
        if text is None:
            return cls()
        segment, offset, records = map(int, text.split(":"))
        return cls(segment, offset, records)


@dataclass(frozen=True, slots=True)
class SpoolToken:
    """What of a run is durable: everything before ``end``, ``records`` of it in ``frames``."""

    run: str
    end: Place = Place()
    frames: int = 0
    records: int = 0

    def dump(self) -> str:
        """As text for the ledger."""
        return json.dumps({"version": 1, "kind": "spool"} | asdict(self), separators=(",", ":"))

    @classmethod
    def load(cls, token: str) -> SpoolToken:
        """From the ledger's text. Raises ``StateMismatch`` where it is not one of the spool."""
        try:
            kept = json.loads(token)
            if kept["kind"] != "spool":
                raise ValueError(token)
            end = Place(int(kept["end"]["segment"]), int(kept["end"]["offset"]))
            return cls(str(kept["run"]), end, int(kept["frames"]), int(kept["records"]))
        except (ValueError, KeyError, TypeError) as error:
            hint = "The sink may have been changed since that run: begin it anew (--full)."
            raise StateMismatch("the ledger's account of the output is not one of the spool", hint=hint) from error
