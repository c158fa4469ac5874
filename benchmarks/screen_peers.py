"""What else goes through pages, in a process of its own and, where they are installed apart, by a Python of their own:
``PYTHON -m benchmarks.screen_peers NAME URL OUT``. Each begins at URL, follows ``#next`` and writes all cells as CSV.

Peers read what is there. They compare it with nothing, keep no evidence, and cannot be resumed.
"""

from __future__ import annotations

import asyncio
import csv
import importlib
import itertools
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

BROWSER: Final = "/usr/lib/chromium/chromium-headless-shell"
ARGUMENTS: Final = ("--disable-gpu", "--no-sandbox")

GRID: Final = """() => [...document.querySelectorAll('#grid tr')].slice(1).map(
    (row) => [...row.cells].map((cell) => cell.textContent))"""
_NEXT: Final = "() => document.querySelector('#next')?.href ?? null"

Rows = list[list[str]]


def of_html(html: bytes, url: str) -> tuple[Rows, str | None]:
    """The rows of a page and where its link leads, by lxml."""
    from lxml import html as parser

    root: Any = parser.fromstring(html, parser=parser.HTMLParser(encoding="cp1252"))
    rows = [[cell.text or "" for cell in row] for row in root.xpath("//table[@id='grid']//tr")[1:]]
    link = root.xpath("//a[@id='next']/@href")
    return rows, urljoin(url, link[0]) if link else None


def httpx_lxml(url: str) -> Rows:
    """httpx and lxml, without a browser."""
    library: Any = importlib.import_module("httpx")
    rows: Rows = []
    with library.Client() as client:
        address: str | None = url
        while address is not None:
            found, address = of_html(client.get(address).content, address)
            rows += found
    return rows


def playwright_evaluate(url: str) -> Rows:
    """A script that evaluates JavaScript: one list for each page, addresses opened."""
    from playwright.sync_api import sync_playwright

    rows: Rows = []
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS) as it:
        page = it.new_page()
        address: str | None = url
        while address is not None:
            page.goto(address, wait_until="domcontentloaded")
            rows += page.evaluate(GRID)
            address = page.evaluate(_NEXT)
    return rows


def playwright_locators(url: str) -> Rows:
    """A script as the documentation has it: all texts of a locator, and a click."""
    from playwright.sync_api import sync_playwright

    rows: Rows = []
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS) as it:
        page = it.new_page()
        page.goto(url)
        while True:
            width = page.locator("#grid th").count()
            texts = page.locator("#grid td").all_text_contents()
            rows += [list(each) for each in zip(*[iter(texts)] * width, strict=True)]
            after = page.locator("#next")
            if not after.count():
                return rows
            after.click()
            page.wait_for_load_state("domcontentloaded")


def scrapy_playwright(url: str) -> Rows:
    """Scrapy with scrapy-playwright."""
    scrapy: Any = importlib.import_module("scrapy")
    crawler: Any = importlib.import_module("scrapy.crawler")
    rows: Rows = []

    class Spider(scrapy.Spider):  # type: ignore[misc]
        name = "pages"

        async def start(self) -> Any:
            yield scrapy.Request(url, meta={"playwright": True})

        def parse(self, response: Any) -> Any:
            rows.extend(row.css("td::text").getall() for row in response.css("#grid tr")[1:])
            for link in response.css("#next::attr(href)").getall():
                yield response.follow(link, meta={"playwright": True})

    handler = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
    process = crawler.CrawlerProcess(
        {
            "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
            "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
            "PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": BROWSER, "args": list(ARGUMENTS)},
            "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": 60_000,
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": False,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "ERROR",
        }
    )
    process.crawl(Spider)
    process.start()
    return rows


def crawlee(url: str) -> Rows:
    """Crawlee's ``PlaywrightCrawler``."""
    os.environ["CRAWLEE_STORAGE_DIR"] = tempfile.mkdtemp(prefix="crawlee-")
    library: Any = importlib.import_module("crawlee.crawlers")
    crawlee_itself: Any = importlib.import_module("crawlee")
    rows: Rows = []

    async def crawl() -> None:
        one = crawlee_itself.ConcurrencySettings(desired_concurrency=1, max_concurrency=1)
        crawler = library.PlaywrightCrawler(
            browser_type="chromium",
            browser_launch_options={"executable_path": BROWSER, "args": list(ARGUMENTS)},
            concurrency_settings=one,
            configure_logging=False,
        )

        @crawler.router.default_handler  # type: ignore[misc,untyped-decorator,unused-ignore]
        async def handle(context: Any) -> None:
            rows.extend(await context.page.evaluate(GRID))
            after = await context.page.evaluate(_NEXT)
            if after:
                await context.add_requests([after])

        await crawler.run([url])

    asyncio.run(crawl())
    return rows


PEERS: Final[Mapping[str, Callable[[str], Rows]]] = {
    peer.__name__: peer for peer in (httpx_lxml, playwright_evaluate, playwright_locators, scrapy_playwright, crawlee)
}


def write(rows: Iterable[Sequence[str]], out: Path) -> None:
    """The rows under the header that ours have."""
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        first = list(itertools.islice(rows := iter(rows), 1))
        writer.writerow([f"Column {number}" for number in range(1, len(first[0]) + 1 if first else 1)])
        writer.writerows(itertools.chain(first, rows))


if __name__ == "__main__":
    write(PEERS[sys.argv[1]](sys.argv[2]), Path(sys.argv[3]))
