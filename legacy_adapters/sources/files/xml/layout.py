"""One table of a file, compiled: which elements are its rows, and where each column's value stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.format import MOST_COLUMNS
from legacy_adapters.sources.files.xml.paths import FieldPath, RecordPath, Step, field_path, learnt_path, record_path
from legacy_adapters.sources.files.xml.settings import ChildTable, XmlFormat
from legacy_adapters.sources.files.xml.shape import Shape


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its path from the row on; one that goes up never begins at the root any more."""

    name: str
    path: FieldPath


@dataclass(frozen=True, slots=True)
class Layout:
    """``record`` is what is read as a whole; its rows are itself, or the elements ``row`` below it.

    ``learnt``: the columns were found in the file's first part, and whatever else stands in a record is a fault;
    ``repeated`` are the elements that were found to repeat there, which are tables of their own.
    """

    record: RecordPath
    row: tuple[Step, ...]
    columns: tuple[Column, ...]
    learnt: bool = False
    repeated: tuple[tuple[Step, ...], ...] = ()

    @property
    def schema(self) -> pa.Schema:
        """The columns as Arrow has them: text."""
        return pa.schema([pa.field(column.name, pa.string()) for column in self.columns])

    @property
    def beyond(self) -> tuple[FieldPath, ...]:
        """The paths of columns that leave the record, as seen from it."""
        depth = len(self.row)
        up = (column.path for column in self.columns)
        return tuple(
            FieldPath((path.up or 0) - depth, path.steps, path.attribute) for path in up if (path.up or 0) > depth
        )


def layout_of(settings: XmlFormat, record: RecordPath, child: ChildTable | None, shape: Shape | None) -> Layout:
    """The layout of a table; ``shape`` is what its rows were found to hold, needed where no fields are stated.

    Raises ``ConfigError`` for paths that do not fit each other.
    """
    names = settings.namespaces
    row = record_path(child.record, names).steps if child else ()
    fields = child.fields if child else settings.fields
    columns: list[Column] = []
    repeated: tuple[tuple[Step, ...], ...] = ()
    if fields is not None:
        columns = [Column(name, field_path(path, names)) for name, path in fields.items()]
    elif shape is not None:
        columns = [Column(path, learnt_path(path)) for path in shape.columns()]
        repeated = tuple(learnt_path(path).steps for path in shape.repeated())
    kept = _kept(settings, child, len(row))
    columns = [Column(c.name, _relative(c, record, len(row))) for c in (*columns, *kept)]
    _check(columns)
    return Layout(record, row, tuple(columns), fields is None, repeated)


def _kept(settings: XmlFormat, child: ChildTable | None, depth: int) -> Sequence[Column]:
    """The columns of the record that its children have, as seen from a child."""
    paths: Mapping[str, str] = settings.fields or {}
    found = []
    for name in child.keep if child else ():
        path = field_path(paths.get(name, name), settings.namespaces)
        up = None if path.up is None else path.up + depth
        found.append(Column(name, FieldPath(up, path.steps, path.attribute)))
    return found


def _relative(column: Column, record: RecordPath, depth: int) -> FieldPath:
    """A path from the root as one that goes up to what both have in common."""
    path = column.path
    above = (path.up or 0) - depth
    if path.up is not None and (above <= 0 or record.anywhere or above >= len(record.steps)):
        _check_reach(column.name, record, above)
        return path
    whole = path.steps if path.up is None else (*record.steps[:-above], *path.steps)
    common = 0
    for ours, theirs in zip(record.steps, whole, strict=False):
        if ours.local != theirs.local:
            break
        common += 1
    if common == 0 or record.anywhere:
        raise ConfigError(f"column {column.name}: its path begins at another root than {record}")
    if common == len(record.steps) and path.up is not None:
        raise ConfigError(f"column {column.name}: its path leads into the other records of {record}")
    if common < len(record.steps) and common == len(whole) and path.attribute is None:
        raise ConfigError(f"column {column.name}: its path is an element around the record, not a value")
    return FieldPath(len(record.steps) - common + depth, whole[common:], path.attribute)


def _check_reach(name: str, record: RecordPath, above: int) -> None:
    """Refuses a path that leaves the record for where nothing is kept."""
    if above <= 0:
        return
    if record.anywhere:
        raise ConfigError(
            f"column {name}: its path leaves the record: state the record's whole path instead of {record}"
        )
    raise ConfigError(f"column {name}: its path goes up beyond the root of {record}")


def _check(columns: Sequence[Column]) -> None:
    names = [column.name for column in columns]
    if len(names) > MOST_COLUMNS:
        raise BadPart(f"its records have {len(names)} columns; more than {MOST_COLUMNS} are no table")
    twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        raise ConfigError(f"two columns are called {twice[0]}")
