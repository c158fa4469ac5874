"""Keeps every page that rows were read from, for an auditor: without secrets, and the same page once."""

from __future__ import annotations

import gzip
import hashlib
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from legacy_adapters.core.errors import OutputError
from legacy_adapters.sources.screen.evidence.bodies import scrubbed_text
from legacy_adapters.sources.screen.evidence.striking import Striker


@dataclass(slots=True)
class KeptPages:
    """A folder of pages, each named by its content: ``3f/3f9a….html.gz``. Several runs may share it.

    The name tells nothing of the run, so that a page that has not changed gives its rows the same origin every time.
    """

    folder: Path
    striker: Striker = field(default_factory=Striker)

    def keep(self, page: str) -> str:
        """Keeps a page, and returns its name within the folder, with ``/`` on every system. Raises ``OutputError``."""
        self.striker.add_known()
        bare = scrubbed_text(page.encode("utf-8", "replace"), self.striker)
        digest = hashlib.sha256(bare).hexdigest()[:32]
        name = f"{digest[:2]}/{digest}.html.gz"
        path = self.folder / name
        try:
            if path.exists():
                # It was seen again: that is what `forget` goes by.
                os.utime(path)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                begun = path.with_suffix(f".{os.getpid()}.begun")
                begun.write_bytes(gzip.compress(bare, mtime=0))
                begun.replace(path)
        except OSError as error:
            hint = "make room, let the user write there, or state no `keep_pages`"
            raise OutputError(f"a page cannot be kept: {error.strerror}", where=str(path), hint=hint) from error
        return name

    def forget(self, before: datetime) -> int:
        """Removes the pages that were seen last before this moment, and returns how many. Raises ``OutputError``."""
        removed = 0
        try:
            for path in sorted(self.folder.glob("??/*.html.gz")):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    removed += 1
        except OSError as error:
            raise OutputError(f"older pages cannot be removed: {error.strerror}", where=str(self.folder)) from error
        return removed


def kept_page(folder: Path, name: str) -> str:
    """The page that ``KeptPages.keep`` gave this name. Raises ``OSError``."""
    return gzip.decompress((folder / name).read_bytes()).decode("utf-8", "replace")
