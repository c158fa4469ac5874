"""Functions that are run in a page, with a trace or without."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from legacy_adapters.sources.screen.browser.context import Context
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.site import Site

pytestmark = pytest.mark.service


def test_reading_leaves_no_snapshots(context: Context, site: Site, tmp_path: Path) -> None:
    """A trace has the page before and after what was done to it, and not for each look at it."""
    site.pages["/"] = "<p>a</p>"
    screen = context.screen()
    screen.goto(site.url("/"))
    context.begin_trace()
    screen.click(Place("p"))

    def snapshots(name: str) -> int:
        context.save_trace(tmp_path / name)
        with zipfile.ZipFile(tmp_path / name) as file:
            traces = [file.read(each).decode() for each in file.namelist() if each.endswith(".trace")]
        return sum(trace.count('"frame-snapshot"') for trace in traces)

    assert snapshots("clicked.zip") >= 2
    for _ in range(5):
        assert (screen.text(Place("p")), screen.has(Place("p")), screen.count(Place("p"))) == ("a", True, 1)
    assert snapshots("read.zip") == 0
