"""What travels with the package: sample systems and ready-made recipes, in a wheel or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

import legacy_adapters
from legacy_adapters.core.errors import ConfigError


def shipped(kind: str) -> Path:
    """The folder ``fixtures`` or ``scrapers``. Raises ``ConfigError`` if the installation lacks it."""
    package = Path(legacy_adapters.__file__).parent
    for folder in (package / "_data" / kind, package.parent / kind):
        if folder.is_dir():
            return folder
    raise ConfigError(f"the installation has no {kind}", hint="Install legacy-adapters again, from its wheel.")
