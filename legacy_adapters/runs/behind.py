"""A sink in a thread of its own: while it writes one batch, the next is read and mapped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from legacy_adapters.core.protocols import Answering, Receipt, Refusal, Sink, Token
from legacy_adapters.core.records import Records


class SinkBehind:
    """Opens a sink and works with it in one thread, in the order of the calls.

    ``write`` only hands over: what goes wrong there is raised by the next call, so at the latest by the ``commit`` that
    no checkpoint is saved without. At most one ``write`` is under way, so that records do not pile up in memory.
    """

    def __init__(self, open_sink: Callable[[], Sink]) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writing behind")
        self._writing: Future[None] | None = None
        try:
            self._sink = self._thread.submit(open_sink).result()
        except BaseException:
            self._thread.shutdown()
            raise

    def write(self, records: Records) -> None:
        """Waits for what is being written, and hands over the next records. Raises what the last ``write`` raised."""
        self._wait()
        self._writing = self._thread.submit(self._sink.write, records)

    def commit(self) -> Token:
        """Makes everything written durable. Raises what the last ``write`` raised."""
        self._wait()
        return self._thread.submit(self._sink.commit).result()

    def publish(self) -> Token:
        """Makes everything committed visible. Raises what the last ``write`` raised."""
        self._wait()
        return self._thread.submit(self._sink.publish).result()

    def receipts(self) -> Sequence[Receipt]:
        """What the receiver took since one asked last; nothing of one that does not answer."""
        sink = self._sink
        return self._thread.submit(sink.receipts).result() if isinstance(sink, Answering) else ()

    def refusals(self) -> Sequence[Refusal]:
        """What it refused since one asked last; nothing of one that does not answer."""
        sink = self._sink
        return self._thread.submit(sink.refusals).result() if isinstance(sink, Answering) else ()

    def outputs(self) -> Sequence[str]:
        """Where a person finds what this run publishes."""
        return self._thread.submit(self._sink.outputs).result()

    def close(self) -> None:
        """Waits for what is being written, then closes the sink. An error of that last ``write`` is not told any more:
        whoever closes before a ``commit`` has given up for a reason of their own."""
        try:
            self._thread.submit(self._sink.close).result()
        finally:
            self._thread.shutdown()

    def _wait(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.result()
