"""What a pipeline file says of a folder of files and of its streams; no driver is imported here."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, PrivateAttr

from legacy_adapters.sources.files.folder.settings import BY_NAME, STABLE, After, Complete, Limits, Order, PatternTexts
from legacy_adapters.sources.files.formats import FormatChoice

if TYPE_CHECKING:
    from legacy_adapters.sources.files.connection import FilesConnection


class _Settings(BaseModel):
    """Cannot be changed; an unknown key is an error, and no error shows a value, as it may hold a password."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, hide_input_in_errors=True)


class FilesStream(_Settings):
    """Some of the folder's files, or one of the things in each of them, and how they are written."""

    pattern: PatternTexts | None = Field(
        None, description="Which of the source's files this stream is read from; all unless stated."
    )
    table: str | None = Field(
        None,
        min_length=1,
        description="What is read where a file holds several things: a sheet, a table, a record type, an element. "
        "`streams FILE` lists them.",
    )
    format: FormatChoice | None = Field(
        None,
        description="How the files are written. `extract FILE` recognises it and shows the line to put here: a run "
        "never guesses.",
    )
    decimal: Literal[".", ","] = Field(
        ".", description="The decimal sign of the sums that a file states of itself, and of the columns they are of."
    )


class FilesSource(_Settings):
    """A folder in which files appear, each of which is taken once."""

    stream_settings: ClassVar[type[FilesStream]] = FilesStream
    takes_once: ClassVar[str] = "files"
    """A run has what earlier runs have not taken: a sink must not replace what those delivered."""

    kind: Literal["files"] = Field("files", description="Files in a folder.")
    id: str | None = Field(
        None,
        min_length=1,
        description="What the source is called in every record's identity; the pipeline's name unless stated. "
        "Never change it.",
    )
    path: str = Field(
        min_length=1,
        repr=False,
        description="The folder, or a URL of one: `sftp://user@host/export`, `s3://bucket/export`, "
        "`smb://server/share/export`. Write secrets as ${env:NAME}, ${file:PATH} or ${keyring:NAME}.",
    )
    pattern: PatternTexts = Field(
        ("*",),
        description="Which files are meant: `BUCH*.TXT`, `**/*.xml`, `*.zip!*.csv`, or a list of patterns.",
    )
    complete: Complete = Field(
        STABLE,
        description="How it is known that a file is not being written any more; unless stated, it has not changed for "
        "5 seconds.",
    )
    order: Order = Field(
        BY_NAME,
        description=r"In which order files are taken: `name` unless stated, `modified`, `{number: BUCH(\d+)}`, "
        "`{date: '%Y%m%d'}`, or a list of them.",
    )
    after: After = Field(
        After(), description="Where files go once what was read of them is published; they stay unless stated."
    )
    limits: Limits = Field(Limits(), description="How far a compressed file or an archive may unpack.")
    options: dict[str, str] = Field(
        {}, repr=False, description="Further settings of a remote file system's driver, such as `password`."
    )
    identity: Literal["content", "content+name", "content+modified"] = Field(
        "content",
        description="What makes two files the same, of which the second is not taken: their content, or also their "
        "name or time, where a new file may honestly equal an old one.",
    )
    company: str | None = Field(
        None, min_length=1, description="The company_id of records whose row does not have one of its own."
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
        self._folder = folder_of(context)

    @property
    def folder(self) -> Path:
        """What a relative path starts from."""
        return self._folder

    def connect(self) -> AbstractContextManager[FilesConnection]:
        """Opens the folder. Raises ``ConfigError``, ``DriverMissing``, ``AccessDenied`` or ``Unavailable``."""
        from legacy_adapters.sources.files.connection import connect

        return connect(self)


def folder_of(context: object) -> Path:
    """The folder in the validation context of settings; the current one where there is none."""
    folder = context.get("folder") if isinstance(context, Mapping) else None
    return folder if isinstance(folder, Path) else Path.cwd()


__all__ = ["FilesSource", "FilesStream", "folder_of"]
