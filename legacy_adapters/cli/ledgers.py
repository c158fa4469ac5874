"""Which ledgers there are: beside the pipeline files of this folder, or of a folder in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.runs import Run
from legacy_adapters.runs.pipeline.pipeline import load_pipeline
from legacy_adapters.runs.pipeline.settings import STATE_FOLDER


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The state folders that are looked at, and the pipeline whose runs are wanted; None: of all."""

    folders: tuple[Path, ...]
    pipeline: str | None = None

    @classmethod
    def of(cls, pipeline: Path | None, params: Mapping[str, str], state_dir: Path | None) -> Ledgers:
        """The ledger of a pipeline file, or in ``state_dir``, or else all that are found. Raises ``ConfigError``."""
        if pipeline is not None:
            loaded = load_pipeline(pipeline, params)
            return cls((state_dir or loaded.state_dir,), loaded.name)
        return cls((state_dir,) if state_dir is not None else found_from(Path()))

    def newest(self, limit: int) -> list[tuple[Path, Run]]:
        """The newest runs first, each with the state folder that it is kept in."""
        runs = []
        for folder in self.folders:
            with Ledger.open(folder, must_exist=True) as ledger:
                runs += [(folder, run) for run in ledger.runs.list(self.pipeline, limit)]
        return sorted(runs, key=lambda found: found[1].started_at, reverse=True)[:limit]

    def one(self, name: str) -> Run:
        """The run of this id, of a unique beginning of one, or the ``last``. Raises ``ConfigError``."""
        if name == "last" and (newest := self.newest(1)):
            return newest[0][1]
        found, missing = [], []
        for folder in self.folders:
            with Ledger.open(folder, must_exist=True) as ledger:
                try:
                    found.append(ledger.runs.show(name, self.pipeline))
                except ConfigError as error:
                    missing.append(error)
        if len(found) > 1:
            raise ConfigError(f"several runs begin with {name!r}", hint="`runs` lists the runs there are.")
        if not found:
            raise missing[0]
        return found[0]


def found_from(start: Path) -> tuple[Path, ...]:
    """The state folders in ``start`` and one level below it. Raises ``ConfigError`` if there are none."""
    places = [start / STATE_FOLDER, *sorted(start.glob(f"*/{STATE_FOLDER}"))]
    folders = tuple(place for place in places if Ledger.exists(place))
    if not folders:
        raise ConfigError(
            "there is no ledger: nothing has run here",
            where=f"{start.absolute()}, looked for {STATE_FOLDER} in it and in the folders right below",
            hint="Name the pipeline (`runs pipelines/gl.yaml`), or the folder of its state with --state-dir.",
        )
    return folders
