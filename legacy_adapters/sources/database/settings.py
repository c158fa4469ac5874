"""What a pipeline file says of a database and of its streams; no driver is imported here.

Every scalar may arrive as text. Relative paths start from the folder that the loader of the pipeline file hands over
as validation context, ``{"folder": Path}``; without one from the current folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PositiveInt,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)

from legacy_adapters.core.protocols import Connection
from legacy_adapters.sources.database.lookback import parse_window
from legacy_adapters.sources.registry import database_adapter

QUERY_BYTES = 1_000_000
"""A file of SQL that is larger was named by mistake."""


class _Settings(BaseModel):
    """Cannot be changed; an unknown key is an error, and no error shows a value, as it may hold a password."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, hide_input_in_errors=True)


def _window(value: object) -> object:
    text = str(value)
    parse_window(text)
    return text


def _names(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _sql(text: str, info: ValidationInfo) -> str:
    """The query itself: a path that ends in .sql is read, so that a change of the file is a change of the pipeline."""
    if not text.lower().endswith(".sql") or "\n" in text:
        return text
    path = _folder_of(info.context) / text
    try:
        if path.stat().st_size > QUERY_BYTES:
            raise ValueError(f"{path} has more than {QUERY_BYTES:,} bytes")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not UTF-8") from None


def _folder_of(context: object) -> Path:
    folder = context.get("folder") if isinstance(context, Mapping) else None
    return folder if isinstance(folder, Path) else Path.cwd()


LookbackText: TypeAlias = Annotated[str, BeforeValidator(_window, json_schema_input_type=str | int)]
"""``2 days``, ``12 hours``, or a number."""

Columns: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_names, json_schema_input_type=str | list[str])]
"""One name, or a list of them."""


class Incremental(_Settings):
    """Only rows that changed since the last run are read, told by a column that rises with every change."""

    column: str = Field(
        min_length=1,
        description="The column that rises with every change: a time of last change, or a number. Rows where it is "
        "null are read every time.",
    )
    lookback: LookbackText | None = Field(
        None,
        description="How far before the highest value seen the next run begins, as changes may become visible late: "
        "`2 days`, `12 hours`, or `1000` for a column of numbers.",
    )

    @property
    def window(self) -> timedelta | int:
        """The lookback as a time or a number; 0 where none is stated."""
        return 0 if self.lookback is None else parse_window(self.lookback)


class DatabaseStream(_Settings):
    """A table or view, or a query, and which of its rows are read."""

    table: str | None = Field(None, min_length=1, description="The table or view to read, named as it is there.")
    schema_name: str | None = Field(
        None, alias="schema", min_length=1, description="The schema (owner, library) of the table, if not the default."
    )
    query: Annotated[str, AfterValidator(_sql)] | None = Field(
        None,
        min_length=1,
        description="Instead of a table: one SELECT, or the path of a file that holds it and ends in `.sql`.",
    )
    where: str | None = Field(
        None,
        min_length=1,
        description="An SQL condition, sent with the query: rows where it does not hold are never read.",
    )
    key: Columns | None = Field(
        None,
        min_length=1,
        description="Columns that tell rows apart and are never null, for a view or a query: with them reading can be "
        "resumed inside. A table's own key is found by itself.",
    )
    incremental: Incremental | None = Field(None, description="Read only what changed since the last run.")

    @model_validator(mode="after")
    def _one_of_table_and_query(self) -> DatabaseStream:
        if (self.table is None) == (self.query is None):
            raise ValueError("state exactly one of `table` and `query`")
        if self.query is not None and self.schema_name is not None:
            raise ValueError("`schema` belongs to `table`; in a query write it in front of the table's name")
        return self


class DatabaseSource(_Settings):
    """A database that is read, and how gently."""

    stream_settings: ClassVar[type[DatabaseStream]] = DatabaseStream

    kind: Literal["database"] = Field("database", description="A database.")
    id: str | None = Field(
        None,
        min_length=1,
        description="What the source is called in every record's identity; the pipeline's name unless stated. "
        "Never change it.",
    )
    url: str = Field(
        min_length=1,
        repr=False,
        description="`sqlite:///old.db`, `postgresql://user@host/database`, or an ODBC connection string behind "
        "`odbc:`. Write secrets as ${env:NAME}, ${file:PATH} or ${keyring:NAME}.",
    )
    company: str | None = Field(
        None, min_length=1, description="The company_id of records whose row does not have one of its own."
    )
    max_rows_per_second: PositiveInt | None = Field(
        None, description="The most rows that are read per second, to spare a system that is in use."
    )
    connections: PositiveInt = Field(1, description="The most connections that are open at the same time.")
    hours: str | None = Field(
        None,
        pattern=r"^\s*([01]?\d|2[0-4]):[0-5]\d\s*[-–]\s*([01]?\d|2[0-4]):[0-5]\d\s*$",
        description="When the source may be read, in this machine's local time: `20:00-06:00`.",
    )
    timeout: PositiveInt = Field(
        30, description="How many seconds to wait for an answer, or for a lock of another program to be released."
    )
    _folder: Path = PrivateAttr(default_factory=Path.cwd)

    def model_post_init(self, context: Any, /) -> None:
        """Remembers the folder that relative paths start from."""
        self._folder = _folder_of(context)

    @property
    def folder(self) -> Path:
        """What relative paths in the URL start from."""
        return self._folder

    def connect(self) -> AbstractContextManager[Connection[DatabaseStream]]:
        """Opens the database, read-only.

        Raises ``ConfigError``, ``DriverMissing``, ``AccessDenied``, ``Unavailable`` or ``SourceChanged``.
        """
        return database_adapter(self.url)(self)
