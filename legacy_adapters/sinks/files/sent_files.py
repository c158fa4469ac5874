"""Which files of a run have been sent, kept on this machine: one that was taken away there is not sent again."""

from __future__ import annotations

import json
import os
from pathlib import Path

from legacy_adapters.sinks.atomic_file import make_folder, sync_folder, writing
from legacy_adapters.sinks.files.path_template import safe
from legacy_adapters.sinks.files.token import Identity


class SentFiles:
    """A hidden file of one JSON array per line, durable line by line. It stays until the next run begins."""

    def __init__(self, folder: Path, run_id: str) -> None:
        self._folder = folder
        self._path = folder / f".{safe(run_id)}.sent"

    def names(self) -> dict[str, Identity]:
        """What was sent, and as what it was seen there. Raises ``OutputError``."""
        if not self._path.exists():
            return {}
        with writing(self._path):
            lines = self._path.read_text(encoding="utf-8").splitlines(keepends=True)
        # A kill in the middle of a line: it may have been sent, and is sent again.
        found = (json.loads(line) for line in lines if line.endswith("\n"))
        return {name: Identity(inode, length) for name, inode, length in found}

    def add(self, name: str, identity: Identity) -> None:
        """Durable on return. Raises ``OutputError``."""
        with writing(self._path):
            make_folder(self._folder)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([name, identity.inode, identity.length]) + "\n")
                file.flush()
                os.fsync(file.fileno())
            sync_folder(self._folder)

    def forget(self) -> None:
        """Removes what this run and those before it have kept. Raises ``OutputError``."""
        with writing(self._folder):
            for path in self._folder.glob(".*.sent"):
                path.unlink(missing_ok=True)
