"""The demo: a small legacy company is built, and its pipeline is run on it."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from legacy_adapters.core.errors import OutputError
from legacy_adapters.runs.execute import execute
from legacy_adapters.runs.pace import Show
from legacy_adapters.runs.report import Report
from legacy_adapters.runs.request import Request
from legacy_adapters.runs.shipped import shipped


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demo made: the company's database, the pipeline that read it, and the run's report."""

    database: Path
    pipeline: Path
    outputs: Path
    report: Report


def demonstrate(folder: Path, *, show: Show) -> Demonstration:
    """Builds the company under ``folder`` and extracts it. Raises ``OutputError`` where it cannot write."""
    source = shipped("fixtures") / "nordhandel"
    pipelines = folder / "pipelines"
    pipeline = pipelines / "demo.yaml"
    try:
        pipelines.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / "pipelines" / "currencies.csv", pipelines / "currencies.csv")
        text = (source / "pipelines" / "demo.yaml").read_text(encoding="utf-8")
        pipeline.write_text(text.replace("\n  out: out\n", "\n  out: ../out\n"), encoding="utf-8")
        database = (folder / "nordhandel.db").absolute()
        _build(source / "build.py", database)
    except OSError as error:
        raise OutputError(f"the demo cannot be written: {error}", where=str(folder)) from error
    outputs = (folder / "out").absolute()
    report = execute(Request(pipeline, full=True), show=show)
    return Demonstration(database, pipeline, outputs, report)


def _build(script: Path, database: Path) -> None:
    """Runs the fixture's own build script, which lies outside the package."""
    spec = importlib.util.spec_from_file_location("nordhandel_build", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    module.build(database)
