"""Between the runs of a loop: waits until there may be something to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.runs.interrupt import Interruption
from legacy_adapters.runs.pipeline.pipeline import load_pipeline
from legacy_adapters.runs.request import Request


@runtime_checkable
class Waits(Protocol):
    """A connection that notices when something comes."""

    def wait(self, seconds: float, stop: object) -> None:
        """Until something has changed, the time is over, or the event ``stop`` is set."""
        ...


def wait_for_work(requests: Sequence[Request], seconds: float, interruption: Interruption) -> None:
    """Waits for ``seconds``; shorter where there is one pipeline and its source notices that something came.

    Raises ``Interrupted``.
    """
    if len(requests) != 1 or not _waited(requests[0], seconds, interruption):
        interruption.sleep(seconds)
    interruption.check()


def _waited(request: Request, seconds: float, interruption: Interruption) -> bool:
    """Whether the source could be asked to notice."""
    try:
        with load_pipeline(request.path, request.params).source.connect() as connection:
            if not isinstance(connection, Waits):
                return False
            connection.wait(seconds, interruption.event)
            return True
    except LegacyAdaptersError:
        # Whatever it is, the next run says it.
        return False
