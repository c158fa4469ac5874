"""A sink whose receiver answers nothing: what it took is counted here, so that there are receipts for every sink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow.compute as pc

from legacy_adapters.core.protocols import Answering, AnsweringSink, Receipt, Refusal, Sink, Token
from legacy_adapters.core.records import Records


def answering(sink: Sink) -> AnsweringSink:
    """The sink itself where it answers, else one that counts what was written to it."""
    return sink if isinstance(sink, Answering) else Unanswered(sink)


class Unanswered:
    """Passes everything on; a receipt has an empty answer."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._written: dict[str, Receipt] = {}

    def write(self, records: Records) -> None:
        """Takes records."""
        self._sink.write(records)
        if not records.count:
            return
        span = pc.min_max(records.sequences)
        first, last = span["min"].as_py(), span["max"].as_py()
        before = self._written.get(records.entity, Receipt(records.entity, 0, first, last, ""))
        self._written[records.entity] = replace(
            before,
            records=before.records + records.count,
            first=min(before.first, first),
            last=max(before.last, last),
        )

    def commit(self) -> Token:
        """Makes everything written durable."""
        return self._sink.commit()

    def publish(self) -> Token:
        """Makes everything committed visible."""
        return self._sink.publish()

    def receipts(self) -> Sequence[Receipt]:
        """One for each entity of which something was written."""
        written, self._written = list(self._written.values()), {}
        return written

    def refusals(self) -> Sequence[Refusal]:
        """None: such a sink takes a record, or the run ends."""
        return ()

    def outputs(self) -> Sequence[str]:
        """Where a person finds what was written."""
        return self._sink.outputs()

    def close(self) -> None:
        """Gives back what it holds."""
        self._sink.close()
