"""The names of the parts that a run has begun, kept beside them: after a kill those that no commit knows can go."""

from __future__ import annotations

import json
from pathlib import Path
from zlib import crc32

from legacy_adapters.sinks.atomic_file import make_folder, writing
from legacy_adapters.sinks.files.path_template import PathTemplate, safe


class Journal:
    """A hidden file of one JSON string per line. It is not made durable: after a power cut a hidden part may stay."""

    def __init__(self, folder: Path, template: PathTemplate, run_id: str) -> None:
        literal = template.text.partition("{")[0]
        inside = literal[: max(literal.rfind("/"), literal.rfind("\\")) + 1]
        # Two sinks of a run may write to one folder.
        self._path = folder / inside / f".{safe(run_id)}-{crc32(template.text.encode()):08x}.parts"

    def add(self, name: str) -> None:
        """To be called before the part is begun. Raises ``OutputError``."""
        with writing(self._path):
            make_folder(self._path.parent)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(name) + "\n")

    def names(self) -> list[str]:
        """What was added, by this process or one that was killed. Raises ``OutputError``."""
        if not self._path.exists():
            return []
        with writing(self._path):
            lines = self._path.read_text(encoding="utf-8").splitlines(keepends=True)
        # A kill in the middle of a line comes before its part was begun.
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def remove(self) -> None:
        """The run has ended. Raises ``OutputError``."""
        with writing(self._path):
            self._path.unlink(missing_ok=True)
