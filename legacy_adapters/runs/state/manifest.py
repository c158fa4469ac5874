"""What a backup of a state says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.ledger.ledger import FILE_NAME

MANIFEST: Final = "manifest.json"
KIND: Final = "legacy-adapters state"
VERSION: Final = 1

_PART: Final = r"/(?!\.{1,2}(/|$))[^/\\:\x00]+"
_ALLOWED: Final = re.compile(rf"{re.escape(FILE_NAME)}|spool({_PART}){{3}}|runs({_PART}){{2,4}}")
"""Names that a backup may have in it: nothing that leads out of the state's folder."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in the backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``state`` is the ledger's own name, ``pipelines`` has the last run of each, ``files`` all
    that is in the archive besides, ``missing`` what should have been and was not there when it was made."""

    state: str
    made_at: datetime
    host: str
    pipelines: Mapping[str, str]
    files: Mapping[str, Entry]
    missing: tuple[str, ...] = ()

    def to_json(self) -> str:
        """As it stands in the archive."""
        whole = asdict(self) | {"made_at": self.made_at.isoformat()}
        return json.dumps({"kind": KIND, "version": VERSION} | whole, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """As it stood there. Raises ``ConfigError`` for one of a newer version, ``ValueError``, ``KeyError`` or
        ``TypeError`` for anything else."""
        kept: dict[str, Any] = json.loads(text)
        if kept["kind"] != KIND:
            raise ValueError(kept["kind"])
        if kept["version"] > VERSION:
            hint = "Use that version here too."
            raise ConfigError("the backup was made by a newer version of legacy-adapters", hint=hint)
        files = {str(name): Entry(**entry) for name, entry in kept["files"].items()}
        if FILE_NAME not in files or not all(map(_ALLOWED.fullmatch, files)):
            raise ValueError("names of files that no backup has")
        made_at = datetime.fromisoformat(kept["made_at"])
        return cls(kept["state"], made_at, kept["host"], kept["pipelines"], files, tuple(kept["missing"]))
