"""The ledger of the screens' tests on loopback, and a recipe for it, for a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.sources.screen.browser.finding import find
from tests.service.require import require
from tests.sources.screen.browser.site import Handling, Site, serve, stop
from tests.sources.screen.ledger import Ledger, rows

RECIPE = """\
params: {{address: {address}, year: "2025", token: ~, code: none}}
url: "{{address}}"
browser: {{timeout: 10s}}
open: [{{goto: "/list?year={{year}}&token={{token}}"}}]
table: {{at: "#list", header: [No, Date, Amount]}}
key: [No]
next: {{link: "#next"}}
total: {{count: {{at: "#found", matches: "(\\\\d+) records"}}}}
"""


def write_recipe(folder: Path, address: str = "http://ledger.test") -> Path:
    """The recipe ``journal.yaml``."""
    path = folder / "journal.yaml"
    path.write_text(RECIPE.format(address=address), encoding="utf-8")
    return path


@contextmanager
def ledger_site() -> Iterator[Site]:
    """Seven entries on three pages; skips where there is no browser."""
    require(_browser(), "a browser", "`make setup`, or: apt-get install chromium-headless-shell")
    site, ledger = serve(), Ledger(rows(7))

    def page(handling: Handling) -> None:
        handling.answer(ledger.answer(f"http://ledger.test{handling.seen.path}", {}, "")[0])

    site.pages |= {"/": page, "/list": page}
    try:
        yield site
    finally:
        stop(site)


def _browser() -> Path | None:
    try:
        return find(None, whole=False).path
    except DriverMissing:
        return None
