"""A hook: a function of the user's that sees the raw rows of a batch as a pandas frame before they are mapped."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, TypeAlias, cast

import pandas as pd
import polars as pl
import pyarrow as pa

from legacy_adapters.core.batch import MIXED, Array, Batch, is_allowed
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.raw_rows import RawRows, cells, in_type, nulls, shown

Function: TypeAlias = Callable[[pd.DataFrame], pd.DataFrame]

# pyarrow looks for pandas once, and may have been kept from finding it then: a frame, even of nothing, makes it look
# again. Until it has, it takes a missing text in a pandas column for a number.
pa.table({}).to_pandas()


@dataclass(frozen=True, slots=True)
class Hook:
    """A hook, loaded: its name as the pipeline file has it, and its function."""

    name: str
    function: Function

    def __call__(self, batch: Batch) -> RawRows:
        """The batch's rows as the hook returns them. Raises ``ConfigError`` with the hook, the batch and the reason if
        it raises, returns another number of rows or another order, or something that is no column."""
        return self._applied(batch.rows, f"hook {self.name}, batch {batch.id!r} of stream {batch.stream}")

    def verify(self, batch: Batch) -> None:
        """Raises ``ConfigError`` if the hook makes something else of a batch than of its two halves: it then looks
        beyond the row, and what it does depends on where a batch happens to end."""
        where = f"hook {self.name}, batch {batch.id!r} of stream {batch.stream}"
        whole = self._applied(batch.rows, where).rows
        middle = batch.rows.num_rows // 2
        if not middle:
            return
        halves = [self._applied(part, where).rows for part in (batch.rows.slice(0, middle), batch.rows.slice(middle))]
        for name in whole.schema.names:
            parts = [_column(half, name, whole.schema.field(name).type) for half in halves]
            there = [part for part in parts if part is not None]
            if len(there) < len(parts) or not _same(whole.column(name), pa.concat_arrays(there)):
                raise ConfigError(
                    f"column {name!r} is not the same for a batch and for its halves",
                    where=where,
                    hint="A hook may not look beyond the row: no sums, ranks, shifts or fills across rows.",
                )

    def _applied(self, rows: pa.RecordBatch, where: str) -> RawRows:
        given = pa.RecordBatch.from_arrays([shown(column) for column in rows.columns], names=rows.schema.names)
        frame = given.to_pandas(types_mapper=pd.ArrowDtype)
        with _Blamed(where):
            returned = self.function(frame.copy())
        if not isinstance(returned, pd.DataFrame):
            raise ConfigError(f"it returned a {type(returned).__name__}, not a data frame", where=where)
        if len(returned) != rows.num_rows:
            raise ConfigError(
                f"it was given {rows.num_rows} rows and returned {len(returned)}",
                where=where,
                hint="A hook returns as many rows as it gets; `when` in the mapping leaves rows out, and counts them.",
            )
        if not returned.index.equals(frame.index):
            raise ConfigError(
                "it returned the rows in another order or with another index",
                where=where,
                hint="Row by row the origin is kept: return the frame with the index that it came with.",
            )
        columns = {str(name): _arrow(returned.iloc[:, place], where) for place, name in enumerate(returned.columns)}
        if len(columns) != returned.shape[1]:
            raise ConfigError("it returned two columns with the same name", where=where)
        return _with_originals(rows, given, columns)


def _with_originals(rows: pa.RecordBatch, given: pa.RecordBatch, columns: dict[str, Array]) -> RawRows:
    """The returned columns; where the hook left a cell of a mixed column alone, it still is the number it was."""
    doubles: set[str] = set()
    for name, column in columns.items():
        original = rows.column(name) if name in rows.schema.names else None
        if original is not None and _same(given.column(name), column):
            columns[name] = original
        elif original is not None and original.type == MIXED and column.type == pa.string():
            columns[name] = _mixed_again(original, column)
        elif column.type == pa.float64():
            doubles.add(name)
    return RawRows(pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns)), frozenset(doubles))


def _mixed_again(original: Array, returned: Array) -> Array:
    """Texts as cells of a mixed column: those that are as they were are numbers where they were."""
    text, number = (pl.Series(part) for part in cells(original))
    still = (text == pl.Series(returned)) & number
    parts = [returned, in_type(still.fill_null(value=False).to_arrow(), pa.bool_())]
    return pa.StructArray.from_arrays(parts, fields=list(MIXED))


def _same(one: Array, other: Array) -> bool:
    """Whether two columns are the same; a NaN is the same as another."""
    return bool(one.type == other.type and pl.Series(one).equals(pl.Series(other), null_equal=True))


def _column(rows: pa.RecordBatch, name: str, kind: pa.DataType) -> Array | None:
    """A column, if it is there and of that type; one without any values is of every type."""
    if name not in rows.schema.names:
        return None
    column: Array = rows.column(name)
    if column.null_count == len(column):
        return nulls(len(column), kind)
    return column if column.type == kind else None


def _arrow(series: pd.Series[Any], where: str) -> Array:
    """A pandas column in one of the types that a reader may hand over."""
    try:
        found: Any = pa.array(cast("Any", series), from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        raise ConfigError(f"column {series.name!r} is no Arrow column: {error}", where=where) from None
    column: Array = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    target = _allowed(column.type)
    if target is None:
        raise ConfigError(
            f"column {series.name!r} is of type {column.type}",
            where=where,
            hint="A hook returns text, integers, decimals, doubles, booleans, dates, times and timestamps.",
        )
    return in_type(column, target)


def _allowed(kind: pa.DataType) -> pa.DataType | None:
    """The type of the closed list that holds all values of a type, if there is one."""
    if is_allowed(kind):
        return kind
    if pa.types.is_null(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_dictionary(kind):
        return _allowed(kind.value_type)
    if pa.types.is_integer(kind) and kind != pa.uint64():
        return pa.int64()
    if pa.types.is_floating(kind):
        return pa.float64()
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", "UTC" if kind.tz else None)
    if pa.types.is_date(kind):
        return pa.date32()
    return pa.time64("us") if pa.types.is_time(kind) else None


def load_hook(name: str, folder: Path) -> Hook:
    """The function that ``module:function`` names: from the pipeline's folder, else from what is installed.

    Raises ``ConfigError`` if there is no such module or function, or importing it fails.
    """
    module_name, _, function_name = name.partition(":")
    where = f"hook {name}"
    path = folder.joinpath(*module_name.split(".")).with_suffix(".py")
    with _Blamed(where):
        module = _from_file(module_name, path, folder) if path.is_file() else _installed(module_name, where, folder)
    function = getattr(module, function_name, None)
    if not callable(function):
        raise ConfigError(f"module {module_name!r} has no function {function_name!r}", where=where)
    return Hook(name, function)


def _from_file(name: str, path: Path, folder: Path) -> ModuleType:
    """Pipelines in two folders may each have a module of the same name, so each is loaded from its own file."""
    spec = importlib.util.spec_from_file_location(f"_hook_{name.replace('.', '_')}", path)
    assert spec is not None, "a .py file has a loader"
    assert spec.loader is not None, "a .py file has a loader"
    module = importlib.util.module_from_spec(spec)
    with _on_path(folder):
        spec.loader.exec_module(module)
    return module


def _installed(name: str, where: str, folder: Path) -> ModuleType:
    if importlib.util.find_spec(name.partition(".")[0]) is None:
        raise ConfigError(
            f"there is no module {name!r}", where=where, hint=f"Put {name}.py into {folder}, or install its package."
        )
    return importlib.import_module(name)


@contextmanager
def _on_path(folder: Path) -> Iterator[None]:
    """A hook's module may import what lies beside it."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


@dataclass(frozen=True, slots=True)
class _Blamed:
    """Whatever the user's code raises becomes an error that names it: the code is not ours, it may be of any kind."""

    where: str

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, ConfigError):
            raise ConfigError(
                f"it raised {type(error).__name__}: {error}",
                where=self.where,
                hint="Correct the hook; the rows of the batch were not mapped.",
            ) from error
