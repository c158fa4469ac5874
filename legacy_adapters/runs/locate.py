"""SOURCE as it is written on a command line or in Python: a database URL or an ODBC connection string."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import Source
from legacy_adapters.sources.database.settings import DatabaseStream
from legacy_adapters.sources.registry import declare_source

# A drive of Windows, such as C:, is no scheme.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def locate(source: str, folder: Path | None = None) -> Source[Any]:
    """The source that this text names; relative paths start from ``folder``, by default the current one.

    Raises ``ConfigError`` for what is none.
    """
    if not _SCHEME.match(source):
        hint = "Write for example sqlite:///old.db, postgresql://user@host/database or odbc:Driver={…};Database=…"
        if Path(source).is_file():
            hint = f"For an SQLite file write sqlite:///{Path(source).as_posix()}"
        raise ConfigError(f"{source!r} is no database URL and no ODBC connection string", hint=hint)
    return declare_source({"kind": "database", "url": source}, folder=folder or Path.cwd(), source_id="extract")


def stream_of(*, folder: Path | None = None, **given: str | None) -> DatabaseStream:
    """The stream that these settings (``table``, ``query``, ``where``) describe; None is not stated.

    Raises ``ConfigError``.
    """
    stated = {name: value for name, value in given.items() if value is not None}
    try:
        return DatabaseStream.model_validate(stated, context={"folder": folder or Path.cwd()})
    except ValidationError as error:
        message = "; ".join(problem["msg"].removeprefix("Value error, ") for problem in error.errors())
        raise ConfigError(message, hint="`streams SOURCE` shows what can be read.") from None
