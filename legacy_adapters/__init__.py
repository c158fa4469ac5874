"""Data out of systems that were never meant to give it up, clean, in one schema, with nothing lost."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from legacy_adapters.core.errors import LegacyAdaptersError
    from legacy_adapters.runs.api import read, run
    from legacy_adapters.runs.reading import Reading
    from legacy_adapters.runs.report import Report

__all__ = ["LegacyAdaptersError", "Reading", "Report", "read", "run"]

_PLACES = {
    "LegacyAdaptersError": "legacy_adapters.core.errors",
    "Reading": "legacy_adapters.runs.reading",
    "Report": "legacy_adapters.runs.report",
    "read": "legacy_adapters.runs.api",
    "run": "legacy_adapters.runs.api",
}


def __getattr__(name: str) -> object:
    """Public names are imported when they are used: importing the package loads no driver."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    """The public names too, though they are not imported yet."""
    return sorted({*globals(), *__all__})
