"""Which sinks there are, as data: kind → import path of its settings. Others come by the entry point group."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import entry_points
from typing import cast

from pydantic import BaseModel, ValidationError

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import SinkSettings

SINKS: Mapping[str, str] = {
    "amqp": "legacy_adapters.sinks.amqp.settings:AmqpSink",
    "amqp1": "legacy_adapters.sinks.amqp1.settings:Amqp1Sink",
    "file": "legacy_adapters.sinks.files.settings:FileSink",
    "database": "legacy_adapters.sinks.database.settings:DatabaseSink",
    "http": "legacy_adapters.sinks.http.settings:HttpSink",
    "kafka": "legacy_adapters.sinks.kafka.settings:KafkaSink",
    "nats": "legacy_adapters.sinks.nats.settings:NatsSink",
    "queue": "legacy_adapters.sinks.queue.settings:QueueSink",
    "redis": "legacy_adapters.sinks.redis.settings:RedisSink",
    "stdout": "legacy_adapters.sinks.files.settings:StdoutSink",
}

ENTRY_POINTS = "legacy_adapters.sinks"
"""Third parties name ``kind = "package.module:Settings"`` in this group; a kind of ours cannot be taken over."""


def kinds() -> tuple[str, ...]:
    """All kinds that can be named in a pipeline file, in the order of names."""
    return tuple(sorted({*SINKS, *(point.name for point in entry_points(group=ENTRY_POINTS))}))


def settings_of(kind: str) -> type[BaseModel]:
    """The settings of this kind: a pydantic model that fulfils ``SinkSettings``. Raises ``ConfigError`` for a kind
    that is not there, with the nearest one, and for a plug-in that cannot be loaded."""
    if kind in SINKS:
        module, _, name = SINKS[kind].partition(":")
        return cast("type[BaseModel]", getattr(import_module(module), name))
    for point in entry_points(group=ENTRY_POINTS, name=kind):
        try:
            return cast("type[BaseModel]", point.load())
        except (ImportError, AttributeError) as error:
            raise ConfigError(
                f"the sink {kind!r} cannot be loaded from {point.value}: {error}",
                hint="Install the package that it needs, or mend its entry point.",
            ) from error
    near = get_close_matches(kind, kinds(), n=1)
    hint = f"Did you mean {near[0]}?" if near else ""
    raise ConfigError(f"there is no sink of kind {kind!r}; there are {', '.join(kinds())}", where="sink", hint=hint)


def declare(values: Mapping[str, object], *, where: str = "sink") -> SinkSettings:
    """The sink that these settings describe; ``kind`` is among them. Raises ``ConfigError`` naming every wrong one."""
    settings = settings_of(str(values.get("kind", "")))
    try:
        return cast("SinkSettings", settings.model_validate(dict(values)))
    except ValidationError as error:
        found = [(".".join(map(str, problem["loc"])), problem["msg"]) for problem in error.errors()]
        lines = "; ".join(f"{place}: {message}" if place else message for place, message in found)
        raise ConfigError(lines, where=where) from None
