"""The demo: a small legacy company is built, and its pipelines are run on it."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legacy_adapters.core.errors import DriverMissing, OutputError
from legacy_adapters.runs.execute import execute
from legacy_adapters.runs.pace import Show
from legacy_adapters.runs.report import Report
from legacy_adapters.runs.request import Request
from legacy_adapters.runs.shipped import shipped


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demo made: the company's database, the pipeline that read it and its report; the same for the files that
    other systems leave in ``drops/in``, with ``drops/drops.yaml``; and for the screens of its web application, with
    ``screens/screens.yaml``, where there is a browser: ``no_browser`` says what is missing otherwise."""

    database: Path
    drops: Path
    screens: Path
    pipeline: Path
    outputs: Path
    report: Report
    drops_report: Report
    screens_report: Report | None
    no_browser: str = ""


def demonstrate(folder: Path, *, show: Show) -> Demonstration:
    """Builds the company under ``folder`` and extracts it. Raises ``OutputError`` where it cannot write."""
    source = shipped("fixtures") / "nordhandel"
    pipelines, drops, screens = folder / "pipelines", folder / "drops", folder / "screens"
    database, pipeline = (folder / "nordhandel.db").absolute(), pipelines / "demo.yaml"
    try:
        # Files that were taken before would be known, and not be taken again.
        shutil.rmtree(drops, ignore_errors=True)
        for made in (pipelines, drops, screens):
            made.mkdir(parents=True, exist_ok=True)
        for name, to in (("currencies.csv", pipelines), ("drops.yaml", drops), ("screens.yaml", screens)):
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
    screens_report, no_browser = _read_screens(script, screens / "screens.yaml", show)
    outputs = (folder / "out").absolute()
    return Demonstration(database, drops, screens, pipeline, outputs, report, drops_report, screens_report, no_browser)


def _read_screens(script: Any, pipeline: Path, show: Show) -> tuple[Report | None, str]:
    """The report of reading the company's web application, served for as long as that takes; or what is missing."""
    with script.serve() as site:
        params = {"address": site.url, "password": site.clerk.password}
        try:
            return execute(Request(pipeline, params, full=True), show=show), ""
        except DriverMissing as error:
            return None, f"{error.message}. {error.hint}"


def _script(path: Path) -> Any:
    """The fixture's own build script, which lies outside the package."""
    spec = importlib.util.spec_from_file_location("nordhandel_build", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
