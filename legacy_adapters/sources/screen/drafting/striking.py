"""Strikes passwords out of what was recorded, before anything is written of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from legacy_adapters.core.secrets import Secrets
from legacy_adapters.sources.screen.drafting.actions import Act, Look, Recorded, SeenTable, Spot


def struck(recorded: Recorded) -> Recorded:
    """The same, with ``***`` for every password that was typed, wherever a page showed it or an address has it.

    Only what was filled in as a whole stays: by that a login is known.
    """
    secrets = Secrets()
    for password in recorded.passwords:
        secrets.add(password)
    return replace(
        recorded,
        acts=tuple(_act(act, secrets, recorded.passwords) for act in recorded.acts),
        looks=tuple(_look(look, secrets) for look in recorded.looks),
    )


def _act(act: Act, secrets: Secrets, passwords: frozenset[str]) -> Act:
    text = act.text if act.text in passwords else secrets.scrub(act.text)
    return replace(act, selector=secrets.scrub(act.selector), hover=secrets.scrub(act.hover), text=text)


def _look(look: Look, secrets: Secrets) -> Look:
    return replace(
        look,
        table=None if look.table is None else _table(look.table, secrets),
        exits=tuple(_spot(spot, secrets) for spot in look.exits),
        texts=tuple(_spot(spot, secrets) for spot in look.texts),
    )


def _spot(spot: Spot, secrets: Secrets) -> Spot:
    return replace(spot, at=secrets.scrub(spot.at), text=secrets.scrub(spot.text))


def _table(table: SeenTable, secrets: Secrets) -> SeenTable:
    cells = json.loads(table.cells)
    for key in ("rows", "classes"):
        if key in cells:
            cells[key] = _texts(cells[key], secrets)
    return replace(table, at=secrets.scrub(table.at), cells=json.dumps(cells, ensure_ascii=False))


def _texts(value: Any, secrets: Secrets) -> Any:
    """Its texts, but not the names of what a cell has."""
    if isinstance(value, str):
        return secrets.scrub(value)
    if isinstance(value, list):
        return [_texts(each, secrets) for each in value]
    if isinstance(value, dict):
        return {key: _texts(each, secrets) for key, each in value.items()}
    return value
