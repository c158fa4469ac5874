"""SOURCE as it is written on a command line or in Python: a database's URL, a connection string, a file or a glob, or a
recipe for a screen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from pydantic import ValidationError

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import Source, StreamInfo
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.runs.pipeline.recipes import is_recipe, read_recipe, recipe_names
from legacy_adapters.runs.pipeline.settings_errors import Problems
from legacy_adapters.sources.database.settings import DatabaseStream
from legacy_adapters.sources.registry import declare_source

# A drive of Windows, such as C:, is no scheme.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")

REMOTE_FOLDERS: Final = ("sftp:", "s3:", "smb:")
"""What the URL of a folder of files begins with."""

QUEUES: Final = {"queue": "queue", "amqp": "amqp", "amqps": "amqp", "nats": "nats", "redis": "redis", "rediss": "redis"}
"""What a queue is written with, and its kind. Where a server cannot be asked for all it has, ``#`` names a place."""

_SQLITE: Final = b"SQLite format 3\0"

_WILD = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Located:
    """One stream of a source: ``name`` is what its rows are called, ``notes`` is how it was recognised, in words."""

    source: Source[Any]
    name: str
    settings: Any
    notes: tuple[str, ...] = ()


_NOTHING: Mapping[str, str] = {}


def is_files(source: str) -> bool:
    """Whether this names files, not a database and not a screen."""
    return (not is_recipe(source) and not _SCHEME.match(source)) or source.lower().startswith(REMOTE_FOLDERS)


def locate(source: str, folder: Path | None = None) -> Source[Any]:
    """The source that this text names; relative paths start from ``folder``, by default the current one.

    Raises ``ConfigError`` for what is none.
    """
    start = folder or Path.cwd()
    if is_recipe(source):
        return declare_source({"kind": "screen"}, folder=start, source_id="extract")
    if (scheme := source.partition(":")[0].lower()) in QUEUES:
        return declare_source(_queue(source, QUEUES[scheme]), folder=start, source_id="extract")
    if not is_files(source):
        return declare_source({"kind": "database", "url": source}, folder=start, source_id="extract")
    return files_at(source, start)


def _queue(source: str, kind: str) -> dict[str, object]:
    where, _, name = source.partition("#")
    if kind == "queue":
        return {"kind": kind, "path": where.partition(":")[2]}
    if kind == "nats":
        return {"kind": kind, "servers": (where,), "stream": name, "subject": ">"}
    given: dict[str, object] = {"kind": kind, "url": where}
    return given | ({"queue": name} if kind == "amqp" and name else {"stream": "*"} if kind == "redis" else {})


def files_at(source: str, folder: Path) -> Source[Any]:
    """The files that this text names, whatever their endings. Raises ``ConfigError`` where there are none."""
    path, pattern = _folder_and_pattern(source, folder)
    # Whoever names a file knows that it is there to be read: it is not asked whether it is still being written.
    settings = {"kind": "files", "path": path, "pattern": pattern, "complete": {"stable_for": "0s"}}
    return declare_source(settings, folder=folder, source_id="extract")


def streams_of(source: str, *, count: bool, folder: Path | None = None) -> Sequence[StreamInfo]:
    """What can be read in the source that this text names. Raises what opening it raises."""
    if is_recipe(source):
        return [StreamInfo(name, "screen") for name in recipe_names(source, folder or Path.cwd())]
    with locate(source, folder).connect() as connection:
        return connection.streams(count=count)


def locate_stream(
    source: str,
    *,
    table: str | None = None,
    query: str | None = None,
    where: str | None = None,
    params: Mapping[str, str] = _NOTHING,
    folder: Path | None = None,
) -> Located:
    """One stream of the source that this text names. A file's format is recognised now; ``params`` are a recipe's.

    Raises ``ConfigError``, and ``BadPart`` for a file that nothing can be made of.
    """
    found = locate(source, folder)
    if source.partition(":")[0].lower() in QUEUES:
        raise ConfigError("events are taken by a pipeline: extract does not read them", where=source)
    if is_recipe(source):
        if table is not None or query is not None or where is not None:
            raise ConfigError("a recipe reads one screen: it needs no --table, --query and --where", where=source)
        return Located(found, PurePosixPath(source).stem, screen_stream(source, folder or Path.cwd(), params))
    if not is_files(source):
        settings = _database_stream({"table": table, "query": query, "where": where}, folder or Path.cwd())
        return Located(found, table or "query", settings)
    if query is not None or where is not None:
        raise ConfigError("SQL is for databases: of a file, name what is read with --table", where=source)
    return _file_stream(found, table)


def _file_stream(source: Any, table: str | None) -> Located:
    from legacy_adapters.sources.files.recognise import as_yaml
    from legacy_adapters.sources.files.settings import FilesStream

    with source.connect() as connection:
        name, recognised = connection.recognised()
    settings = FilesStream.model_construct(table=table, format=recognised.settings)
    stem = PurePosixPath(name.rpartition("!")[2]).stem
    return Located(source, table or stem, settings, (as_yaml(recognised.settings), *recognised.evidence))


def screen_stream(name: str, folder: Path, params: Mapping[str, str], *, offline: bool = False) -> Any:
    """The stream that a recipe is; see ``recipes.read_recipe``. Raises ``ConfigError``."""
    from legacy_adapters.sources.screen.recipe import Recipe
    from legacy_adapters.sources.screen.settings import ScreenStream

    node = read_recipe(name, folder, params, offline=offline)
    problems = Problems(KNOWN)
    recipe = problems.validated(Recipe, node, ())
    problems.raise_if_any()
    assert recipe is not None
    return ScreenStream.model_construct(recipe=recipe)


def _folder_and_pattern(source: str, start: Path) -> tuple[str, str]:
    """The folder, and which of its files are meant. Raises ``ConfigError`` where there is nothing of the kind."""
    if source.lower().startswith(REMOTE_FOLDERS):
        folder, _, name = source.rpartition("/")
        return (folder, name) if name else (source, "*")
    path = start / source
    if path.is_dir():
        return str(path), "*"
    if path.is_file():
        _refuse_sqlite(source, path)
        return str(path.parent), path.name
    if _WILD.search(path.name) and path.parent.is_dir():
        return str(path.parent), path.name
    hint = "Write for example sqlite:///old.db, postgresql://user@host/database, odbc:Driver={…};Database=… or a path."
    what = "is no file that is there, no database URL and no ODBC connection string"
    raise ConfigError(f"{source!r} {what}", hint=hint)


def _refuse_sqlite(source: str, path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(_SQLITE)) == _SQLITE:
            hint = f"Write sqlite:///{Path(source).as_posix()}"
            raise ConfigError(f"{source} is an SQLite database", hint=hint)


def _database_stream(given: Mapping[str, str | None], folder: Path) -> DatabaseStream:
    stated = {name: value for name, value in given.items() if value is not None}
    try:
        return DatabaseStream.model_validate(stated, context={"folder": folder})
    except ValidationError as error:
        message = "; ".join(problem["msg"].removeprefix("Value error, ") for problem in error.errors())
        raise ConfigError(message, hint="`streams SOURCE` shows what can be read.") from None
