"""The settings of the sinks that write files and standard output; what does the work is loaded when one is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from legacy_adapters.core.protocols import Delivery, Sink, Token
from legacy_adapters.sinks.files.kinds import (
    COMPRESSIONS,
    Compression,
    FileKind,
    dialect_of,
    kind_of,
    known_endings,
    options_problem,
    packing_of,
)
from legacy_adapters.sinks.text.settings import Format, TextOptions

_URL = re.compile(r"\A[A-Za-z][A-Za-z0-9+.-]+://")


class FileSink(TextOptions):
    """Writes each entity to a file of its own, here or on a server, which appears whole, at the end of the run."""

    repeatable: ClassVar[bool] = False
    """What was delivered cannot be sent again: it would be there twice."""

    kind: Literal["file"] = "file"
    path: str = Field(
        pattern=r"\A[^\x00-\x1f]+\z",
        description="Where to: a path, or a URL (sftp://, s3://, smb:// …); may hold {entity}, {run}, {date} (the day "
        "the run began) and any column: {company_id}.",
    )
    mode: Literal["replace", "append"] = Field(
        default="replace",
        description="Whether a run's files take the place of those before, or go on behind them (CSV and JSON Lines).",
    )
    format: FileKind | None = Field(
        default=None, description="csv, jsonl, parquet, xml or xlsx; without it the path's ending says it."
    )
    compression: Compression | None = Field(
        default=None,
        description="CSV, JSON Lines: gzip or zstd, which the ending .gz or .zst says as well. Parquet: zstd unless "
        "stated, snappy, gzip or none.",
    )
    template: str | None = Field(
        default=None,
        min_length=1,
        description="XML: the file with the template, which has the blocks head, record and foot.",
    )
    options: dict[str, str] = Field(
        default={}, repr=False, description="URLs: further settings of the driver, such as key_file or endpoint_url."
    )
    staging: str = Field(
        default=".legacy_adapters/outgoing",
        min_length=1,
        description="URLs: the folder on this machine in which files are written before they are sent.",
    )

    @property
    def remote(self) -> bool:
        """Whether the files go to a server or into a bucket."""
        return _URL.match(self.path) is not None

    @property
    def written_as(self) -> FileKind:
        """The format as stated, or else by the path's ending."""
        kind = self.format or kind_of(self.path)
        if kind is None:
            raise ValueError("the format is not known")
        return kind

    @property
    def compressed(self) -> Compression:
        """The compression as stated, or else by the path's ending, or else what is usual for the format."""
        return self.compression or packing_of(self.path) or COMPRESSIONS[self.written_as][0]

    def file_dialect(self) -> dict[str, str]:
        """What makes the files of this sink alike."""
        return dialect_of(self.written_as, self) | {"compression": self.compressed}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.format is None and kind_of(self.path) is None:
            suffix = PurePath(self.path).suffix.lower()
            ending = f"the ending {suffix!r} is not known" if suffix else "the path has no ending"
            raise ValueError(f"{ending}; known are {known_endings()}, or state format: csv, for example")
        if problem := next(self._problems(self.written_as), None):
            raise ValueError(problem)
        return self

    def _problems(self, kind: FileKind) -> Iterator[str]:
        if problem := options_problem(kind, self):
            yield problem
        if self.compressed not in COMPRESSIONS[kind]:
            yield f"{kind} is not compressed with {self.compressed}; there is {', '.join(COMPRESSIONS[kind])}"
        stated = packing_of(self.path)
        if stated and self.compressed != stated:
            yield f"the path's ending says {stated}, and compression {self.compressed}"
        if self.mode == "append" and (kind not in ("csv", "jsonl") or self.remote):
            what = "a file on a server" if self.remote else f"a {kind} file"
            yield f"{what} cannot be gone on with (mode: append); put {{run}} or {{date}} into the path instead"
        if (self.template is None) == (kind == "xml"):
            yield "xml needs a template" if kind == "xml" else f"template cannot be stated for {kind}"
        misplaced = sorted(self.model_fields_set & {"options", "staging"})
        if misplaced and not self.remote:
            yield f"{', '.join(misplaced)} can be stated for a URL only, such as sftp://host/out/{{entity}}.csv"

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        """Opens the part files, beside the final ones or in ``staging``. Raises ``ConfigError`` for a path that does
        not fit the entities, ``OutputError`` where it cannot write, ``StateMismatch`` where the files are not what the
        token says; for a URL also ``Unavailable``, ``AccessDenied`` and ``DriverMissing``.
        """
        from legacy_adapters.sinks.files.sink import FileDelivery

        return FileDelivery(self, delivery, token)


class StdoutSink(TextOptions):
    """Writes one entity to standard output as it comes; cannot be resumed."""

    repeatable: ClassVar[bool] = False
    """What was delivered cannot be sent again: it would be there twice."""

    kind: Literal["stdout"] = "stdout"
    format: Format = Field(default="csv", description="csv or jsonl.")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if problem := self.problem(self.format):
            raise ValueError(problem)
        return self

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        """Writes the header to standard output. Raises ``StateMismatch`` for a token, ``ConfigError`` for more than
        one entity."""
        import sys

        from legacy_adapters.sinks.files.stream_sink import StreamSink

        return StreamSink(self, self.format, delivery, token, stream=sys.stdout.buffer)
