"""Reads one stream of any database: the order of the parts, positions, ids, origins and the watermark.

An adapter brings a ``Lane``, which sends a statement and hands over Arrow; all that a resumed run depends on is here.
A full read is one window over the table. An incremental one reads the rows without a watermark first, then those from
the last watermark less the lookback to the highest there is when the run begins; both bounds are part of every
position, so that a resumed run has the same ones.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

import pyarrow as pa

from legacy_adapters.core.batch import Array, Batch
from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.sources.base import Chunk
from legacy_adapters.sources.database.keyset import OrderColumn, Position, Value
from legacy_adapters.sources.database.lookback import check_sorts, earlier, is_time
from legacy_adapters.sources.database.origin import KeyGuard, modified_at, row_origins, value_at
from legacy_adapters.sources.database.plan import Window

PART = ""
"""A table is one piece: its positions go from the rows without a watermark on to those with one."""


class Lane(Protocol):
    """How one kind of database answers. Rows, and values, are those of one stream, with its ``where``."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Within it, everything is of one moment of the source where the database can do that."""
        ...

    def value(self, expression: str, *conditions: str) -> Value | None:
        """One value over the rows for which the conditions hold: ``MAX(…)``; None for null."""
        ...

    def fetch(self, window: Window) -> Generator[Chunk, None, None]:
        """The rows of a window in its order, each chunk of a batch's size (``sources.base.rebatch``) and with the
        columns of ``window.order``. The generator is closed also after an error."""
        ...


@dataclass(frozen=True, slots=True)
class Ordering:
    """What the rows of a stream are ordered by: its ``key``, empty where it has none, and in an incremental read the
    ``watermark`` before it. ``stated``: the pipeline file named the key, so it is checked that it is one."""

    key: tuple[OrderColumn, ...] = ()
    watermark: OrderColumn | None = None
    window: timedelta | int = 0
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """The watermarks that a run reads from and to."""

    lower: Value | None = None
    upper: Value | None = None


def check_incremental(key: Sequence[object], where: str) -> None:
    """Raises ``ConfigError`` for an incremental stream without a key: rows that are met again in the next run could
    not be told from others."""
    if not key:
        raise ConfigError(
            "an incremental stream needs a key, and none could be found",
            where=where,
            hint="State `key`: columns that tell rows apart and are never null.",
        )


