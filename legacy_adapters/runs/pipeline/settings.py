"""A pipeline as the run sees it: settings of the right types, and where in the file each of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legacy_adapters.core.protocols import Source
from legacy_adapters.mapping.settings import MappingSettings
from legacy_adapters.runs.pace import RejectLimit
from legacy_adapters.runs.pipeline.destinations import Destination, SpoolSettings, spooled
from legacy_adapters.runs.pipeline.stream_order import ComesAfter
from legacy_adapters.runs.pipeline.yaml_file import Node

STATE_FOLDER = ".legacy_adapters"


@dataclass(frozen=True, slots=True)
class StreamSettings:
    """What is read (the settings of the source's kind), and the records that its rows become: none are stated where
    they are records already. ``after``: the streams that come before it."""

    source: Any
    map: tuple[MappingSettings, ...]
    after: tuple[ComesAfter, ...] = ()


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One source, its streams by name, and its sinks; ``spool`` is what the file says of it, None if nothing."""

    name: str
    source: Any
    streams: Mapping[str, StreamSettings]
    destinations: tuple[Destination, ...]
    reject_limit: RejectLimit
    spool: SpoolSettings | None = None
    owner: str | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class LoadedPipeline:
    """A pipeline with everything that a run must know of its file.

    ``fingerprint`` changes with every setting that decides what comes out. ``shown_params`` are the parameters in use,
    those that hold a secret as ``***``; ``secrets_used`` says where secrets came from, as ``env:NAME``. ``notes`` are
    worth telling a person, and no errors.
    """

    pipeline: Pipeline
    path: Path
    folder: Path
    fingerprint: str
    shown_params: Mapping[str, str]
    secrets_used: tuple[str, ...]
    notes: tuple[str, ...]
    tree: Node = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """What the pipeline's state is kept under."""
        return self.pipeline.name

    @property
    def source(self) -> Source[Any]:
        """Where data is read."""
        found: Source[Any] = self.pipeline.source
        return found

    @property
    def source_id(self) -> str:
        """The part of every record's identity that says where it is from."""
        return getattr(self.pipeline.source, "id", None) or self.name

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """Where records go."""
        return self.pipeline.destinations

    @property
    def spooled(self) -> bool:
        """Whether records wait in the spool before they are delivered."""
        return spooled(self.pipeline.destinations, self.pipeline.spool)

    @property
    def spool(self) -> SpoolSettings:
        """How much may wait, and how long it is kept."""
        return self.pipeline.spool or SpoolSettings()

    @property
    def reject_limit(self) -> RejectLimit:
        """How many rejects end the run."""
        return self.pipeline.reject_limit

    @property
    def state_dir(self) -> Path:
        """Where the ledger is, unless the command line says otherwise."""
        return self.folder / STATE_FOLDER

    def where(self, *path: str | int) -> str:
        """File and line of a key, or of the nearest above it that is there: for an error that is found later."""
        node = self.tree
        for part in path:
            node = node.child(part) or node
        return str(node.place)
