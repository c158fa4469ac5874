"""A sink that is written to no faster, and at no other hours, than the pipeline file allows."""

from __future__ import annotations

from collections.abc import Sequence

from legacy_adapters.core.protocols import AnsweringSink, Receipt, Refusal, Token
from legacy_adapters.core.records import Records
from legacy_adapters.runs.pipeline.destinations import SinkLimits


class PacedSink:
    """Passes everything on, in pieces that the limits allow at once."""

    def __init__(self, sink: AnsweringSink, limits: SinkLimits) -> None:
        self._sink = sink
        self._limits = limits

    def write(self, records: Records) -> None:
        """Takes records; waits as long as the limits want. Raises ``TryLater`` outside the hours."""
        at_once = self._limits.at_once or records.count or 1
        for start in range(0, records.count, at_once):
            piece = records.slice(start, min(at_once, records.count - start))
            self._sink.write(piece)
            self._limits.after(piece.count)

    def commit(self) -> Token:
        """Makes everything written durable."""
        return self._sink.commit()

    def publish(self) -> Token:
        """Makes everything committed visible."""
        return self._sink.publish()

    def receipts(self) -> Sequence[Receipt]:
        """What the receiver took."""
        return self._sink.receipts()

    def refusals(self) -> Sequence[Refusal]:
        """What it refused."""
        return self._sink.refusals()

    def outputs(self) -> Sequence[str]:
        """Where a person finds what was written."""
        return self._sink.outputs()

    def close(self) -> None:
        """Gives back what it holds."""
        self._sink.close()
