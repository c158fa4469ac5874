"""Records as rows: objects within objects by the path of their keys, arrays of objects as tables of their own."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from legacy_adapters.sources.files.json.decoding import DEEPEST, NotJson, encoded

ABOVE: Final = "../"
"""What a column of the record around a row begins with, as in XPath."""

VALUE: Final = "value"
"""The column of records that are no objects."""

_NESTED: Final = frozenset({dict, list})

Row: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class Flat:
    """One record without its children: its cells by path, and its arrays of objects by path."""

    cells: Row = field(default_factory=dict)
    children: dict[str, list[Any]] = field(default_factory=dict)


def flat(record: Any) -> Flat:
    """A record taken apart. Raises ``NotJson`` for nesting without measure, and for two cells of one path
    (``{"a.b": 1, "a": {"b": 2}}``)."""
    found = Flat()
    if isinstance(record, dict):
        _flatten(record, "", found, 0)
    else:
        found.cells[VALUE] = encoded(record) if isinstance(record, list) else record
    return found


def _flatten(record: dict[str, Any], before: str, found: Flat, depth: int) -> None:
    if depth > DEEPEST:
        raise NotJson("nested too deep")
    for key, value in record.items():
        path = before + key
        if type(value) is dict:
            _flatten(value, f"{path}.", found, depth + 1)
            continue
        if path in found.cells or path in found.children:
            raise NotJson(f"two values are called {path}")
        if type(value) is not list:
            found.cells[path] = value
        elif value and all(type(one) is dict for one in value):
            found.children[path] = value
        else:
            found.cells[path] = encoded(value, depth + 1)


def is_plain(record: Any) -> bool:
    """Whether a record is an object of texts, numbers and truth values: nothing has to be taken apart then."""
    return type(record) is dict and _NESTED.isdisjoint(map(type, record.values()))


def rows_of(record: Any, levels: Sequence[str]) -> Generator[tuple[Row, Flat, tuple[int, ...]], None, None]:
    """The rows that a record gives for the table of its children at ``levels`` (paths, from the outermost in; none: the
    record itself): its cells with those of the records around it, the record taken apart, and its numbers from 1."""
    yield from _rows(flat(record), levels, {}, ())


def _rows(
    record: Flat, levels: Sequence[str], above: Row, numbers: tuple[int, ...]
) -> Generator[tuple[Row, Flat, tuple[int, ...]], None, None]:
    if not levels:
        yield record.cells | above, record, numbers
        return
    around = {ABOVE + path: cell for path, cell in (record.cells | above).items()}
    for i, child in enumerate(record.children.get(levels[0], ()), 1):
        yield from _rows(flat(child), levels[1:], around, (*numbers, i))
