"""``python -m benchmarks``: measures, prints, and keeps the tables in ``docs/benchmarks.md``."""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.dataset import Dataset
from benchmarks.machine import Company, describe
from benchmarks.measure import RunFailed, Sample, Series, measure, run_rounds
from benchmarks.table import Target, replace_section, targets_table, variants_table
from benchmarks.variants import RUN, STDLIB, UNORDERED, Place, Variant, ourselves, runs, variants

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
ROWS = 2_000_000
LARGE_ROWS = 10_000_000
ROUNDS = 5
HELP_RUNS = 20
MAPPING = "mapping-alone"
HELP = "help"


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

    def dataset(self, rows: int) -> Dataset:
        """The ledger of so many rows, made if need be, in the page cache."""
        data = Dataset("sqlite", rows, self.work)
        data.ensure()
        data.warm()
        return data

    def copies(self, data: Dataset, chosen: Sequence[Variant], rounds: int) -> dict[str, Series]:
        """Every variant alternately, each copy checked."""
        by_name = {variant.name: variant for variant in chosen}
        return run_rounds(list(by_name), rounds, lambda name: self._copy(data, by_name[name]), _say)

    def _copy(self, data: Dataset, variant: Variant) -> Sample:
        folder = self.work / "run"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "out").mkdir(parents=True)
        place = Place(data.path, folder, folder / "out" / variant.file)
        try:
            sample = measure(variant.command(place), self.work / f"{variant.name}.log")
            _check(variant, place.out, data)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return sample

    def mapping(self, data: Dataset) -> float | None:
        """Rows a second of one core's time of the mapping alone: the median of all passes, of a process a round."""
        log = self.work / f"{MAPPING}.log"
        command = [sys.executable, "-m", "benchmarks.mapping_alone", str(data.path)]
        rates: list[float] = []
        for _ in range(self.rounds):
            try:
                measure(command, log, {"POLARS_MAX_THREADS": "1"})
            except RunFailed as error:
                _say(f"{MAPPING}: failed: {error}")
                return None
            found = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
            rates += [found["rows"] / cpu for _, cpu in found["passes"]]
        _say(f"{MAPPING}: {statistics.median(rates):,.0f} rows/s and core")
        return statistics.median(rates)

    def help(self) -> tuple[float, float] | None:
        """Seconds until ``legacy-adapters --help`` has ended, and Python that does nothing: medians, by the clock."""
        commands = {HELP: ourselves("--help"), "python": [sys.executable, "-c", "pass"]}
        log = self.work / f"{HELP}.log"
        series = run_rounds(list(commands), HELP_RUNS, lambda name: measure(commands[name], log), _nothing)
        if failure := series[HELP].failure:
            _say(f"{HELP}: failed: {failure}")
            return None
        found = tuple(series[name].median(lambda sample: sample.wall) for name in commands)
        _say(f"{HELP}: {found[0]:.3f} s; python -c pass: {found[1]:.3f} s")
        return found[0], found[1]


def _check(variant: Variant, out: Path, data: Dataset) -> None:
    """Raises ``RunFailed`` where the copy is not what it should be."""
    command = [sys.executable, "-m", "benchmarks.check", variant.layout, str(out), str(data.truth_path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RunFailed(f"wrong result: {(done.stdout or done.stderr).strip()[-400:]}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _nothing(text: str) -> None:
    """For what is too short to be told of each time."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Tables as Markdown; whether everything ran and was right (only then are they kept), and every target is met."""

    text: str
    right: bool
    met: bool


def measure_all(bench: Bench) -> Outcome:
    """Measures everything at the usual size."""
    data = bench.dataset(bench.rows)
    company = Company()
    chosen = [variant for variant in variants() if bench.wants(variant.name) and not variant.missing()]
    series = bench.copies(data, chosen, bench.rounds)
    mapping = bench.mapping(data) if bench.wants(MAPPING) else None
    start = bench.help() if bench.wants(HELP) else None
    ours, base = series.get(RUN, Series()), series.get(STDLIB, Series())
    both = ours.by_round.keys() & base.by_round.keys()
    targets = [
        Target("`run` in times of the standard library", 1.0, ours.ratio(base) if both else None),
        Target("mapping alone, rows a second and core", 1_000_000, mapping, "{:,.0f}", at_least=True),
        Target("peak memory of `run`, MB", 350, ours.peak() if ours.by_round else None, "{:.0f}"),
        Target("`legacy-adapters --help`, s", 0.25, start[0] if start else None, "{:.3f}"),
    ]
    tables = [f"{bench.rows:,} rows × 11, {bench.rounds} rounds. {describe()}; {company.describe()}."]
    tables += [
        variants_table([v for v in variants() if bench.wants(v.name)], series, bench.rows),
        targets_table(targets),
    ]
    if start:
        tables.append(f"`python -c pass` takes {start[1]:.3f} s of the start.")
    right = not any(one.failure for one in series.values()) and (mapping is not None) == bench.wants(MAPPING)
    return Outcome("\n\n".join(tables), right, all(target.met for target in targets))


def measure_memory(bench: Bench) -> Outcome:
    """Peak memory of `run` at the usual and at the large size, with keys in order and in none."""
    peaks: dict[tuple[str, int], float] = {}
    for rows in (bench.rows, LARGE_ROWS):
        for name, series in bench.copies(bench.dataset(rows), runs(), 1).items():
            if series.failure:
                return Outcome(f"{name}, {rows:,} rows failed: {series.failure}", right=False, met=False)
            peaks[name, rows] = series.peak()
    targets: list[Target] = []
    for name, keys in ((RUN, "keys in order"), (UNORDERED, "keys in no order")):
        usual, large = peaks[name, bench.rows], peaks[name, LARGE_ROWS]
        targets += [
            Target(f"{keys}: peak at {bench.rows:,} rows, MB", 350, usual, "{:.0f}"),
            Target(f"{keys}: at {LARGE_ROWS:,} rows {large:.0f} MB, in times of that", 1.1, large / usual),
        ]
    text = "\n\n".join([f"One run each. {describe()}.", targets_table(targets)])
    return Outcome(text, right=True, met=all(target.met for target in targets))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="runs of each variant (default: %(default)s)")
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the ledger (default: %(default)s)")
    parser.add_argument("--work", type=Path, help="where ledgers are kept and copies written (default: the system's)")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="only these; then no page is written")
    parser.add_argument("--large", action="store_true", help=f"only the memory test, with {LARGE_ROWS:,} rows as well")
    return parser.parse_args()


def main() -> int:
    """0 where everything ran, is right, and meets its target."""
    given = _arguments()
    work: Path = given.work or Path(tempfile.gettempdir()) / "legacy-adapters-benchmarks"
    work.mkdir(parents=True, exist_ok=True)
    bench = Bench(work.absolute(), given.rows, given.rounds, frozenset(given.only))
    outcome = measure_memory(bench) if given.large else measure_all(bench)
    print(outcome.text)
    if outcome.right and given.rows == ROWS and not given.only:
        replace_section(PAGE, "memory" if given.large else "results", outcome.text)
    return 0 if outcome.right and outcome.met else 1


if __name__ == "__main__":
    sys.exit(main())
