"""Which sources and databases there are, as data: name → import path. Third parties come by the entry point group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from pydantic import BaseModel, ValidationError

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.core.protocols import Connection, Source

SOURCES: Final[Mapping[str, str]] = {
    "amqp": "legacy_adapters.sources.amqp.settings:AmqpSource",
    "database": "legacy_adapters.sources.database.settings:DatabaseSource",
    "files": "legacy_adapters.sources.files.settings:FilesSource",
    "kafka": "legacy_adapters.sources.kafka.settings:KafkaSource",
    "nats": "legacy_adapters.sources.nats.settings:NatsSource",
    "queue": "legacy_adapters.sources.queue.settings:QueueSource",
    "redis": "legacy_adapters.sources.redis.settings:RedisSource",
    "screen": "legacy_adapters.sources.screen.settings:ScreenSource",
}
"""Kind of a source → its settings, a pydantic model that fulfils ``Source`` and names in ``stream_settings`` the model
of what a pipeline file says of one of its streams."""

ENTRY_POINTS: Final = "legacy_adapters.sources"
"""Third parties name ``kind = "package.module:Settings"`` in this group; a kind of ours cannot be taken over."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """How to reach one kind of database: a function from its settings to an open connection, and what to install."""

    path: str
    install: str


DATABASES: Final[Mapping[str, Adapter]] = {
    "sqlite": Adapter("legacy_adapters.sources.database.sqlite:connect", "pip install legacy-adapters"),
    "postgresql": Adapter(
        "legacy_adapters.sources.database.postgresql:connect", 'pip install "legacy-adapters[postgresql]"'
    ),
    "odbc": Adapter("legacy_adapters.sources.database.odbc:connect", 'pip install "legacy-adapters[odbc]"'),
}
"""What a database's URL begins with → its adapter."""

Connect: TypeAlias = Callable[[Any], AbstractContextManager[Connection[Any]]]
"""Opens what a ``DatabaseSource`` declares."""


def kinds() -> tuple[str, ...]:
    """All kinds of sources that can be named in a pipeline file, in the order of names."""
    return tuple(sorted({*SOURCES, *(point.name for point in entry_points(group=ENTRY_POINTS))}))


def settings_of(kind: str) -> type[BaseModel]:
    """The settings of this kind of source. Raises ``ConfigError`` for a kind that is not there, with the nearest one,
    and for a plug-in that cannot be loaded."""
    if kind in SOURCES:
        return cast("type[BaseModel]", _load(SOURCES[kind]))
    for point in entry_points(group=ENTRY_POINTS, name=kind):
        try:
            return cast("type[BaseModel]", point.load())
        except (ImportError, AttributeError) as error:
            raise ConfigError(
                f"the source {kind!r} cannot be loaded from {point.value}: {error}",
                hint="Install the package that it needs, or mend its entry point.",
            ) from error
    near = get_close_matches(kind, kinds(), n=1)
    hint = f"Did you mean {near[0]}?" if near else ""
    raise ConfigError(f"there is no source of kind {kind!r}; there are {', '.join(kinds())}", where="source", hint=hint)


def stream_settings_of(kind: str) -> type[BaseModel]:
    """The settings of a stream of this kind of source. Raises what ``settings_of`` raises."""
    return cast("type[BaseModel]", cast("Any", settings_of(kind)).stream_settings)


def declare_source(values: Mapping[str, object], *, folder: Path, source_id: str | None = None) -> Source[Any]:
    """The source that these settings describe; ``kind`` is among them. Relative paths start from ``folder``, and
    ``source_id`` is taken where the settings state no ``id``.

    Raises ``ConfigError`` naming every wrong setting, but none of their values.
    """
    settings = settings_of(str(values.get("kind", "")))
    given = dict(values) if source_id is None else {"id": source_id} | dict(values)
    try:
        return cast("Source[Any]", settings.model_validate(given, context={"folder": folder}))
    except ValidationError as error:
        found = [(".".join(map(str, problem["loc"])), problem["msg"]) for problem in error.errors()]
        lines = "; ".join(f"{place}: {message}" if place else message for place, message in found)
        raise ConfigError(lines, where="source") from None


def database_adapter(url: str) -> Connect:
    """The adapter for this database URL.

    Raises ``ConfigError`` for one that is not known, naming those that are, and ``DriverMissing`` with the command
    that installs what the adapter needs.
    """
    scheme = url.partition(":")[0].partition("+")[0].lower()
    adapter = DATABASES.get(scheme)
    if adapter is None:
        raise ConfigError(
            f"no adapter for databases of kind {scheme[:40]!r}; there are {', '.join(DATABASES)}",
            where="source.url",
            hint=_url_hint(scheme),
        )
    try:
        return cast("Connect", _load(adapter.path))
    except ModuleNotFoundError as error:
        if str(error.name).startswith("legacy_adapters."):
            raise
        raise DriverMissing(
            f"{scheme} databases need the package {error.name}, which is not installed",
            where="source.url",
            hint=f"Install it: {adapter.install}",
        ) from error


def _url_hint(scheme: str) -> str:
    if len(scheme) == 1:
        return "A file is named like this: sqlite:///C:/data/old.db"
    near = get_close_matches(scheme, DATABASES, n=1)
    if near:
        return f"Did you mean {near[0]}?"
    return "Every database with an ODBC driver can be read: odbc:Driver={…};Database=…"


def _load(path: str) -> object:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)
