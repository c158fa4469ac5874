"""Ctrl-C and SIGTERM: the batch at hand is finished and its checkpoint saved, then the run ends in order."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType

from legacy_adapters.core.errors import LegacyAdaptersError


class Interrupted(LegacyAdaptersError):
    """The run was asked to end. The next run goes on from here."""

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """130 after Ctrl-C, 143 after SIGTERM."""
        return 128 + self.number

    def __init__(self, number: int) -> None:
        name = "Ctrl-C" if number == signal.SIGINT else signal.Signals(number).name
        super().__init__(f"ended by {name}", hint="What was read is saved; start the run again to go on from there.")
        self.number = number


class Interruption:
    """Notices signals while it is entered; a second Ctrl-C is Python's own KeyboardInterrupt at once.

    Outside the main thread signals cannot be noticed, and ``check`` never raises.
    """

    def __init__(self) -> None:
        self._number: int | None = None
        self._asked = threading.Event()
        self._before: dict[int, signal.Handlers | int | None] = {}

    def __enter__(self) -> Interruption:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._note)  # type: ignore[assignment]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
            # What came too late for this work is meant for the work around it, such as a loop of runs.
            if (
                error is None
                and number == self._number
                and isinstance(getattr(handler, "__self__", None), Interruption)
            ):
                signal.raise_signal(number)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        if self._number is not None and number == signal.SIGINT:
            raise KeyboardInterrupt
        self._number = number
        self._asked.set()

    @property
    def event(self) -> threading.Event:
        """Set when the run is asked to end: for whatever waits."""
        return self._asked

    @property
    def asked(self) -> bool:
        """Whether the run was asked to end."""
        return self._asked.is_set()

    def check(self) -> None:
        """Raises ``Interrupted`` if the run was asked to end."""
        if self._number is not None:
            raise Interrupted(self._number)

    def sleep(self, seconds: float) -> None:
        """Waits, but not beyond the moment when the run is asked to end."""
        self._asked.wait(seconds)
        self.check()
