"""Which remote file systems there are, and how each is opened."""

from __future__ import annotations

from collections.abc import Mapping

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.folder.store import Store


def open_remote(url: str, options: Mapping[str, str], *, claiming: bool) -> Store:  # noqa: ARG001
    """Raises ``ConfigError`` for a file system that is not known."""
    scheme = url.partition("://")[0]
    raise ConfigError(f"{scheme} is no file system that is known", where="path")
