"""The limits that a pipeline puts on reading its source: rows per second, and hours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from legacy_adapters.runs.hours import Hours
from legacy_adapters.runs.throttle import Throttle


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """Kept by the run, whatever the source: a reader need not know of them."""

    throttle: Throttle | None = None
    hours: Hours | None = None
    clock: Callable[[], datetime] = datetime.now
    """Local time, as hours are those of the people at the source."""

    @classmethod
    def of(cls, source: Any, sleep: Callable[[float], None]) -> Self:
        """The limits in the settings of a source; a kind of source without such settings has none."""
        rate = getattr(source, "max_rows_per_second", None)
        hours = getattr(source, "hours", None)
        return cls(
            throttle=None if rate is None else Throttle(rate, sleep=sleep),
            hours=None if hours is None else Hours.parse(hours),
        )

    def check_hours(self) -> None:
        """Raises ``TryLater`` outside the hours."""
        if self.hours is not None:
            self.hours.check(self.clock())

    def after(self, rows: int) -> None:
        """Called behind each batch: waits for the rate, then checks the hours."""
        if self.throttle is not None:
            self.throttle.after(rows)
        self.check_hours()
