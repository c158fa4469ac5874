"""``python -m benchmarks``: measures, prints, and keeps the tables in ``docs/benchmarks.md``."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.bench import Bench, Outcome, say
from benchmarks.dataset import Dataset
from benchmarks.delimited import measure_delimited, measure_delimited_memory
from benchmarks.machine import Company, describe
from benchmarks.measure import RunFailed, Series, measure, run_rounds
from benchmarks.table import Target, replace_section, targets_table, variants_table
from benchmarks.variants import RUN, STDLIB, UNORDERED, ourselves, runs, variants

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
ROWS = 2_000_000
LARGE_ROWS = 10_000_000
ROUNDS = 5
HELP_RUNS = 20
MAPPING = "mapping-alone"
HELP = "help"


def measure_mapping(bench: Bench, data: Dataset) -> float | None:
    """Rows a second of one core's time of the mapping alone: the median of all passes, of a process a round."""
    log = bench.work / f"{MAPPING}.log"
    command = [sys.executable, "-m", "benchmarks.mapping_alone", str(data.path)]
    rates: list[float] = []
    for _ in range(bench.rounds):
        try:
            measure(command, log, {"POLARS_MAX_THREADS": "1"})
        except RunFailed as error:
            say(f"{MAPPING}: failed: {error}")
            return None
        found = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
        rates += [found["rows"] / cpu for _, cpu in found["passes"]]
    say(f"{MAPPING}: {statistics.median(rates):,.0f} rows/s and core")
    return statistics.median(rates)


def measure_help(bench: Bench) -> tuple[float, float] | None:
    """Seconds until ``legacy-adapters --help`` has ended, and Python that does nothing: medians, by the clock."""
    commands = {HELP: ourselves("--help"), "python": [sys.executable, "-c", "pass"]}
    log = bench.work / f"{HELP}.log"
    series = run_rounds(list(commands), HELP_RUNS, lambda name: measure(commands[name], log), _nothing)
    if failure := series[HELP].failure:
        say(f"{HELP}: failed: {failure}")
        return None
    found = tuple(series[name].median(lambda sample: sample.wall) for name in commands)
    say(f"{HELP}: {found[0]:.3f} s; python -c pass: {found[1]:.3f} s")
    return found[0], found[1]


def _nothing(text: str) -> None:
    """For what is too short to be told of each time."""


def measure_all(bench: Bench) -> Outcome:
    """Measures everything at the usual size."""
    data = bench.dataset(bench.rows)
    company = Company()
    chosen = [variant for variant in variants() if bench.wants(variant.name) and not variant.missing()]
    series = bench.copies(data, chosen, bench.rounds)
    mapping = measure_mapping(bench, data) if bench.wants(MAPPING) else None
    start = measure_help(bench) if bench.wants(HELP) else None
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


PARTS: Mapping[str, Callable[[Bench], Outcome]] = {"results": measure_all, "delimited": measure_delimited}
"""Each part of the benchmarks by the section of the page that it fills."""

MEMORY_PARTS: Mapping[str, Callable[[Bench], Outcome]] = {
    "memory": measure_memory,
    "delimited-memory": measure_delimited_memory,
}
"""The same for memory at the usual and at the large size."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="runs of each variant (default: %(default)s)")
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the ledger (default: %(default)s)")
    parser.add_argument("--work", type=Path, help="where ledgers are kept and copies written (default: the system's)")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="only these; then no page is written")
    parser.add_argument("--part", choices=(*PARTS, *MEMORY_PARTS), help="only this part (default: all)")
    parser.add_argument("--large", action="store_true", help=f"only the memory tests, with {LARGE_ROWS:,} rows as well")
    return parser.parse_args()


def main() -> int:
    """0 where everything ran, is right, and meets its target."""
    given = _arguments()
    work: Path = given.work or Path(tempfile.gettempdir()) / "legacy-adapters-benchmarks"
    work.mkdir(parents=True, exist_ok=True)
    bench = Bench(work.absolute(), given.rows, given.rounds, frozenset(given.only))
    parts = MEMORY_PARTS if given.large or given.part in MEMORY_PARTS else PARTS
    chosen = parts if given.part is None else {given.part: parts[given.part]}
    good = True
    for name, part in chosen.items():
        outcome = part(bench)
        print(outcome.text, flush=True)
        if outcome.right and given.rows == ROWS and not given.only:
            replace_section(PAGE, name, outcome.text)
        good = good and outcome.right and outcome.met
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
