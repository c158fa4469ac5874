"""One run's delivering into the embedded queue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from legacy_adapters.core.errors import Defect, StateMismatch
from legacy_adapters.core.protocols import Delivery, Receipt, Refusal, Token
from legacy_adapters.core.records import Records
from legacy_adapters.queues.embedded.consuming import EventQueue
from legacy_adapters.queues.embedded.queue_file import QueueFile
from legacy_adapters.sinks.answered import Answered
from legacy_adapters.sinks.atomic_file import make_folder, writing
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.queue.settings import QueueSink
from legacy_adapters.sinks.queue.staging import Staging, packed
from legacy_adapters.sinks.queue.token import QueueToken

WAITING_BYTES = 16 * 1024 * 1024
"""So much is held back until it is written, as small pieces each cost an fsync."""


class QueueDelivery:
    """Holds what it writes back from all consumers until it publishes."""

    def __init__(self, settings: QueueSink, delivery: Delivery, token: Token | None) -> None:
        self._keep_days = settings.keep_days
        self._was_publishing = delivery.publishing
        self._answered = Answered()
        self._encoder = EventEncoder(delivery, settings.decimals)
        path = delivery.folder / settings.path
        with writing(path):
            make_folder(path.parent)
        self._file = QueueFile.open(path, create=True)
        self._staging = Staging(self._file, delivery.run_id)
        self._waiting: list[bytes] = []
        self._pieces = 0
        try:
            if token is None:
                known = None if delivery.known is None else QueueToken.load(delivery.known)
                self._staging.compare(delivery.pipeline, known, first=delivery.first)
                self._staging.begin(delivery.started_at, delivery.pipeline)
            else:
                self._pieces = self._resumed(QueueToken.load(token), delivery)
        except BaseException:
            self._file.close()
            raise

    def write(self, records: Records) -> None:
        """Takes the records. Raises ``OutputError``, ``StateMismatch``, ``TryLater``."""
        self._waiting.append(packed(self._encoder.encode(records)))
        if sum(map(len, self._waiting)) > WAITING_BYTES:
            self._stage()

    def commit(self) -> Token:
        """Puts what was written on the disk. Raises ``OutputError``, ``StateMismatch``, ``TryLater``."""
        self._stage()
        return QueueToken(self._file.id, self._staging.run, self._pieces).dump()

    def publish(self) -> Token:
        """Shows the run's events to consumers. Raises ``OutputError``, ``StateMismatch``, ``TryLater``."""
        if self._waiting:
            raise Defect("the queue was to publish what had not been committed")
        moved = self._staging.publish()
        for receipt in self._staging.published() if self._was_publishing else moved:
            self._answered.take(receipt)
        self._was_publishing = False
        if self._keep_days is not None:
            EventQueue(self._file).forget(timedelta(days=self._keep_days))
        return QueueToken(self._file.id, self._staging.run, self._pieces).dump()

    def receipts(self) -> Sequence[Receipt]:
        """The positions of the events, when they are published."""
        return self._answered.receipts()

    def refusals(self) -> Sequence[Refusal]:
        """None: the queue takes every record."""
        return ()

    def outputs(self) -> Sequence[str]:
        """The queue's file."""
        return (f"queue {self._file.path}",)

    def close(self) -> None:
        """Closes the file. What was committed stays in it for a run that is resumed."""
        self._file.close()

    def _stage(self) -> None:
        if self._waiting:
            self._staging.add(self._pieces + 1, self._waiting)
            self._pieces += len(self._waiting)
            self._waiting = []

    def _resumed(self, token: QueueToken, delivery: Delivery) -> int:
        if (token.queue, token.run) != (self._file.id, delivery.run_id):
            hint = "Put the queue back that the run began with, or begin the run anew (--full)."
            raise StateMismatch("this is another queue than the run began with", where=str(self._file.path), hint=hint)
        self._staging.resume(token.pieces, publishing=delivery.publishing)
        return token.pieces
