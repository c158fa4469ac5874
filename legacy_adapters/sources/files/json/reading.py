"""From settings and a file to its tables."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Final

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.json import document, lines
from legacy_adapters.sources.files.json.entry import Place
from legacy_adapters.sources.files.json.settings import JsonSettings, RecordSettings
from legacy_adapters.sources.files.json.shape import Levels, name_of, shape_of
from legacy_adapters.sources.files.json.table import Entries, JsonTable

_TAIL: Final = 64


def list_tables(path: Path, settings: RecordSettings, *, count: bool) -> Sequence[StreamInfo]:
    """All tables of a file, in the order of names."""
    found = [
        StreamInfo(name, "records" if not table.levels else "array", table.count() if count else None)
        for name, table in _tables(path, settings).items()
    ]
    return sorted(found, key=lambda info: info.name)


def find_table(path: Path, settings: RecordSettings, name: str | None) -> JsonTable:
    """The table of this name; None for that of the records. Raises ``ConfigError`` with the nearest name, and where it
    is not said which one of several arrays is meant."""
    tables = _tables(path, settings)
    if name is None:
        main = [known for known, table in tables.items() if not table.levels]
        if len(main) > 1:
            raise ConfigError(
                f"the document has several arrays: {', '.join(main[:20])}",
                where=str(path),
                hint="Say which one is meant, under `table` or `records`.",
            )
        return tables[main[0]]
    if name not in tables:
        near = get_close_matches(name, list(tables), n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(list(tables)[:20])}"
        raise ConfigError(f"there is no table {name!r}", where=str(path), hint=hint)
    return tables[name]


def ends_well(path: Path) -> bool:
    """Whether the last character that is no blank closes an object or an array; a file of blanks has no record."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        end = b""
        while size and not end:
            begin = max(0, size - _TAIL)
            file.seek(begin)
            end = file.read(size - begin).rstrip(b" \t\r\n")
            size = begin
    return end.endswith((b"}", b"]"))


def _tables(path: Path, settings: RecordSettings) -> dict[str, JsonTable]:
    found: dict[str, JsonTable] = {}
    for records, entries in _arrays(path, settings):
        with closing(entries(Place())) as first:
            shape = shape_of(first)
        if settings.columns:
            shape.tables[()] = dict.fromkeys(settings.columns, True)
        for levels in shape.tables:
            name = name_of(records, levels)
            found[name] = JsonTable(str(path), entries, shape, levels, _is_stated(settings, levels))
    return found


def _is_stated(settings: RecordSettings, levels: Levels) -> bool:
    return bool(settings.columns) and not levels


def _arrays(path: Path, settings: RecordSettings) -> Sequence[tuple[Sequence[str], Entries]]:
    """Where records lie (the keys on the way there), and how to read them."""
    if not isinstance(settings, JsonSettings):
        return [((), partial(lines.entries, path))]
    if settings.records:
        keys = tuple(settings.records.split("."))
        return [(keys, partial(document.entries, path, keys))]
    paths = document.record_paths(path)
    if not paths or (settings.records == "" and paths != [()]):
        return [((), partial(document.entries, path, None))]
    return [(keys, partial(document.entries, path, keys)) for keys in paths]
