"""From XML to CSV, us and the peers in one run: ``python -m benchmarks.xml [--rows N] [--rounds N] [--large]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.bench import Bench, Outcome
from benchmarks.machine import Company, describe
from benchmarks.measure import Series
from benchmarks.table import Comparison, Target, targets_table, variants_table
from benchmarks.variants import Place, Variant, ourselves

PIPELINE = Path(__file__).with_name("xml.yaml")
RUN, GENERAL, XMLLINT, LXML, PANDAS = "xml-run", "xml-run-general", "xml-xmllint", "xml-lxml", "xml-pandas"
ABOUT = Comparison("XML → CSV", XMLLINT, "xmllint --stream")
ROWS = 2_000_000
LARGE = 10
SMALLER = 10
"""pandas keeps the whole file in the memory: it gets a tenth of the rows."""

_RECORD = "record: Ledger/Entry}"


def _run(condition: str = "") -> Callable[[Place], list[str]]:
    def command(place: Place) -> list[str]:
        drop = place.folder / "drop"
        drop.mkdir()
        (drop / "ledger.xml").hardlink_to(place.database)
        pipeline = place.folder / PIPELINE.name
        text = PIPELINE.read_text(encoding="utf-8")
        pipeline.write_text(text.replace(_RECORD, f"{_RECORD[:-1]}{condition}}}"), encoding="utf-8")
        return ourselves("run", str(pipeline), "--param", f"out={place.out.parent}")

    return command


def _peer(name: str) -> Callable[[Place], list[str]]:
    return lambda place: [sys.executable, "-m", "benchmarks.xml_peers", name, str(place.database), str(place.out)]


def variants() -> Sequence[Variant]:
    """All from XML to CSV, ours first."""
    return (
        Variant(
            RUN,
            "legacy-adapters run",
            _run(),
            layout="gl_line",
            note="mapped to `gl_line`, checked, balanced, resumable",
            file="gl_line.csv",
        ),
        Variant(
            GENERAL,
            "legacy-adapters run, with a condition: the general engine",
            _run(", condition: EntryNo"),
            layout="gl_line",
            note="the same, by lxml",
            file="gl_line.csv",
        ),
        Variant(
            XMLLINT,
            "xmllint --stream",
            lambda place: ["xmllint", "--stream", "--noout", str(place.database)],
            layout=None,
            note="parses, in C, and keeps nothing",
            program="xmllint",
        ),
        Variant(LXML, "lxml iterparse by hand, csv", _peer("lxml"), note="copies"),
        Variant("xml-expat", "expat handlers, csv", _peer("expat"), note="copies"),
    )


def measure_xml(bench: Bench) -> Outcome:
    """Measures everything at the usual size, and pandas beside us at a tenth of it."""
    data = bench.dataset(bench.rows, "xml")
    company = Company()
    wanted = [variant for variant in variants() if bench.wants(variant.name)]
    series = bench.copies(data, [variant for variant in wanted if not variant.missing()], bench.rounds)
    ours, general = series.get(RUN, Series()), series.get(GENERAL, Series())
    targets = [
        Target("`run` in times of xmllint --stream", 1.2, _ratio(ours, series.get(XMLLINT, Series()))),
        Target("general engine in times of lxml by hand", 1.0, _ratio(general, series.get(LXML, Series()))),
        Target("peak memory of `run`, MB", 250, ours.peak() if ours.by_round else None, "{:.0f}"),
        Target("peak memory of the general engine, MB", 250, general.peak() if general.by_round else None, "{:.0f}"),
    ]
    size = data.path.stat().st_size / 1e6
    tables = [
        f"{bench.rows:,} rows × 11, {size:.0f} MB, {bench.rounds} rounds. {describe()}; {company.describe()}.",
        variants_table(wanted, series, bench.rows, ABOUT),
        targets_table(targets),
    ]
    right = not any(one.failure for one in series.values())
    if bench.wants(PANDAS):
        tables.append(_pandas(bench))
    return Outcome("\n\n".join(tables), right, all(target.met for target in targets))


def _pandas(bench: Bench) -> str:
    rows = max(bench.rows // SMALLER, 1)
    peer = Variant(PANDAS, "pandas.read_xml, iterparse", _peer("pandas"), module="pandas", note="copies, in memory")
    chosen = [variants()[0], peer]
    series = bench.copies(bench.dataset(rows, "xml"), chosen, 1)
    about = Comparison(f"XML → CSV, {rows:,} rows", RUN, "legacy-adapters run")
    return variants_table(chosen, series, rows, about)


def measure_memory(bench: Bench) -> Outcome:
    """Peak memory of ``run`` at the usual size and at ten times that."""
    peaks: list[float] = []
    for rows in (bench.rows, bench.rows * LARGE):
        series = bench.copies(bench.dataset(rows, "xml"), variants()[:1], 1)[RUN]
        if series.failure:
            return Outcome(f"{rows:,} rows failed: {series.failure}", right=False, met=False)
        peaks.append(series.peak())
    targets = [
        Target(f"peak at {bench.rows:,} rows, MB", 250, peaks[0], "{:.0f}"),
        Target(f"at {bench.rows * LARGE:,} rows {peaks[1]:.0f} MB, in times of that", 1.1, peaks[1] / peaks[0]),
    ]
    text = "\n\n".join([f"One run each. {describe()}.", targets_table(targets)])
    return Outcome(text, right=True, met=all(target.met for target in targets))


def _ratio(ours: Series, base: Series) -> float | None:
    return ours.ratio(base) if ours.by_round.keys() & base.by_round.keys() else None


def main() -> int:
    """0 where everything ran, is right, and meets its target."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.xml", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the ledger (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each variant (default: %(default)s)")
    parser.add_argument("--work", type=Path, help="where ledgers are kept and copies written (default: the system's)")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="only these")
    parser.add_argument("--large", action="store_true", help="only the memory test, with ten times the rows as well")
    given = parser.parse_args()
    work: Path = given.work or Path(tempfile.gettempdir()) / "legacy-adapters-benchmarks"
    work.mkdir(parents=True, exist_ok=True)
    bench = Bench(work.absolute(), given.rows, given.rounds, frozenset(given.only))
    outcome = measure_memory(bench) if given.large else measure_xml(bench)
    print(outcome.text)
    return 0 if outcome.right and outcome.met else 1


if __name__ == "__main__":
    sys.exit(main())