class StreamReader:
    """The reader of one stream; ``shown`` is what its rows' origins begin with: the table's name, or ``query``."""

    def __init__(self, name: str, shown: str, lane: Lane, ordering: Ordering, columns: pa.Schema) -> None:
        self._name = name
        self._shown = shown
        self._lane = lane
        self._ordering = ordering
        self._columns = columns

    def read(self, since: Mapping[str, str]) -> Generator[Batch, None, None]:
        """The batches behind ``since``, and at last one without rows that says the stream was read whole.

        Raises ``SourceChanged`` where the key or the order of the source is not what it was, or its watermark is lower
        than it was; ``ConfigError`` for a stated key that is none.
        """
        begin = Position.of(since[PART]) if PART in since else Position()
        with self._lane.snapshot():
            bounds = self._bounds(begin)
            counted = 0
            for window in self._windows(begin, bounds):
                with closing(self._batches(window, bounds, counted)) as batches:
                    for batch in batches:
                        counted += batch.rows.num_rows
                        yield batch
        yield self._last(bounds)

    def acknowledge(self, upto: Mapping[str, str]) -> None:
        """Nothing: a database is only read."""

    def _bounds(self, begin: Position) -> Bounds:
        """The bounds of the run: those of the position if it is inside one, else from the source as it is now."""
        mark = self._ordering.watermark
        if mark is None:
            return Bounds()
        if begin.by and not begin.end:
            return Bounds(begin.lower, begin.upper)
        last = begin.upper if begin.by == (mark.name,) else None
        highest = self._lane.value(f"MAX({mark.term})")
        lowest = self._lane.value(f"MIN({mark.term})")
        if highest is not None and lowest is not None:
            self._check_watermark(mark.name, lowest, highest)
            # Said in the first run already, not when the first lookback is due.
            earlier(highest, self._ordering.window, mark.name)
        if last is None:
            return Bounds(None, highest)
        if highest is None or self._lane.value(f"MAX({mark.term})", f"{mark.term} >= {mark.literal(last)}") is None:
            raise SourceChanged(
                f"the source went backwards: the highest {mark.name} is {'none' if highest is None else highest.text}, "
                f"in the last run it was {last.text}",
                where=f"stream {self._name}",
                hint="Was it restored from a backup? After looking at it, run with --full.",
            )
        return Bounds(earlier(last, self._ordering.window, mark.name), highest)

    def _check_watermark(self, column: str, lowest: Value, highest: Value) -> None:
        check_sorts(highest, column)
        check_sorts(lowest, column)
        if lowest.number != highest.number:
            raise SourceChanged(
                f"the watermark {column} holds both numbers and text ({lowest.text!r}, {highest.text!r}), "
                "which do not sort together",
                where=f"stream {self._name}",
                hint="Leave the odd rows out with `where`, or read the stream in full.",
            )

    def _windows(self, begin: Position, bounds: Bounds) -> list[Window]:
        """What is left to be read, in order."""
        order, mark = self._ordering, self._ordering.watermark
        if mark is None:
            windows = [Window(order=order.key)]
        else:
            dated = Window((mark, *order.key), mark, lower=bounds.lower, upper=bounds.upper)
            windows = [Window(order.key, mark, nulls=True)] + ([] if bounds.upper is None else [dated])
        if begin.end or not begin.after:
            return windows
        rest = windows[1:] if mark is not None and not begin.nulls else windows
        if not rest or rest[0].by != begin.by:
            raise SourceChanged(
                f"rows are ordered by {', '.join(begin.by)} in the saved position, but by "
                f"{', '.join(windows[-1].by) or 'nothing'} now: the key of the source has changed",
                where=f"stream {self._name}",
                hint="Run with --full to read everything anew.",
            )
        return [replace(rest[0], after=begin.after), *rest[1:]]

    def _batches(self, window: Window, bounds: Bounds, counted: int) -> Generator[Batch, None, None]:
        """The batches of one window; ``counted`` rows of the run came before it."""
        guard = KeyGuard(window.by) if self._ordering.stated else None
        batch_id = _first_id(window)
        timed = bounds.upper is not None and is_time(bounds.upper, self._ordering.window)
        with closing(self._lane.fetch(window)) as chunks:
            for chunk in chunks:
                if guard is not None:
                    guard.check(chunk.order, self._name)
                after = self._after(chunk)
                place = Position(window.by, after, window.nulls, bounds.lower, bounds.upper)
                yield Batch(
                    stream=self._name,
                    part=PART,
                    id=batch_id if self._ordering.key else f"row {counted + 1}",
                    rows=chunk.rows,
                    origin=self._origins(chunk, window, counted),
                    position=place.to_text() if after else None,
                    faults=chunk.faults,
                    source_modified_at=_modified(chunk, window) if timed else None,
                )
                batch_id = _id_behind(window, after) if after else f"{batch_id} + {chunk.rows.num_rows}"
                counted += chunk.rows.num_rows

    def _after(self, chunk: Chunk) -> tuple[Value, ...]:
        """The values to go on behind; none where the stream has no key, or a part of it could not be read."""
        values = [value_at(column, len(column) - 1) for column in chunk.order] if self._ordering.key else []
        return () if None in values else tuple(value for value in values if value is not None)

    def _origins(self, chunk: Chunk, window: Window, counted: int) -> Array:
        names = [column.name for column in self._ordering.key]
        key = chunk.order[len(window.order) - len(names) :]
        return row_origins(self._shown, names, key, counted, chunk.rows.num_rows)

    def _last(self, bounds: Bounds) -> Batch:
        mark = self._ordering.watermark
        place = Position(() if mark is None else (mark.name,), upper=bounds.upper, end=True)
        empty = pa.RecordBatch.from_pylist([], schema=self._columns)
        return Batch(self._name, PART, "end", empty, pa.array([], pa.string()), place.to_text())


def _modified(chunk: Chunk, window: Window) -> Array:
    """The time of each row's last change; null throughout for rows without a watermark."""
    return pa.nulls(chunk.rows.num_rows, pa.timestamp("us")) if window.nulls else modified_at(chunk.order[0])


def _first_id(window: Window) -> str:
    return _id_behind(window, window.after) if window.after else ("null first" if window.nulls else "first")


def _id_behind(window: Window, after: tuple[Value, ...]) -> str:
    shown = ", ".join(value.shown for value in after)
    return f"null after {shown}" if window.nulls else f"after {shown}"
