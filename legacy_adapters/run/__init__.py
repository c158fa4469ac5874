"""The only room that knows all others: pipeline file, engine, ledger, lock, retries, secrets, report.

``legacy_adapters.run`` is this package and what runs a pipeline from Python: Python binds a package's name in the one
above it as soon as anything in here is imported. So the package can be called.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from legacy_adapters.run.report import Report


class _Run(ModuleType):
    def __call__(
        self,
        pipeline: str | Path,
        params: Mapping[str, str] | None = None,
        *,
        full: bool = False,
        dry_run: bool = False,
        state_dir: Path | None = None,
    ) -> Report:
        """Runs a pipeline file: see ``legacy_adapters.run.api.run``."""
        from legacy_adapters.run.api import run

        return run(pipeline, params, full=full, dry_run=dry_run, state_dir=state_dir)


sys.modules[__name__].__class__ = _Run
