"""Which store a path or a URL stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.folder.local_store import LocalStore
from legacy_adapters.sources.files.folder.protocols import Store

_URL = re.compile(r"\A([A-Za-z][A-Za-z0-9+.-]+)://")


def is_url(path: str) -> bool:
    r"""Whether it is a URL; ``C:\drops`` is none."""
    return _URL.match(path) is not None


def open_store(path: str, base: Path, options: Mapping[str, str], *, claiming: bool) -> Store:
    """Opens the folder. ``claiming``: files in it will be claimed and moved.

    Raises ``ConfigError``, ``DriverMissing``, ``Unavailable``, ``AccessDenied``.
    """
    found = _URL.match(path)
    scheme = "" if found is None else found[1].lower()
    if scheme in ("", "file", "local"):
        if options:
            raise ConfigError("options are for remote file systems only", where="options")
        local = path if found is None else _local_path(path)
        return LocalStore(base / Path(local).expanduser())
    from legacy_adapters.sources.files.folder.remote.opening import open_remote

    return open_remote(path, options, claiming=claiming)


def _local_path(url: str) -> str:
    path = unquote(urlsplit(url).path)
    # file:///C:/drops
    return path[1:] if re.match(r"/[A-Za-z]:", path) else path
