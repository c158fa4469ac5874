"""What the client says by itself, from its own threads: which of it ends a run, and which topics there are."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any, Final

from confluent_kafka import KafkaError, KafkaException

from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.queues.kafka.faults import told

MOMENT: Final = 0.1
"""Seconds that one waits before one looks whether an error has come."""

_PASSING = frozenset({KafkaError._TRANSPORT, KafkaError._RESOLVE, KafkaError._ALL_BROKERS_DOWN})  # noqa: SLF001 - so called


def quiet_logger() -> logging.Logger:
    """Where the client's log goes: all of it is raised too, or is of no interest."""
    logger = logging.getLogger("confluent_kafka")
    logger.setLevel(logging.CRITICAL)
    return logger


class Hearing:
    """The last thing that the client ``said``, and the ``error`` that everything ends with once it has come. Once it
    ``is_open``, that all brokers are away may pass."""

    def __init__(self, where: str) -> None:
        self._where = where
        self.is_open = False
        self.said: KafkaError | None = None
        self.error: LegacyAdaptersError | None = None

    def on_error(self, error: KafkaError) -> None:
        """The client goes on trying by itself, and says so here; not so for a login or a certificate."""
        if error.code() != KafkaError._ALL_BROKERS_DOWN or self.said is None:  # noqa: SLF001 - so called
            self.said = error
        is_passing = error.code() in _PASSING and "certificate verify failed" not in error.str()
        down_at_once = error.code() == KafkaError._ALL_BROKERS_DOWN and not self.is_open  # noqa: SLF001 - so called
        if self.error is None and (down_at_once or not is_passing):
            self.error = told(self.said, self._where)

    def check(self) -> None:
        """Raises the error, if one has come."""
        if self.error is not None:
            raise self.error

    def topics(self, client: Any, seconds: float) -> Mapping[str, Any]:
        """The topics that are there for this user, as the client describes them. Raises what ``faults`` tells, at once
        or when nobody has answered for so long."""
        until = time.monotonic() + seconds
        while True:
            try:
                found: Mapping[str, Any] = client.list_topics(timeout=MOMENT).topics
            except KafkaException as error:
                client.poll(0)
                if self.error is None and time.monotonic() > until:
                    self.error = told(self.said or error.args[0], self._where)
                if self.error is not None:
                    raise self.error from None
            else:
                self.is_open = True
                return found
