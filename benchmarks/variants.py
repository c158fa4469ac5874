"""Everything that is measured from SQLite to CSV: what it is called, how it is started, and how its copy is checked."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

PIPELINE = Path(__file__).with_name("gl_line.yaml")
STDLIB = "stdlib"
RUN = "us-run"
UNORDERED = "us-run-unordered"
EXTRACT = "us-extract"


@dataclass(frozen=True, slots=True)
class Place:
    """What one run gets: the ledger, a fresh folder of its own, and the file that it has to write."""

    database: Path
    folder: Path
    out: Path


@dataclass(frozen=True, slots=True)
class Variant:
    """One way from the ledger to a CSV file. ``layout`` names the columns of that file (see ``check``; None: it is no
    copy); ``module`` and ``program`` are what has to be installed."""

    name: str
    title: str
    command: Callable[[Place], list[str]]
    layout: str | None = "raw"
    note: str = "copies"
    file: str = "out.csv"
    module: str | None = None
    program: str | None = None

    def missing(self) -> str | None:
        """What it needs and is not here."""
        if self.module is not None and importlib.util.find_spec(self.module) is None:
            return self.module
        if self.program is not None and shutil.which(self.program) is None:
            return self.program
        return None


def ourselves(*arguments: str) -> list[str]:
    """Our command line: the installed program, or the package where there is none."""
    installed = Path(sys.executable).with_name("legacy-adapters")
    if installed.exists():
        return [str(installed), *arguments]
    return [sys.executable, "-c", "from legacy_adapters.cli import main; main()", *arguments]


_KEY = "ledger_entry_id: entry_no"
_UNORDERED_KEY = 'ledger_entry_id: {concat: [account_no, "-", entry_no]}'


def _run(place: Place) -> list[str]:
    return _run_of(PIPELINE.read_text(encoding="utf-8"), place)


def _run_unordered(place: Place) -> list[str]:
    return _run_of(PIPELINE.read_text(encoding="utf-8").replace(_KEY, _UNORDERED_KEY), place)


def _run_of(text: str, place: Place) -> list[str]:
    pipeline = place.folder / PIPELINE.name
    pipeline.write_text(text, encoding="utf-8")
    given = ("--param", f"database={place.database}", "--param", f"out={place.out.parent}")
    return ourselves("run", str(pipeline), *given)


def _extract(place: Place) -> list[str]:
    return ourselves("extract", f"sqlite:///{place.database}", "--table", "gl_entry", "--to", str(place.out))


def _peer(name: str) -> Callable[[Place], list[str]]:
    return lambda place: [sys.executable, "-m", "benchmarks.peers", name, str(place.database), str(place.out)]


def _program(place: Place) -> list[str]:
    return [
        "sqlite3",
        "-readonly",
        "-csv",
        "-header",
        str(place.database),
        f".once '{place.out}'",
        "select * from gl_entry",
    ]


def runs() -> tuple[Variant, Variant]:
    """Our whole run: with keys that ascend, and with keys in no order, of which every one has to be remembered."""
    run = Variant(
        RUN,
        "legacy-adapters run",
        _run,
        layout="gl_line",
        note="mapped to `gl_line`, checked, balanced, resumable",
        file="gl_line.csv",
    )
    return run, replace(run, name=UNORDERED, command=_run_unordered, layout="gl_line_unordered")


def variants() -> Sequence[Variant]:
    """All from SQLite to CSV, ours first."""
    return (
        runs()[0],
        Variant(EXTRACT, "legacy-adapters extract", _extract, note="copies, exactly, and counts"),
        Variant(STDLIB, "standard library: sqlite3, csv", _peer("stdlib"), note="copies; money as binary doubles"),
        Variant("sqlite3", "sqlite3 -csv", _program, program="sqlite3", note="copies, in C; money as binary doubles"),
        Variant(
            "pandas", "pandas, in chunks", _peer("pandas"), module="pandas", note="copies; money as binary doubles"
        ),
        Variant(
            "adbc",
            "ADBC, pyarrow.csv",
            _peer("adbc"),
            module="adbc_driver_sqlite",
            note="copies; money as binary doubles; stops where a column is mixed",
        ),
        Variant("petl", "petl", _peer("petl"), module="petl", note="copies; money as binary doubles"),
        Variant("dlt", "dlt, pyarrow backend", _peer("dlt"), module="dlt", note="copies, keeps a state"),
    )
