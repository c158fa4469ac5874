"""What all sources that read events from a queue have in common in the pipeline file; no driver is imported here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, PrivateAttr

HOURS = r"^\s*([01]?\d|2[0-4]):[0-5]\d\s*[-–]\s*([01]?\d|2[0-4]):[0-5]\d\s*$"


class EventStream(BaseModel):
    """The events of one entity. Without a mapping their records go on as they are."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    map_is_optional: ClassVar[bool] = True

    entity: str = Field(
        min_length=1, description="The entity whose records are read; what is an event of another one is a reject."
    )
    keep_extra: bool = Field(
        default=False, description="Whether the events have `extra`: their own mapping said `keep_extra` then."
    )


class EventSource(BaseModel):
    """How far a run reads: it takes what waits, and ends when nothing more comes or it has enough."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    takes_once: ClassVar[str] = "events"
    """A run has what earlier runs have not taken: a sink must not replace what those delivered."""

    id: str | None = Field(
        None,
        min_length=1,
        description="What the source is called in the identity of records that a mapping makes; the pipeline's name "
        "unless stated. Records that go on as they are keep their own.",
    )
    company: str | None = Field(
        None, min_length=1, description="The company_id of records whose mapping gives them none."
    )
    idle: float = Field(1.0, ge=0, le=3600, description="A run ends when nothing has come for so many seconds.")
    max_events: PositiveInt = Field(
        20_000,
        le=1_000_000,
        description="A run ends when it has taken so many events of a stream, or a few more where a message holds "
        "several. They are acknowledged together, once they are published.",
    )
    max_rows_per_second: PositiveInt | None = Field(None, description="The most events that are taken per second.")
    hours: str | None = Field(
        None, pattern=HOURS, description="When the source may be read, in this machine's local time: `20:00-06:00`."
    )
    _folder: Path = PrivateAttr(default_factory=Path.cwd)

    def model_post_init(self, context: Any, /) -> None:
        """Remembers the folder that relative paths, and the project's entities, start from."""
        folder = context.get("folder") if isinstance(context, Mapping) else None
        self._folder = folder if isinstance(folder, Path) else Path.cwd()

    @property
    def folder(self) -> Path:
        """The folder of the pipeline file."""
        return self._folder


def filled(template: str, stream: str, entity: str) -> str:
    """An address with its places: ``{entity}`` and ``{stream}``."""
    return template.replace("{entity}", entity).replace("{stream}", stream)
