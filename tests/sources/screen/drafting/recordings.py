"""Recordings as Playwright makes them, built by hand: a login, a list, its next page."""

from __future__ import annotations

import json
from collections.abc import Sequence

from legacy_adapters.sources.screen.drafting.actions import Act, Kind, Look, Recorded, SeenTable, Spot

URL = "https://ledger.example.com/app"
PASSWORD = "Flensburg-1994!"
USER = 'internal:label="User"i'
SECRET = "#password"
GO = 'internal:role=button[name="Log in"i]'
LOG_OFF = Spot("text=Log off", (), "Log off")
HEAD = ("No.", "Date", "Amount")


def act(number: int, kind: Kind, selector: str = "", text: str = "", **more: object) -> Act:
    """One act."""
    return Act(number, kind, selector, text, **more)  # type: ignore[arg-type]


def acts(*done: tuple[Kind, str, str]) -> list[Act]:
    """Acts in their order, from 1."""
    return [act(number, *each) for number, each in enumerate(done, 1)]


def in_frame(name: str, selector: str) -> str:
    """A selector as it is recorded in a frame."""
    return f'frame[name="{name}"] >> internal:control=enter-frame >> {selector}'


def table(
    rows: Sequence[Sequence[object]], *, at: str = "#list", frames: tuple[str, ...] = (), **more: object
) -> SeenTable:
    """A table with a row of headers."""
    head = [{"text": each, "header": True} for each in HEAD]
    cells = {"kind": "grid", "rows": [head, *rows], "parts": [["body", len(rows) + 1]], **more}
    return SeenTable(at, frames, json.dumps(cells))


ROWS = [["1", "02.01.2025", "10,00"], ["2", "03.01.2025", "-5,00"], ["3", "03.01.2025", "7,10"]]

LOGIN = (
    ("goto", "", URL),
    ("click", USER, ""),
    ("fill", USER, "joe"),
    ("fill", SECRET, PASSWORD),
    ("click", GO, ""),
)


def recorded(
    *behind: tuple[Kind, str, str], texts: tuple[Spot, ...] = (), seen: SeenTable | None = None, window: int = 0
) -> Recorded:
    """A login, then what is done behind it; the list is there from the last but one act on."""
    done = acts(*LOGIN, *behind)  # type: ignore[arg-type]
    shown = seen or table(ROWS)
    looks = (
        Look(1, 0, locked=True),
        Look(5, 0, exits=(LOG_OFF,)),
        Look(max(5, len(done) - 1), window, shown, (LOG_OFF,), texts),
        Look(len(done), window, shown, (LOG_OFF,), texts),
    )
    return Recorded(URL, tuple(done), looks, frozenset({PASSWORD}))
