"""The hours in which a source in daily use may be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Self

from legacy_adapters.core.errors import ConfigError, TryLater

_FORM = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*", re.ASCII)

_GOES_ON = "What was read is saved; the next run within the hours goes on from there."


@dataclass(frozen=True, slots=True)
class Hours:
    """From ``start`` until before ``end`` every day, by this machine's clock; over midnight where it ends earlier.

    The same time twice is the whole day.
    """

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Self:
        """The hours written as ``20:00-06:00``; ``24:00`` is midnight. Raises ``ConfigError``."""
        found = _FORM.fullmatch(text)
        if found is not None:
            from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
            try:
                return cls(_time(from_hour, from_minute), _time(to_hour, to_minute))
            except ValueError:
                pass
        raise ConfigError(f"{text!r} are no hours", where="hours", hint="Write them as 20:00-06:00.")

    def include(self, moment: time) -> bool:
        """Whether the source may be read at this local time."""
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    def check(self, now: datetime, may: str = "the source may be read", hint: str = _GOES_ON) -> None:
        """Raises ``TryLater`` outside the hours; ``now`` is local time, ``may`` says what is allowed within them."""
        if not self.include(now.time()):
            raise TryLater(
                f"it is {now:%H:%M}, and {may} from {self} only",
                where="hours",
                hint=hint,
            )

    def __str__(self) -> str:
        return f"{self.start:%H:%M} to {self.end:%H:%M}"


def _time(hour: int, minute: int) -> time:
    return time(0, 0) if (hour, minute) == (24, 0) else time(hour, minute)
