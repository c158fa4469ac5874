"""Whether the state is where it was last: a clone of it would deliver the same a second time, and is not run."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.runs.ledger.homes import Home
from legacy_adapters.runs.ledger.ledger import FILE_NAME, Ledger
from legacy_adapters.runs.ledger.network_folder import is_network_folder
from legacy_adapters.runs.state.machine import Machine, this_machine

LOCKED_SECONDS = 2.0


def check_home(ledger: Ledger, machine: Machine | None = None) -> list[str]:
    """Notes that the ledger is used here, now; returns what a person should know of it.

    Raises ``StateMismatch`` for one that belongs to another machine, or is a copy of one that is still in its place.
    Nothing is refused where nothing is known: on a machine without an id, and in a folder that machines share.
    """
    machine = machine or this_machine()
    folder = ledger.path.parent.resolve()
    if machine.id is None or is_network_folder(folder):
        return []
    homes = ledger.homes.list()
    notes = _moved(ledger, homes, machine, folder) if homes else []
    ledger.homes.used(machine.id, str(folder), machine.host)
    return notes


def adopt_here(ledger: Ledger, at: Path, machine: Machine | None = None) -> bool:
    """From now on the ledger lives in the folder ``at`` of this machine too; False where the machine has no id, so that
    nothing is checked here."""
    machine = machine or this_machine()
    if machine.id is None:
        return False
    ledger.homes.used(machine.id, str(at.resolve()), machine.host)
    return True


def _moved(ledger: Ledger, homes: Sequence[Home], machine: Machine, folder: Path) -> list[str]:
    """Notes of what is not as it was. Raises ``StateMismatch``."""
    here = [home for home in homes if home.machine == machine.id]
    if not here:
        raise _elsewhere(homes[0], folder)
    for home in here:
        if home.folder == str(folder):
            return _renamed(home, machine)
    last = here[0]
    before = Path(last.folder)
    if _is_same(before, folder):
        return []
    if _holds(before, ledger.parts.owner):
        raise _copied(last, folder)
    ledger.homes.forget(last)
    return [f"the state was moved from {before} to {folder}"]


def _renamed(home: Home, machine: Machine) -> list[str]:
    if home.host == machine.host:
        return []
    return [
        f"this machine was called {home.host} and is now called {machine.host}; if it is a clone of the other one, "
        "which goes on, give one of them a state of its own"
    ]


def _is_same(before: Path, folder: Path) -> bool:
    """Whether both are one folder that is seen at two places."""
    try:
        return (before / FILE_NAME).samefile(folder / FILE_NAME)
    except OSError:
        return False


def _holds(folder: Path, owner: str) -> bool:
    """Whether a ledger of this owner lies there. One that cannot be read, nobody can go on with either."""
    path = folder / FILE_NAME
    try:
        if not path.is_file():
            return False
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=LOCKED_SECONDS)) as connection:
            return bool(connection.execute("SELECT 1 FROM owner WHERE name = ?", (owner,)).fetchone())
    except (OSError, sqlite3.Error):
        return False


def _when(home: Home) -> str:
    return home.last_at.astimezone().strftime("%Y-%m-%d %H:%M")


def _elsewhere(home: Home, folder: Path) -> StateMismatch:
    return StateMismatch(
        f"this state belongs to another machine: it was last used on {home.host}, in {home.folder}, at {_when(home)}",
        where=str(folder),
        hint="If it was moved here for good: `legacy-adapters state adopt PIPELINE`. If it goes on there too, this one "
        "is a clone, and both would deliver the same: move it away, or name an empty folder with --state-dir.",
    )


def _copied(home: Home, folder: Path) -> StateMismatch:
    return StateMismatch(
        f"this state is a copy: that in {home.folder}, last used at {_when(home)}, is still there",
        where=str(folder),
        hint="If this one is to go on, and not that one: `legacy-adapters state adopt PIPELINE`. If both are, move "
        "this one away, or name an empty folder with --state-dir: that reads everything, and must deliver elsewhere.",
    )
