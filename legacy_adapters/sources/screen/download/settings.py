"""The file that a screen exports, and how it is written."""

from __future__ import annotations

from pydantic import Field

from legacy_adapters.sources.files.formats import FormatChoice
from legacy_adapters.sources.screen.declaration import Where


class Download(Where):
    """What is clicked to get a file, and what the file is."""

    format: FormatChoice = Field(description="How the file is written, as in a stream of a folder of files.")
    what: str | None = Field(
        None,
        min_length=1,
        alias="table",
        description="Which of several things in the file: a sheet, a table, an element.",
    )
