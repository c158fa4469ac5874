"""The spool's folder: one folder for each run, with numbered segments, and a slip once all of the run is there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pyarrow as pa

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.core.protocols import Delivery
from legacy_adapters.sinks.atomic_file import make_folder, sync_folder, writing
from legacy_adapters.sinks.spool.frames import schemas_from_text, schemas_to_text

SLIP: Final = "run.json"
SUFFIX: Final = ".arrows"


@dataclass(frozen=True, slots=True)
class Slip:
    """What a sink has to know of a run that waits, and how much of it there is: the bytes of each segment, the frames
    and the records in all of them."""

    run: str
    started_at: datetime
    schemas: Mapping[str, pa.Schema]
    currency_fields: Mapping[str, Mapping[str, str]]
    segments: tuple[int, ...]
    frames: int
    records: int

    def to_json(self) -> str:
        """As it is kept."""
        return json.dumps(
            {
                "version": 1,
                "run": self.run,
                "started_at": self.started_at.isoformat(),
                "schemas": schemas_to_text(self.schemas),
                "currency_fields": {entity: dict(fields) for entity, fields in self.currency_fields.items()},
                "segments": list(self.segments),
                "frames": self.frames,
                "records": self.records,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Slip:
        """As it was kept. Raises ``ValueError``, ``KeyError``, ``TypeError`` or Arrow's errors for anything else."""
        kept: dict[str, Any] = json.loads(text)
        return cls(
            run=kept["run"],
            started_at=datetime.fromisoformat(kept["started_at"]),
            schemas=schemas_from_text(kept["schemas"]),
            currency_fields=kept["currency_fields"],
            segments=tuple(kept["segments"]),
            frames=kept["frames"],
            records=kept["records"],
        )


@dataclass(frozen=True, slots=True)
class SpoolFolder:
    """The spool of one pipeline."""

    path: Path

    @classmethod
    def of(cls, state: Path, pipeline: str) -> SpoolFolder:
        """In the folder of its state."""
        return cls(state / "spool" / quote(pipeline, safe=""))

    def run(self, run: str) -> RunFolder:
        """The folder of one run."""
        return RunFolder(self.path / run)

    def runs(self) -> list[str]:
        """The runs of which there is anything, the oldest first: their names begin with a time."""
        return sorted(path.name for path in self.path.iterdir() if path.is_dir()) if self.path.is_dir() else []

    def size(self) -> int:
        """The bytes of all segments."""
        return sum(self.run(run).size() for run in self.runs())


@dataclass(frozen=True, slots=True)
class RunFolder:
    """What waits of one run."""

    path: Path

    def segment(self, number: int) -> Path:
        """The file of a segment, counted from 1."""
        return self.path / f"{number:06d}{SUFFIX}"

    def segments(self) -> Iterator[Path]:
        """Those that are there, in their order."""
        return iter(sorted(self.path.glob(f"*{SUFFIX}")))

    def size(self) -> int:
        """The bytes of all segments."""
        return sum(path.stat().st_size for path in self.segments())

    @property
    def sealed(self) -> bool:
        """Whether all of the run is here."""
        return (self.path / SLIP).exists()

    def seal(self, slip: Slip) -> None:
        """Says that all of the run is here; idempotent. Raises ``OutputError``."""
        final = self.path / SLIP
        part = final.with_suffix(".part")
        with writing(final):
            make_folder(self.path)
            with part.open("w", encoding="utf-8") as file:
                file.write(slip.to_json())
                file.flush()
                os.fsync(file.fileno())
            part.replace(final)
            sync_folder(self.path)

    def slip(self) -> Slip:
        """What was sealed. Raises ``StateMismatch`` where that is gone or cannot be read."""
        path = self.path / SLIP
        hint = "Restore the folder from a backup, or read everything again with --full."
        try:
            return Slip.from_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise StateMismatch("what waits of this run is gone", where=str(self.path), hint=hint) from None
        except (OSError, ValueError, KeyError, TypeError, pa.ArrowInvalid) as error:
            raise StateMismatch(f"the spool is damaged here ({error})", where=str(path), hint=hint) from error

    def remove(self) -> None:
        """Nothing of the run waits any more."""
        shutil.rmtree(self.path, ignore_errors=True)


def slip_of(delivery: Delivery, segments: tuple[int, ...], frames: int, records: int) -> Slip:
    """The slip of a run that is all there."""
    return Slip(
        run=delivery.run_id,
        started_at=delivery.started_at,
        schemas=delivery.schemas,
        currency_fields=delivery.currency_fields,
        segments=segments,
        frames=frames,
        records=records,
    )
