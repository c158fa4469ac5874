"""What a pipeline file says of screens; no driver is imported here."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field, PositiveInt, PrivateAttr, WithJsonSchema

from legacy_adapters.sources.screen.declaration import Declaration
from legacy_adapters.sources.screen.recipe import Recipe

if TYPE_CHECKING:
    from legacy_adapters.sources.screen.connection import ScreenConnection

_RECIPE = WithJsonSchema({"type": "string", "examples": ["scraper:nordhandel/journal", "scrapers/journal.yaml"]})


class ScreenStream(Declaration):
    """One screen: its recipe, and the parameters that this stream gives it."""

    recipe: Annotated[Recipe, _RECIPE] = Field(
        description="The recipe: a path, or `scraper:APPLICATION/SCREEN` for one that is shipped."
    )
    params: dict[str, str] = Field(
        {}, repr=False, description="Parameters of the recipe, besides those that the source has for all streams."
    )

    @property
    def unique_key(self) -> tuple[str, ...]:
        """The columns that tell one row from all others."""
        return self.recipe.key


class ScreenSource(Declaration):
    """Screens of an application, read in a browser that nobody sees."""

    stream_settings: ClassVar[type[ScreenStream]] = ScreenStream
    batch_is_checkpoint: ClassVar[bool] = True
    """A page is expensive: each is saved as soon as it was read."""

    kind: Literal["screen"] = Field("screen", description="Screens of an application, in a browser.")
    id: str | None = Field(
        None,
        min_length=1,
        description="What the source is called in every record's identity; the pipeline's name unless stated. "
        "Never change it.",
    )
    params: dict[str, str] = Field(
        {},
        repr=False,
        description="Parameters of the recipes. Write secrets as ${env:NAME}, ${file:PATH} or ${keyring:NAME}.",
    )
    company: str | None = Field(
        None, min_length=1, description="The company_id of records whose row does not have one of its own."
    )
    evidence: str | None = Field(
        None,
        min_length=1,
        description="The folder for what is kept of a failure: pictures, pages, a trace. `.legacy_adapters/evidence` "
        "unless stated.",
    )
    keep_pages: str | None = Field(
        None, min_length=1, description="A folder in which every page that is read is kept, to be named in `origin`."
    )
    max_rows_per_second: PositiveInt | None = Field(None, description="The most rows that are read per second.")
    hours: str | None = Field(
        None,
        pattern=r"^\s*([01]?\d|2[0-4]):[0-5]\d\s*[-–]\s*([01]?\d|2[0-4]):[0-5]\d\s*$",
        description="When the source may be read, in this machine's local time: `20:00-06:00`.",
    )
    _folder: Path = PrivateAttr(default_factory=Path.cwd)

    def model_post_init(self, context: Any, /) -> None:
        """Remembers the folder that relative paths start from."""
        folder = context.get("folder") if isinstance(context, Mapping) else None
        self._folder = folder if isinstance(folder, Path) else Path.cwd()

    @property
    def folder(self) -> Path:
        """What a relative path starts from."""
        return self._folder

    def connect(self) -> AbstractContextManager[ScreenConnection]:
        """Makes the screens ready to be read; a browser is started with the first one. Raises ``DriverMissing``."""
        from legacy_adapters.sources.screen.connection import connect

        return connect(self)
