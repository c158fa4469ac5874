"""The settings of the sinks that write files and standard output; what does the work is loaded when one is opened."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from legacy_adapters.core.protocols import Delivery, Sink, Token
from legacy_adapters.sinks.settings import Format, TextOptions

FORMATS: dict[str, Format] = {".csv": "csv", ".jsonl": "jsonl"}
"""The endings by which a file's format is known."""


class FileSink(TextOptions):
    """Writes each entity to a CSV or JSON Lines file, which appears whole, at the end of the run."""

    repeatable: ClassVar[bool] = False
    """What was delivered cannot be sent again: it would be there twice."""

    kind: Literal["file"] = "file"
    path: str = Field(
        pattern=r"\A[^\x00-\x1f]+\z",
        description="Where to; may hold {entity}, {run}, {date} (the day the run began) and any column: {company_id}.",
    )
    mode: Literal["replace", "append"] = Field(
        default="replace", description="Whether a run's files take the place of those before, or go on behind them."
    )
    format: Format | None = Field(default=None, description="csv or jsonl; without it the path's ending says it.")

    @property
    def written_as(self) -> Format:
        """The format as stated, or else by the path's ending."""
        return self.format or FORMATS[PurePath(self.path).suffix.lower()]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        suffix = PurePath(self.path).suffix.lower()
        if self.format is None and suffix not in FORMATS:
            ending = f"the ending {suffix!r} is not known" if suffix else "the path has no ending"
            raise ValueError(f"{ending}; known are {', '.join(FORMATS)}, or state format: csv or format: jsonl")
        if problem := self.problem(self.written_as):
            raise ValueError(problem)
        return self

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        """Opens the part files beside the final ones. Raises ``ConfigError`` for a path that does not fit the
        entities, ``OutputError`` where it cannot write, ``StateMismatch`` where the files are not what the token says.
        """
        from legacy_adapters.sinks.file_sink import FileDelivery

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

        from legacy_adapters.sinks.stream_sink import StreamSink

        return StreamSink(self, self.format, delivery, token, stream=sys.stdout.buffer)
