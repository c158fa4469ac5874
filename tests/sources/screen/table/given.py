"""Tables for tests: HTML in, a page of rows out."""

from __future__ import annotations

from typing import Any

from legacy_adapters.sources.screen.table.markup import cells_of
from legacy_adapters.sources.screen.table.reading import TablePage, read_table
from legacy_adapters.sources.screen.table.settings import TableSettings

URL = "http://ledger.test/list.asp"
HEADER = "<tr><th>Date<th>Voucher<th>Text<th>Amount"


def settings(**stated: Any) -> TableSettings:
    """Settings as a recipe states them."""
    return TableSettings.model_validate({"at": "#t", **stated})


def cells(inside: str, tag: str = "table") -> str:
    """The cells of an element ``#t``."""
    page = f"<{tag} id=t>{inside}</{tag}>".encode()
    return cells_of(page, selector="#t", url=URL, content_type="text/html; charset=utf-8")


def read(inside: str, tag: str = "table", **stated: Any) -> TablePage:
    """What is read of an element with these settings."""
    return read_table(cells(inside, tag), settings(**stated), where=URL)


def rows(page: TablePage) -> list[list[str | None]]:
    """The rows of a page."""
    return [list(row.values()) for row in page.rows.to_pylist()]


def aside(page: TablePage) -> list[tuple[str, str, int]]:
    """What was set apart: kind, rule, number."""
    return [(row.kind, row.rule, row.number) for row in page.aside]


def faults(page: TablePage) -> list[tuple[int, str, str, str]]:
    """The faults of a page."""
    return [] if page.faults is None else [tuple(fault.values()) for fault in page.faults.to_pylist()]
