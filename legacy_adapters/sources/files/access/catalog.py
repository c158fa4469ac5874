"""The tables of a database, as its own table of objects (MSysObjects, on page 2) lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from legacy_adapters.sources.files.access.definition import Definition, data_pages, definition_of
from legacy_adapters.sources.files.access.pages import Pages
from legacy_adapters.sources.files.access.rows import Rows
from legacy_adapters.sources.files.access.values import Values

_OBJECTS: Final = 2
_LOCAL, _LINKED_ODBC, _LINKED = 1, 4, 6
_SYSTEM_FLAGS: Final = 0x80000002
_PASSWORD: Final = re.compile(r"\b(pwd|password)\s*=", re.IGNORECASE)
_PAGE: Final = 0x00FFFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """A table: the page of its definition, None for one that is linked; then ``source`` says where it is."""

    name: str
    page: int | None
    source: str = ""


def entries(pages: Pages) -> list[Entry]:
    """The tables that a person sees in Access, in the order of names. Raises ``BadPart``."""
    found: dict[str, Entry] = {}
    for row in _objects(pages):
        name, kind, flags, number = row.get("Name"), row.get("Type"), row.get("Flags") or 0, row.get("Id")
        if not isinstance(name, str) or not isinstance(flags, int) or _is_system(name, flags):
            continue
        if kind == _LOCAL and isinstance(number, int):
            found[name] = Entry(name, number & _PAGE)
        elif kind in {_LINKED, _LINKED_ODBC}:
            source = str(row.get("Database") or row.get("Connect") or "")
            found[name] = Entry(name, None, _without_password(source))
    return [found[name] for name in sorted(found)]


def _without_password(source: str) -> str:
    """Where a linked table is; what follows a password in a connection string may be part of it."""
    found = _PASSWORD.search(source)
    return source[: found.start()] if found else source


def _is_system(name: str, flags: int) -> bool:
    return bool(flags & _SYSTEM_FLAGS) or name.startswith(("MSys", "~"))


def _objects(pages: Pages) -> Iterator[dict[str, Any]]:
    definition = definition_of(pages, _OBJECTS)
    wanted = {"Id", "Name", "Type", "Flags", "Database", "Connect"}
    columns = [column for column in definition.columns if column.name in wanted]
    for number in data_pages(pages, definition):
        rows = Rows(pages.header.jet, list(pages.rows(number)), has_variable=definition.has_variable)
        values = Values(pages, rows)
        arrays = [values.array(column) for column in columns]
        batch = pa.RecordBatch.from_arrays(arrays, names=[column.name for column in columns])
        yield from batch.to_pylist()


def table_definition(pages: Pages, entry: Entry) -> Definition:
    """The definition of a table that is in this file."""
    return definition_of(pages, entry.page or 0)
