"""Sends one chunk until every record of it is taken or refused."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence

import polars as pl

from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.core.protocols import Receipt, Refusal
from legacy_adapters.sinks.answered import Answered
from legacy_adapters.sinks.http.bodies import Bodies
from legacy_adapters.sinks.http.chunks import Chunk
from legacy_adapters.sinks.http.circuit import Circuit
from legacy_adapters.sinks.http.conditional import Precondition
from legacy_adapters.sinks.http.credentials import Credentials
from legacy_adapters.sinks.http.exchange import Answer, Exchange
from legacy_adapters.sinks.http.patience import NotNow, patiently
from legacy_adapters.sinks.http.proof import proof
from legacy_adapters.sinks.http.settings import HttpSink, Operation
from legacy_adapters.sinks.http.verdict import Verdict, judge


class Sender:
    """Used by several threads."""

    def __init__(
        self, settings: HttpSink, exchange: Exchange, credentials: Credentials, circuit: Circuit, bodies: Bodies
    ) -> None:
        self._settings, self._exchange, self._credentials = settings, exchange, credentials
        self._circuit, self._bodies = circuit, bodies
        self._precondition = Precondition(self._ask) if settings.if_match else None
        self._ended = threading.Event()

    def send(self, chunk: Chunk) -> Answered:
        """What the server took, with a receipt for each request, and what it refused. Raises ``Unavailable`` where it
        did not take all in time, ``AccessDenied``, ``ConfigError``, ``OutputError``."""
        answered = Answered()
        waiting = deque([chunk])
        while waiting:
            waiting.extendleft(reversed(self._settle(waiting.popleft(), answered)))
        return answered

    def end(self) -> None:
        """Nothing is waited for any more."""
        self._ended.set()

    def _settle(self, chunk: Chunk, answered: Answered) -> Sequence[Chunk]:
        """Sends it until nothing is left for later; what is to be sent again, otherwise."""
        for attempt in patiently(self._settings.patience, self._ended):
            with attempt:
                verdict = self._try(chunk, answered)
                if verdict.later is None:
                    return verdict.again
                chunk = verdict.later
                raise NotNow(f"the server does not take {chunk.count} records now", where=chunk.named())
        raise AssertionError("it returns or raises")

    def _try(self, chunk: Chunk, answered: Answered) -> Verdict:
        operation = self._settings.operation(chunk.operation)
        assert operation is not None, "chunks have an operation that is stated"
        content, headers = self._content(chunk, operation)
        if self._precondition is None:
            answer = self._ask(operation.method, chunk.address, content, headers)
        else:
            answer = self._precondition.ask(operation.method, chunk.address, content, headers)
        # A deletion has no list of answers: its status says it.
        verdict = judge(chunk, answer, operation.method, self._settings.answers if operation.has_body else None)
        for one in verdict.refused:
            record = chunk.records.slice(chunk.frame["row"][one.row], 1)
            answered.refuse(Refusal(record, f"{one.status}{one.words}"))
        if (receipt := _receipt(chunk, verdict, answer)) is not None:
            answered.take(receipt)
        return verdict

    def _content(self, chunk: Chunk, operation: Operation) -> tuple[bytes | None, dict[str, str]]:
        headers = {"Accept": "application/json, */*;q=0.5", self._settings.idempotency_header: chunk.idempotency_key}
        headers |= self._settings.headers
        if not operation.has_body:
            return None, headers
        headers["Content-Type"] = self._settings.content_type or self._bodies.content_type
        return self._bodies.render(chunk.texts, chunk.entity, chunk.operation), headers

    def _ask(self, method: str, url: str, content: bytes | None, headers: dict[str, str]) -> Answer:
        request = self._exchange.request(method, url, content=content, headers=headers)
        if wait := self._circuit.wait():
            message = f"the server failed {self._settings.failures} times in a row and is left alone"
            raise NotNow(message, where=url.partition("?")[0], hint=f"For another {wait:,.0f} s.", after=wait)
        try:
            self._credentials.sign(request)
            answer = self._exchange.ask(request)
            if answer.status == 401 and self._credentials.renew(request):
                self._credentials.sign(request)
                answer = self._exchange.ask(request)
        except NotNow:
            self._circuit.failed()
            raise
        except LegacyAdaptersError:
            self._circuit.answered()
            raise
        if answer.status >= 500:
            self._circuit.failed()
        else:
            self._circuit.answered()
        return answer


def _receipt(chunk: Chunk, verdict: Verdict, answer: Answer) -> Receipt | None:
    """For those records of the request that were taken; None where there are none."""
    left = (*verdict.again, *((verdict.later,) if verdict.later is not None else ()))
    rows = [chunk.frame["row"][one.row] for one in verdict.refused]
    rows += [row for other in left for row in other.frame["row"]]
    taken = chunk.frame["sequence"] if not rows else chunk.frame.filter(~pl.col("row").is_in(rows))["sequence"]
    if taken.is_empty():
        return None
    return Receipt(chunk.entity, len(taken), taken.min(), taken.max(), proof(answer))  # type: ignore[arg-type]
