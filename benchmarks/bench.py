"""What every part of the benchmarks shares: a run of variants over a ledger, each copy checked."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.dataset import Dataset
from benchmarks.measure import RunFailed, Sample, Series, measure, run_rounds
from benchmarks.variants import Place, Variant


@dataclass(frozen=True, slots=True)
class Bench:
    """One run of the benchmarks: its ledgers and logs lie in ``work``."""

    work: Path
    rows: int
    rounds: int
    only: frozenset[str]

    def wants(self, name: str) -> bool:
        """Whether a part is to be measured."""
        return not self.only or name in self.only

    def dataset(self, rows: int, kind: str = "sqlite") -> Dataset:
        """The ledger of so many rows, made if need be, in the page cache."""
        data = Dataset(kind, rows, self.work)
        data.ensure()
        data.warm()
        return data

    def copies(self, data: Dataset, chosen: Sequence[Variant], rounds: int) -> dict[str, Series]:
        """Every variant alternately, each copy checked."""
        by_name = {variant.name: variant for variant in chosen}
        return run_rounds(list(by_name), rounds, lambda name: self._copy(data, by_name[name]), say)

    def _copy(self, data: Dataset, variant: Variant) -> Sample:
        folder = self.work / "run"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "out").mkdir(parents=True)
        place = Place(data.path, folder, folder / "out" / variant.file)
        try:
            sample = measure(variant.command(place), self.work / f"{variant.name}.log")
            if variant.layout is not None:
                _check(variant.layout, place.out, data)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return sample


def _check(layout: str, out: Path, data: Dataset) -> None:
    """Raises ``RunFailed`` where the copy is not what it should be."""
    command = [sys.executable, "-m", "benchmarks.check", layout, str(out), str(data.truth_path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RunFailed(f"wrong result: {(done.stdout or done.stderr).strip()[-400:]}")


def say(text: str) -> None:
    """Tells whoever waits."""
    print(text, file=sys.stderr, flush=True)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Tables as Markdown; whether everything ran and was right (only then are they kept), and every target is met."""

    text: str
    right: bool
    met: bool
