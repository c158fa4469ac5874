"""The report of a defect of ours: everything needed to find it, and no secret."""

from __future__ import annotations

import platform
import tempfile
import traceback
from importlib import metadata
from pathlib import Path

from legacy_adapters.core.secrets import scrub


def write_report(error: BaseException) -> Path:
    """Writes the traceback, the versions and the platform into a file of the temporary folder; returns its path."""
    trace = "".join(traceback.format_exception(error))
    text = (
        f"legacy-adapters {metadata.version('legacy-adapters')}, Python {platform.python_version()}, "
        f"{platform.platform()}\n\n{trace}"
    )
    with tempfile.NamedTemporaryFile(
        "w", prefix="legacy-adapters-defect-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(scrub(text))
    return Path(file.name)
