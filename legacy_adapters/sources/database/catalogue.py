"""What is in a database, by SQLAlchemy's inspector: tables, views, their columns and keys.

Names are found exactly, or else without regard to case where that is unambiguous; what is not found is answered with
the nearest names.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sqlalchemy.exc import SAWarning

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import StreamInfo

if TYPE_CHECKING:
    from sqlalchemy import Inspector

SHOWN_NAMES = 5


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is declared; ``type`` in the database's own words."""

    name: str
    type: str
    nullable: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view: its columns in the source's order, and its primary key, empty where there is none."""

    name: str
    kind: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


def find_name(wanted: str, names: Iterable[str], what: str, where: str) -> str:
    """The name that is meant. Raises ``ConfigError`` with the nearest ones, or where two differ only in case."""
    known = list(names)
    if wanted in known:
        return wanted
    alike = [name for name in known if name.casefold() == wanted.casefold()]
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise ConfigError(f"{what} {wanted!r} could be {' or '.join(alike)}", where=where, hint="Write it exactly.")
    folded = {name.casefold(): name for name in known}
    near = [folded[name] for name in get_close_matches(wanted.casefold(), folded, n=SHOWN_NAMES, cutoff=0.5)]
    if near:
        hint = f"Did you mean {', '.join(near)}?"
    elif known:
        hint = f"There are {', '.join(known[:SHOWN_NAMES])}{' …' if len(known) > SHOWN_NAMES else ''}."
    else:
        hint = "There are none."
    raise ConfigError(f"there is no {what} {wanted!r}", where=where, hint=hint)


class Catalogue:
    """The names in one schema of a database, None for its default."""

    def __init__(self, inspector: Inspector, schema: str | None = None) -> None:
        self._inspector = inspector
        self._schema = schema

    def kinds(self) -> dict[str, str]:
        """Every table and view with its kind, in the order of names."""
        names = dict.fromkeys(self._inspector.get_table_names(self._schema), "table")
        names |= dict.fromkeys(self._inspector.get_view_names(self._schema), "view")
        return dict(sorted(names.items()))

    def streams(self) -> Sequence[StreamInfo]:
        """The same, as they are shown to people."""
        return [StreamInfo(name, kind) for name, kind in self.kinds().items()]

    def table(self, wanted: str, where: str) -> Table:
        """The table or view of this name. Raises ``ConfigError`` with the nearest names."""
        kinds = self.kinds()
        name = find_name(wanted, kinds, "table or view", where)
        with warnings.catch_warnings():
            # A type that SQLAlchemy does not know in full is no news to the person who reads the table.
            warnings.simplefilter("ignore", SAWarning)
            found = self._inspector.get_columns(name, self._schema)
            primary = self._inspector.get_pk_constraint(name, self._schema) if kinds[name] == "table" else None
        columns = tuple(Column(str(c["name"]), str(c["type"]), bool(c["nullable"])) for c in found)
        key = () if primary is None else primary["constrained_columns"]
        return Table(name, kinds[name], columns, tuple(key))
