"""Sinks, their terms, and whether records wait for them."""

from __future__ import annotations

from datetime import datetime

import pytest

from legacy_adapters.core.errors import TryLater
from legacy_adapters.runs.pipeline.destinations import Destination, SinkLimits, SpoolSettings, Terms, problem, spooled
from legacy_adapters.sinks.amqp.settings import AmqpSink
from legacy_adapters.sinks.database.settings import DatabaseSink
from legacy_adapters.sinks.files.settings import FileSink

FILE = Destination("files", FileSink(path="a.csv"), Terms())
BUS = Destination("bus", AmqpSink(url="amqp://h", exchange="e", routing_key="k"), Terms())
NOW = Terms(deliver="as_you_go")


@pytest.mark.parametrize(
    ("sinks", "spool", "waits"),
    [
        ((FILE,), None, False),
        ((FILE,), SpoolSettings(), True),
        ((BUS,), None, True),
        ((Destination("bus", BUS.settings, NOW),), None, False),
        ((FILE, BUS), None, True),
        ((Destination("db", DatabaseSink(url="sqlite:///a.db"), Terms()),), None, False),
        ((Destination("db", DatabaseSink(url="postgresql://h/d"), Terms()),), None, True),
    ],
)
def test_records_wait_for_what_may_be_away(
    sinks: tuple[Destination, ...], spool: SpoolSettings | None, waits: bool
) -> None:
    """And for several sinks, or where it is stated; not for what shows a run whole by itself."""
    assert spooled(sinks, spool) is waits


def test_what_does_not_go_together_is_said() -> None:
    """In words for the pipeline file's author."""
    at_once = Destination("bus", BUS.settings, NOW)
    assert problem((FILE, BUS), None) is None
    assert "two sinks are called 'files'" in str(problem((FILE, FILE), None))
    assert "cannot be delivered to as you go" in str(problem((at_once, FILE), None))
    assert "uses no spool" in str(problem((at_once,), SpoolSettings()))


def test_a_limit_slows_down_and_hours_end() -> None:
    """Records are paid for afterwards."""
    waited: list[float] = []
    limits = SinkLimits.of(Terms(max_per_minute=120), waited.append)
    assert limits.at_once == 2
    limits.after(2)
    assert waited == [pytest.approx(1.0, abs=0.2)]
    assert SinkLimits.of(Terms(max_per_minute=1), waited.append).at_once == 1
    night = SinkLimits.of(Terms(hours="20:00-06:00"), waited.append)
    noon = SinkLimits(night.throttle, night.hours, night.at_once, clock=lambda: datetime(2026, 1, 1, 12))
    with pytest.raises(TryLater, match="it is 12:00, and the sink may be delivered to from 20:00 to 06:00 only"):
        noon.before()
    SinkLimits.of(Terms(), waited.append).before()
