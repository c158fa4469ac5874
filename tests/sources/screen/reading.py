"""Reads a ``Ledger`` by a recipe, from the declaration of the source on, with a browser in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.batch import Batch
from legacy_adapters.sources.screen import visits
from legacy_adapters.sources.screen.login import stretching
from legacy_adapters.sources.screen.paging import browsing
from legacy_adapters.sources.screen.recipe import Recipe
from legacy_adapters.sources.screen.settings import ScreenSource, ScreenStream
from tests.sources.screen.fake_screen import browser_of
from tests.sources.screen.ledger import HEADER, PASSWORD, URL, USER, Ledger, Row

NAME = "journal"

COUNT = {"at": "#found", "matches": r"([\d,]+) records"}
SUM = {"at": "#sum", "matches": r"Sum ([\d,.]+)"}
PAGES = {"at": "#pager", "matches": r"of (\d+)"}
PAGE = {"at": "#pager", "matches": r"Page (\d+)"}

WAYS: Mapping[str, Mapping[str, Any]] = {
    "link": {"link": "#next"},
    "script": {"link": "#next"},
    "further": {"link": "text=[{page}]", "further": "#further"},
    "numbers": {"link": "text=[{page}]"},
    "address": {"address": "/list?page={page}", "pages": PAGES},
    "more": {"more": "#more"},
    "scroll": {"scroll": True},
}

LOGIN: Mapping[str, Any] = {
    "steps": [
        {"fill": "#user", "text": "{user}"},
        {"fill": "#password", "text": "{password}"},
        {"click": "#go"},
    ],
    "inside": "#off",
    "refused": ".error",
    "outside": "#password",
}

RANGES: Mapping[str, Any] = {"of": "dates", "start": "2025-01-01", "end": "2025-01-08", "capped": ".capped"}

DETAILS: Mapping[str, Any] = {
    "address": "/entry?no={No}",
    "table": {"at": "#lines", "header": ["Line", "No"]},
    "prefix": "Entry ",
}


def recipe(ledger: Ledger | None = None, **stated: Any) -> Recipe:
    """The recipe that fits a ledger, with some things stated otherwise; a key of None is left out."""
    way, login = (ledger.way, ledger.login) if ledger else ("link", False)
    settings: dict[str, Any] = {
        "url": URL,
        "browser": {"timeout": 0.05},
        "open": [{"goto": "/list"}],
        "table": {"at": "#list", "header": list(HEADER), "empty": "No records"},
        "key": ["No"],
        "next": WAYS.get(way),
        "total": {"count": COUNT},
    }
    if login:
        settings |= {"login": LOGIN, "params": {"user": USER, "password": PASSWORD}}
    if ledger and ledger.cap is not None:
        settings |= {"ranges": RANGES, "open": [{"goto": "/list?from={from}&to={to}"}]}
    return Recipe.model_validate({key: value for key, value in {**settings, **stated}.items() if value is not None})


@contextmanager
def browser_for(ledger: Ledger) -> Iterator[None]:
    """Every browser that is opened shows the ledger."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visits, "open_browser", browser_of(ledger))
        patch.setattr(stretching, "ROUNDS", 2)
        patch.setattr(browsing, "SCROLLED_SECONDS", 0.05)
        yield


def source(folder: Path, **stated: Any) -> ScreenSource:
    """A source that keeps what it keeps in this folder."""
    return ScreenSource.model_validate(stated, context={"folder": folder})


def read(
    ledger: Ledger, folder: Path, since: str | None = None, notes: list[str] | None = None, **stated: Any
) -> list[Batch]:
    """All batches; ``notes`` get what was noticed."""
    stream = ScreenStream.model_construct(recipe=recipe(ledger, **stated))
    with browser_for(ledger), source(folder).connect() as connection:
        reader: Any = connection.reader(NAME, stream)
        try:
            with closing(reader.read({} if since is None else {"": since})) as batches:
                return list(batches)
        finally:
            if notes is not None:
                notes += connection.notes


def begun(ledger: Ledger, folder: Path, pages: int, **stated: Any) -> list[Batch]:
    """The batches of a run that is killed behind so many of them."""
    stream = ScreenStream.model_construct(recipe=recipe(ledger, **stated))
    found: list[Batch] = []
    with browser_for(ledger), source(folder).connect() as connection:
        reader: Any = connection.reader(NAME, stream)
        with closing(reader.read({})) as batches:
            while len(found) < pages:
                found.append(next(batches))
    return found


def cells(batches: Sequence[Batch]) -> list[list[str | None]]:
    """All rows, in order."""
    return [list(row.values()) for batch in batches for row in batch.rows.to_pylist()]


def origins(batches: Sequence[Batch]) -> list[str | None]:
    """Where each row is."""
    return [origin for batch in batches for origin in batch.origin.to_pylist()]


def expected(rows: Sequence[Row]) -> list[list[str | None]]:
    """What is to be read of these entries."""
    return [[row.no, row.date, row.amount] for row in rows]


def identity(batches: Sequence[Batch]) -> list[tuple[object, ...]]:
    """What must be the same when it is read again: ids, positions, origins, rows, faults."""
    return [
        (
            batch.id,
            batch.position,
            batch.origin.to_pylist(),
            batch.rows.to_pylist(),
            None if batch.faults is None else batch.faults.to_pylist(),
        )
        for batch in batches
    ]
