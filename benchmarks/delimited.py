"""From a drop file to CSV: us, the peers, and reading alone."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.bench import Bench, Outcome, say
from benchmarks.dataset import Dataset
from benchmarks.machine import Company, describe
from benchmarks.measure import RunFailed, Series, measure
from benchmarks.table import Comparison, Target, targets_table, variants_table
from benchmarks.variants import Place, Variant, ourselves

PIPELINE = Path(__file__).with_name("delimited.yaml")
RUN, DUCKDB, PANDAS = "delimited-run", "delimited-duckdb", "delimited-pandas"
ALONE = "delimited-alone"
ABOUT = Comparison("drop file → CSV", DUCKDB, "DuckDB")
LARGE_ROWS = 10_000_000


def _run(place: Place) -> list[str]:
    drop = place.folder / "drop"
    drop.mkdir()
    (drop / "ledger.csv").hardlink_to(place.database)
    pipeline = place.folder / PIPELINE.name
    pipeline.write_bytes(PIPELINE.read_bytes())
    return ourselves("run", str(pipeline), "--param", f"out={place.out.parent}")


def _peer(name: str) -> Callable[[Place], list[str]]:
    return lambda place: [
        sys.executable,
        *("-m", "benchmarks.delimited_peers", name, str(place.database), str(place.out)),
    ]


def variants() -> Sequence[Variant]:
    """All from the drop file to CSV, ours first."""
    same = "the same conversions, unchecked"
    return (
        Variant(
            RUN,
            "legacy-adapters run",
            _run,
            layout="gl_line",
            note="mapped to `gl_line`, checked, balanced, resumable",
            file="gl_line.csv",
        ),
        Variant(DUCKDB, "iconv, DuckDB", _peer("duckdb"), layout="converted", module="duckdb", note=same),
        Variant("delimited-polars", "Polars, whole file", _peer("polars"), layout="converted", note=same),
        Variant(
            "delimited-stdlib",
            "standard library: csv",
            _peer("stdlib"),
            layout="converted",
            note=f"{same} but for amounts",
        ),
        Variant(PANDAS, "pandas, exact", _peer("pandas"), layout="converted", note=f"{same} but for amounts"),
        Variant(
            "delimited-iconv",
            "iconv",
            _peer("iconv"),
            layout=None,
            program="iconv",
            note="turns the code page, reads nothing: the floor",
        ),
    )


def measure_delimited(bench: Bench) -> Outcome:
    """Measures everything at the usual size."""
    data = bench.dataset(bench.rows, "delimited")
    company = Company()
    wanted = [variant for variant in variants() if bench.wants(variant.name)]
    series = bench.copies(data, [variant for variant in wanted if not variant.missing()], bench.rounds)
    alone = _alone(bench, data) if bench.wants(ALONE) else None
    ours = series.get(RUN, Series())
    targets = [
        Target("`run` in times of DuckDB", 1.3, _ratio(ours, series.get(DUCKDB, Series()))),
        Target("`run` in times of pandas", 0.35, _ratio(ours, series.get(PANDAS, Series()))),
        Target("peak memory of `run`, MB", 400, ours.peak() if ours.by_round else None, "{:.0f}"),
        Target("reading alone, rows a second of processor time", 2_000_000, alone, "{:,.0f}", at_least=True),
    ]
    size = data.path.stat().st_size / 1e6
    text = "\n\n".join(
        [
            f"{bench.rows:,} rows × 11, {size:.0f} MB, {bench.rounds} rounds. {describe()}; {company.describe()}.",
            variants_table(wanted, series, bench.rows, ABOUT),
            targets_table(targets),
        ]
    )
    right = not any(one.failure for one in series.values()) and (alone is not None) == bench.wants(ALONE)
    return Outcome(text, right, all(target.met for target in targets))


def _ratio(ours: Series, base: Series) -> float | None:
    return ours.ratio(base) if ours.by_round.keys() & base.by_round.keys() else None


def _alone(bench: Bench, data: Dataset) -> float | None:
    """Rows a second of processor time, of any core: the median of all passes, of a process a round."""
    log = bench.work / f"{ALONE}.log"
    rates: list[float] = []
    for _ in range(bench.rounds):
        try:
            measure([sys.executable, "-m", "benchmarks.delimited_alone", str(data.path)], log)
        except RunFailed as error:
            say(f"{ALONE}: failed: {error}")
            return None
        found = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
        rates += [found["rows"] / cpu for _, cpu in found["passes"]]
    rate = statistics.median(rates)
    megabytes = rate * data.path.stat().st_size / bench.rows / 1e6
    say(f"{ALONE}: {rate:,.0f} rows/s and {megabytes:,.0f} MB/s of processor time")
    return rate


def measure_delimited_memory(bench: Bench) -> Outcome:
    """Peak memory of ``run`` at the usual and at the large size."""
    peaks: list[float] = []
    for rows in (bench.rows, LARGE_ROWS):
        series = bench.copies(bench.dataset(rows, "delimited"), variants()[:1], 1)[RUN]
        if series.failure:
            return Outcome(f"{rows:,} rows failed: {series.failure}", right=False, met=False)
        peaks.append(series.peak())
    targets = [
        Target(f"peak at {bench.rows:,} rows, MB", 400, peaks[0], "{:.0f}"),
        Target(f"at {LARGE_ROWS:,} rows {peaks[1]:.0f} MB, in times of that", 1.1, peaks[1] / peaks[0]),
    ]
    text = "\n\n".join([f"One run each. {describe()}.", targets_table(targets)])
    return Outcome(text, right=True, met=all(target.met for target in targets))
