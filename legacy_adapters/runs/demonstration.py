"""The demo: a small legacy company is built, and its pipelines are run on it."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legacy_adapters.core.errors import OutputError
from legacy_adapters.runs.execute import execute
from legacy_adapters.runs.pace import Show
from legacy_adapters.runs.report import Report
from legacy_adapters.runs.request import Request
from legacy_adapters.runs.shipped import shipped


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demo made: the company's database, the pipeline that read it and its report; and the same for the files
    that other systems leave in ``drops/in``, with ``drops/drops.yaml``."""

    database: Path
    drops: Path
    pipeline: Path
    outputs: Path
    report: Report
    drops_report: Report


def demonstrate(folder: Path, *, show: Show) -> Demonstration:
    """Builds the company under ``folder`` and extracts it. Raises ``OutputError`` where it cannot write."""
    source = shipped("fixtures") / "nordhandel"
    pipelines, drops = folder / "pipelines", folder / "drops"
    database, pipeline = (folder / "nordhandel.db").absolute(), pipelines / "demo.yaml"
    try:
        # Files that were taken before would be known, and not be taken again.
        shutil.rmtree(drops, ignore_errors=True)
        for made in (pipelines, drops):
            made.mkdir(parents=True, exist_ok=True)
        for name, to in (("currencies.csv", pipelines), ("drops.yaml", drops)):
            shutil.copyfile(source / "pipelines" / name, to / name)
        text = (source / "pipelines" / "demo.yaml").read_text(encoding="utf-8")
        pipeline.write_text(text.replace("\n  out: out\n", "\n  out: ../out\n"), encoding="utf-8")
        script = _script(source / "build.py")
        script.build(database)
        script.build_drops(drops / "in")
    except OSError as error:
        raise OutputError(f"the demo cannot be written: {error}", where=str(folder)) from error
    report = execute(Request(pipeline, full=True), show=show)
    drops_report = execute(Request(drops / "drops.yaml"), show=show)
    return Demonstration(database, drops, pipeline, (folder / "out").absolute(), report, drops_report)


def _script(path: Path) -> Any:
    """The fixture's own build script, which lies outside the package."""
    spec = importlib.util.spec_from_file_location("nordhandel_build", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
