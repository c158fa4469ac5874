"""One table of a page that is loaded, read in several ways: ``python -m benchmarks.screen_table URL ROWS``.

Prints a line of JSON: of each way the least milliseconds by the clock, and of the processors in all processes. Every
one of them gave the right rows.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from benchmarks.screen_memory import worked
from benchmarks.screen_peers import GRID, of_html
from benchmarks.screen_site import row

SAMPLE: Final = 50
"""Cells read by a locator each; the time of all is worked out from them."""

_ROUNDS: Final = 5


Taken = tuple[float, float]
"""Milliseconds by the clock, and of the processors in all processes."""


def best(read: Callable[[], Any], right: Callable[[Any], bool], rounds: int = _ROUNDS) -> Taken:
    """The least of some rounds. Raises ``ValueError`` where one gives other rows."""
    clock, processors = [], []
    for _ in range(rounds):
        before, began = worked(os.getpid()), time.perf_counter()
        found = read()
        clock.append((time.perf_counter() - began) * 1000)
        processors.append(worked(os.getpid()) - before)
        if not right(found):
            raise ValueError("the rows are not those of the page")
    return min(clock), min(processors)


def ourselves(url: str, rows: int) -> Mapping[str, Taken]:
    """``Screen.cells`` and ``read_table``, which gives an Arrow batch of text columns with the header checked."""
    from legacy_adapters.sources.screen.browser.opening import open_browser
    from legacy_adapters.sources.screen.browser.scripts import Scripts
    from legacy_adapters.sources.screen.browser.settings import BrowserSettings
    from legacy_adapters.sources.screen.screen import Place
    from legacy_adapters.sources.screen.table import cells
    from legacy_adapters.sources.screen.table.reading import read_table
    from legacy_adapters.sources.screen.table.settings import TableSettings

    settings = TableSettings(at="#grid", header=tuple(f"Column {number}" for number in range(1, 11)))
    wanted = [list(column) for column in zip(*(row(number) for number in range(1, rows + 1)), strict=True)]

    def right(page: Any) -> bool:
        return [column.to_pylist() for column in page.rows.columns] == wanted

    scripts = Scripts(cells.CELLS_SCRIPT, cells.LANDMARKS_SCRIPT)
    with open_browser(BrowserSettings(), [url], scripts) as browser:
        screen = browser.context().screen()
        screen.goto(url)
        in_page = best(lambda: screen.cells(Place("#grid")), bool)
        whole = best(lambda: read_table(screen.cells(Place("#grid")), settings, where=url), right)
    return {"ours": whole, "ours: in the page": in_page}


def others(url: str, rows: int) -> Mapping[str, Taken]:
    """What else reads it, by Playwright."""
    from playwright.sync_api import sync_playwright

    from benchmarks.screen_peers import ARGUMENTS, BROWSER

    wanted = [row(number) for number in range(1, rows + 1)]
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS) as it:
        page = it.new_page()
        page.goto(url)

        def parsed() -> list[list[str]]:
            return of_html(page.content().encode("cp1252"), url)[0]

        def pandas() -> Any:
            import pandas as pd

            return pd.read_html(io.StringIO(page.content()), attrs={"id": "grid"})[0]

        def located() -> list[str]:
            cells = page.locator("#grid td")
            return [cells.nth(number).inner_text() for number in range(SAMPLE)]

        first = [cell for line in wanted for cell in line][:SAMPLE]
        clock, processors = best(located, lambda found: found == first, 2)
        return {
            "a returned list": best(lambda: page.evaluate(GRID), lambda found: found == wanted),
            "content() and lxml": best(parsed, lambda found: found == wanted),
            # Its rows are wrong: codes and amounts become numbers. Only their number is compared.
            "pandas.read_html": best(pandas, lambda found: len(found) == rows),
            "locators": (clock * rows * 10 / SAMPLE, processors * rows * 10 / SAMPLE),
        }


if __name__ == "__main__":
    print(json.dumps({**ourselves(sys.argv[1], int(sys.argv[2])), **others(sys.argv[1], int(sys.argv[2]))}))
