"""The format of a stream's files: as the pipeline file pins it."""

from __future__ import annotations

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.at_hand import FileAtHand
from legacy_adapters.sources.files.format import Format
from legacy_adapters.sources.files.settings import FilesStream


def pinned_format(stream: FilesStream, file: FileAtHand, where: str) -> Format:
    """What the stream states. Raises ``ConfigError`` where it states nothing, with what it might: a run that guesses
    would one day guess otherwise."""
    if stream.format is not None:
        return stream.format
    from legacy_adapters.sources.files.recognise import as_yaml, recognise

    recognised = recognise(file.path)
    raise ConfigError(
        "`format` is missing: a run never guesses how files are written",
        where=where,
        hint=f"{file.name} looks as if it were\n    {as_yaml(recognised.settings)}\n  "
        + "\n  ".join(recognised.evidence),
    )
