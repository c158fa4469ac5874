"""What a run is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Request:
    """One run of one pipeline file.

    ``full`` reads everything again and forgets an unfinished run; ``dry_run`` delivers and remembers nothing.
    ``state_dir`` is where the ledger is, by default ``.legacy_adapters`` beside the pipeline file.
    """

    path: Path
    params: Mapping[str, str] = field(default_factory=dict)
    full: bool = False
    dry_run: bool = False
    state_dir: Path | None = None
