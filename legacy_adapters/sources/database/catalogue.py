"""What is in a database, by SQLAlchemy's inspector: tables, views, their columns and keys."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import SAWarning

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.names import find_name

if TYPE_CHECKING:
    from sqlalchemy import Inspector


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
