"""Screens, by us and by others, on the sample company's web application: ``python -m benchmarks.screen``.

``--part table|pages|contexts|session|memory`` measures one part only; ``--peers PYTHON`` is a Python that has Scrapy,
Crawlee and httpx, where this one has not: ``pip install --group peers``. Every copy is compared with the truth.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.bench import say
from benchmarks.machine import Company, describe
from benchmarks.measure import RunFailed, Sample, Series, measure, run_rounds
from benchmarks.screen_memory import Watched, watched
from benchmarks.screen_peers import PEERS
from benchmarks.screen_recipes import PAGES, SESSION, details, of_pages, written
from benchmarks.screen_site import Site, served
from benchmarks.table import Target, markdown
from benchmarks.variants import ourselves

BROWSER_LANE: Final = "legacy-adapters, browser lane"
SESSION_LANE: Final = "legacy-adapters, session lane"
_PEER_PACKAGES: Final = {"httpx_lxml": "httpx", "scrapy_playwright": "scrapy_playwright", "crawlee": "crawlee"}
_BROWSERLESS: Final = frozenset({"httpx_lxml"})
_LATE_MS: Final = 300
_PAGES, _MANY_PAGES, _TABLE_ROWS, _AT_ONCE = 50, 2000, 5000, 8


@dataclass(slots=True)
class Speeds:
    """Pages a second of one variant in each round, from the first that was asked for to the last."""

    series: Series
    inside: list[float]


@dataclass(frozen=True, slots=True)
class ScreenBench:
    """One run: its recipes and copies lie in ``folder``; ``peers`` is the Python that has the peers."""

    folder: Path
    peers: str
    rounds: int

    def table(self) -> str:
        """One table that is loaded."""
        with served() as site:
            url = f"{site.url}/bench/table?rows={_TABLE_ROWS}&columns=10"
            command = [sys.executable, "-m", "benchmarks.screen_table", url, str(_TABLE_ROWS)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        found: dict[str, tuple[float, float]] = json.loads(done.stdout)
        clock, processors = found["ours"]
        rows = [
            [name, f"{taken:,.1f}", f"{worked:,.1f}", f"{worked / processors:,.1f}", _SAYS.get(name, "")]
            for name, (taken, worked) in found.items()
        ]
        # Times of it by the processors' time: other processes stretch the clock's, and not alike.
        return _tables(
            ["5,000 × 10 cells, loaded", "ms", "CPU ms", "× ours, CPU", "what it gives"],
            rows,
            [
                Target("one table of 5,000 × 10, ms", 80, clock, "{:.0f}"),
                Target("a returned list in times of it", 5, found["a returned list"][1] / processors, "{:.1f}", True),
                Target("locators in times of it", 100, found["locators"][1] / processors, "{:.0f}", True),
            ],
        )

    def pages(self, lanes: Sequence[str] = (BROWSER_LANE, SESSION_LANE), peers: Sequence[str] = tuple(PEERS)) -> str:
        """50 pages of 100 rows, by a link."""
        with served() as site:
            missing = [name for name in peers if not self._has(name)]
            if missing:
                say(f"not installed: {', '.join(missing)}. pip install --group peers, or --peers PYTHON")
            commands = {lane: self._extract(site, lane, _PAGES) for lane in lanes}
            commands |= {name: self._peer(site, name) for name in peers if name not in missing}
            speeds = self._measured(site, commands, of_pages(_PAGES), _PAGES)
        best = {name: max(speed.inside) for name, speed in speeds.items() if speed.inside}
        rows = [
            [name, *_figures(speed.series), f"{best[name]:.1f}" if name in best else "", speed.series.failure or ""]
            for name, speed in sorted(speeds.items(), key=lambda each: -best.get(each[0], 0))
        ]
        fastest = max((best[name] for name in best if name in PEERS and name not in _BROWSERLESS), default=None)
        targets = []
        if fastest is not None and BROWSER_LANE in best:
            what = "browser lane in times of the fastest peer with a browser, pages a second"
            targets.append(Target(what, 1, best[BROWSER_LANE] / fastest, at_least=True))
        if {BROWSER_LANE, SESSION_LANE} <= best.keys():
            what = "session lane in times of the browser lane, pages a second"
            targets.append(Target(what, 5, best[SESSION_LANE] / best[BROWSER_LANE], "{:.1f}", at_least=True))
        return _tables(["50 pages of 100 rows", "s", "CPU s", "pages/s", ""], rows, targets)

    def session(self) -> str:
        """The two lanes and httpx with lxml."""
        return self.pages(peers=("httpx_lxml",))

    def contexts(self) -> str:
        """The page of each of 100 rows, on a server that takes 300 ms: one context, and eight."""
        with served(_LATE_MS) as site:
            commands = {
                f"{count} context{'s' if count > 1 else ''}": self._extract(site, details(count), 1)
                for count in (1, _AT_ONCE)
            }
            speeds = self._measured(site, commands, of_pages(1, detailed=True), 101)
        best = {name: max(speed.inside) for name, speed in speeds.items()}
        one, many = best.values()
        rows = [[name, *_figures(speed.series), f"{best[name]:.1f}", ""] for name, speed in speeds.items()]
        target = Target("8 contexts in times of one, pages a second", 5, many / one, "{:.1f}", at_least=True)
        return _tables(["101 pages, 300 ms each", "s", "CPU s", "pages/s", ""], rows, [target])

    def memory(self) -> str:
        """All processes together: four contexts, and 2,000 pages."""
        with served() as site:
            four = self._watched(self._extract(site, details(4), 1), of_pages(1, detailed=True))
            many = self._watched(self._extract(site, BROWSER_LANE, _MANY_PAGES), of_pages(_MANY_PAGES))
        early, late = many.between(0.1, 0.3), many.between(0.8, 0.95)
        rows = [
            ["4 contexts, 101 pages", f"{four.peak:.0f}", ""],
            ["1 context, 2,000 pages", f"{many.peak:.0f}", f"{early:.0f} after a fifth, {late:.0f} at the end (means)"],
        ]
        targets = [
            Target("memory with 4 contexts, all processes, MB", 700, four.peak, "{:.0f}"),
            Target("memory over 2,000 pages: the end in times of the first fifth", 1.1, late / early),
        ]
        return _tables(["memory of all processes (PSS)", "peak MB", ""], rows, targets)

    def _measured(
        self, site: Site, commands: dict[str, Callable[[Path], list[str]]], wanted: list[list[str]], pages: int
    ) -> dict[str, Speeds]:
        inside: dict[str, list[float]] = {name: [] for name in commands}

        def run(name: str) -> Sample:
            site.asked()
            out = self.folder / "out.csv"
            sample = measure(commands[name](out), self.folder / "log", _ENVIRONMENT)
            _check(out, wanted)
            inside[name].append((pages - 1) / site.asked()[1])
            say(f"{name}: {inside[name][-1]:.1f} pages/s")
            return sample

        found = run_rounds(list(commands), self.rounds, run, say)
        return {name: Speeds(series, inside[name]) for name, series in found.items()}

    def _watched(self, command: Callable[[Path], list[str]], wanted: list[list[str]]) -> Watched:
        out = self.folder / "out.csv"
        with (self.folder / "log").open("wb") as log:
            process = subprocess.Popen(command(out), stdout=log, stderr=log, env=os.environ | _ENVIRONMENT)
            with watched(process.pid) as found:
                if process.wait():
                    raise RunFailed((self.folder / "log").read_text(encoding="utf-8")[-400:])
        _check(out, wanted)
        return found

    def _extract(self, site: Site, recipe: str, pages: int) -> Callable[[Path], list[str]]:
        text = {BROWSER_LANE: PAGES, SESSION_LANE: SESSION}.get(recipe, recipe)
        path = written(self.folder, f"recipe-{abs(hash(text))}", text)
        given = ("--param", f"address={site.url}", "--param", f"pages={pages}")
        return lambda out: ourselves("extract", str(path), "--to", str(out), *given)

    def _peer(self, site: Site, name: str) -> Callable[[Path], list[str]]:
        url = f"{site.url}/bench/pages?page=1&pages={_PAGES}"
        return lambda out: [self.peers, "-m", "benchmarks.screen_peers", name, url, str(out)]

    def _has(self, peer: str) -> bool:
        wanted = _PEER_PACKAGES.get(peer, "playwright")
        return subprocess.run([self.peers, "-c", f"import {wanted}"], capture_output=True, check=False).returncode == 0


_SAYS: Final = {
    "ours": "texts, the header checked, totals apart",
    "ours: in the page": "the JSON text alone",
    "pandas.read_html": "wrong: codes and amounts become numbers",
    "locators": "worked out from 50 cells",
}
_ENVIRONMENT: Final = {"PYTHONPATH": str(Path(__file__).parents[1])}


def _figures(series: Series) -> list[str]:
    if not series.by_round:
        return ["", ""]
    best = min(series.by_round.values(), key=lambda sample: sample.wall)
    return [f"{best.wall:.2f}", f"{min(sample.cpu for sample in series.by_round.values()):.2f}"]


def _check(out: Path, wanted: list[list[str]]) -> None:
    """Raises ``RunFailed`` unless the copy is what the pages show, row by row."""
    with out.open(encoding="utf-8", newline="") as file:
        found = list(csv.reader(file))
    if found != wanted:
        raise RunFailed(f"wrong result: {len(found) - 1} rows, and not those of the pages")


def _tables(header: Sequence[str], rows: Sequence[Sequence[str]], targets: Sequence[Target]) -> str:
    wishes = markdown(["target", "wanted", "measured", ""], [target.cells() for target in targets])
    return f"{markdown(header, rows)}\n\n{wishes}" if targets else markdown(header, rows)


def _parts(bench: ScreenBench, only: str | None) -> Iterator[str]:
    # The session lane is measured with the pages.
    named = {"table": bench.table, "pages": bench.pages, "contexts": bench.contexts, "memory": bench.memory}
    for part in [{**named, "session": bench.session}[only]] if only else named.values():
        yield part()


def main(given: Sequence[str]) -> None:
    """Measures, and prints Markdown."""
    parser = argparse.ArgumentParser(prog="benchmarks.screen", description=__doc__)
    parser.add_argument("--part", choices=["table", "pages", "contexts", "session", "memory"])
    parser.add_argument("--peers", default=sys.executable, help="a Python that has the peers")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args(given)
    company = Company()
    with tempfile.TemporaryDirectory(prefix="screen-bench-") as folder:
        for text in _parts(ScreenBench(Path(folder), chosen.peers, chosen.rounds), chosen.part):
            print(f"{text}\n", flush=True)
    print(f"{describe()}; {company.describe()}.")


if __name__ == "__main__":
    main(sys.argv[1:])
