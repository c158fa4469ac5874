"""Where records go: one sink or several, and on which terms each of them is delivered to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PositiveInt

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.runs.hours import Hours
from legacy_adapters.runs.pipeline.file import Name
from legacy_adapters.runs.throttle import Throttle

ONLY = "sink"
"""The name of a sink that is the only one."""


def _hours(text: str) -> str:
    try:
        Hours.parse(text)
    except ConfigError as error:
        raise ValueError(f"{error.message}. {error.hint}") from None
    return text


class Terms(BaseModel):
    """What any sink may have besides the settings of its kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name | None = Field(
        None, description="What the sink is called in reports and receipts; needed where there are several."
    )
    deliver: Literal["whole", "as_you_go"] = Field(
        "whole",
        description="whole: records wait in the spool until all of the run was read and adds up, if the sink is "
        "reached over a network. as_you_go: they are sent while reading goes on; what was sent before a fault stays.",
    )
    hours: Annotated[str, AfterValidator(_hours)] | None = Field(
        None, description="When the sink may be delivered to, by this machine's clock, such as 20:00-06:00."
    )
    max_per_minute: PositiveInt | None = Field(None, description="How many records a minute the sink gets at most.")


class SpoolSettings(BaseModel):
    """Where records wait for their sinks, and for how long."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_bytes: PositiveInt = Field(
        10 * 1024**3,
        description="How much may wait on the disk; a run that would need more stops reading, and goes on when there "
        "is room.",
    )
    keep_days: float = Field(
        7.0, ge=0, description="How long what all sinks have taken is kept, so that `resend` can send it again."
    )


@dataclass(frozen=True, slots=True)
class Destination:
    """One sink of a pipeline, by its name."""

    name: str
    settings: SinkSettings
    terms: Terms

    @property
    def remote(self) -> bool:
        """Whether it is reached over a network, and so may be away."""
        return bool(getattr(self.settings, "remote", False))


@dataclass(frozen=True, slots=True)
class SinkLimits:
    """How fast, and when, a sink may be delivered to."""

    throttle: Throttle | None
    hours: Hours | None
    at_once: int | None
    """How many records may be written at once, None for any number."""
    clock: Callable[[], datetime] = datetime.now

    @classmethod
    def of(cls, terms: Terms, sleep: Callable[[float], None]) -> SinkLimits:
        """Those that are stated."""
        rate = terms.max_per_minute
        return cls(
            throttle=None if rate is None else Throttle(rate / 60, sleep=sleep),
            hours=None if terms.hours is None else Hours.parse(terms.hours),
            at_once=None if rate is None else max(1, rate // 60),
        )

    def before(self) -> None:
        """Raises ``TryLater`` outside the hours."""
        if self.hours is not None:
            hint = "What waits stays in the spool; the next run, or `deliver`, within the hours delivers it."
            self.hours.check(self.clock(), "the sink may be delivered to", hint)

    def after(self, records: int) -> None:
        """Called behind each write: waits for the rate, then checks the hours."""
        if self.throttle is not None:
            self.throttle.after(records)
        self.before()


def spooled(destinations: tuple[Destination, ...], spool: SpoolSettings | None) -> bool:
    """Whether records wait in the spool: where it is stated, where there are several sinks, and where the only one is
    reached over a network, unless it is delivered to as one goes."""
    if len(destinations) > 1:
        return True
    only = destinations[0]
    return only.terms.deliver == "whole" and (spool is not None or only.remote)


def problem(destinations: tuple[Destination, ...], spool: Any) -> str | None:
    """What does not go together, in words; None if all is well."""
    names = [one.name for one in destinations]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        return f"two sinks are called {twice[0]!r}; give each a `name` of its own"
    direct = [one.name for one in destinations if one.terms.deliver == "as_you_go"]
    if direct and len(destinations) > 1:
        return f"{direct[0]} cannot be delivered to as you go, as there are other sinks: all get a run whole"
    if direct and spool is not None:
        return "deliver: as_you_go uses no spool; leave one of the two out"
    return None
