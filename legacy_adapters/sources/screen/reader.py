"""Reads one stream of screens: range by range, page by page, and on again where the browser or the session was lost."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.sources.screen.browser.errors import BrowserGone
from legacy_adapters.sources.screen.listing import PageRead, WornOut
from legacy_adapters.sources.screen.login.entering import LoggedOut
from legacy_adapters.sources.screen.paging.returning import Astray
from legacy_adapters.sources.screen.position import Position
from legacy_adapters.sources.screen.ranges.reading import RangesReading
from legacy_adapters.sources.screen.surroundings import Surroundings
from legacy_adapters.sources.screen.visits import VisitPool

pc: Any = pyarrow.compute

ATTEMPTS: Final = 2
"""How often reading is tried from one place on: a browser that crashed may do so again, a login is repeated once."""


@dataclass(frozen=True, slots=True)
class ScreenReader:
    """The reader of one stream; ``columns`` limits (and orders) what is handed over, None is all."""

    stream: str
    schema: pa.Schema
    columns: Sequence[str] | None
    reading: RangesReading
    pool: VisitPool
    around: Surroundings

    def read(self, since: Mapping[str, str]) -> Generator[Batch, None, None]:
        """The pages behind ``since``. Raises what a ``Screen`` raises; where the browser was lost or the user thrown
        out, it goes on once from the last page that was handed over."""
        try:
            yield from self._read(Position.of(since.get("")))
        finally:
            # One stream is read at a time: its browser would wait for the others.
            self.pool.close()
        yield self._end()

    def acknowledge(self, upto: Mapping[str, str]) -> None:
        """Nothing: a screen is only looked at."""

    def _read(self, position: Position) -> Generator[Batch, None, None]:
        failures = 0
        while True:
            try:
                with closing(self.reading.read(position, _today())) as pages:
                    for page in pages:
                        yield self._batch(page)
                        position, failures = page.position, 0
                return
            except WornOut:
                continue
            except Astray:
                self.around.note("a page could not be come back to by its address; its list was gone through again")
                position = replace(position, address=None)
            except (BrowserGone, LoggedOut) as error:
                failures += 1
                self._recover(error, failures)

    def _recover(self, error: LegacyAdaptersError, failures: int) -> None:
        if failures >= ATTEMPTS:
            raise error
        self.pool.drop(error)
        if isinstance(error, LoggedOut):
            self.around.note("the application threw the user out; logged in again")
        else:
            self.around.note("the browser ended in the middle; a new one went on")

    def _batch(self, page: PageRead) -> Batch:
        names = self.schema.names if self.columns is None else list(self.columns)
        rows = page.table.rows.select(names)
        faults = page.table.faults
        if faults is not None:
            faults = faults.filter(pc.is_in(faults.column("column"), pa.array(["", *names])))
        origin = pa.array(page.origin, pa.string())
        return Batch(self.stream, "", page.id, rows, origin, page.position.dump(), faults)

    def _end(self) -> Batch:
        names = self.schema.names if self.columns is None else list(self.columns)
        nothing = pa.RecordBatch.from_arrays(
            [pa.nulls(0, pa.string()) for _ in names], schema=pa.schema([(name, pa.string()) for name in names])
        )
        return Batch(self.stream, "", "end", nothing, pa.array([], pa.string()), Position(whole=True).dump())


def _today() -> date:
    """The day where this machine stands, as a clerk would write it."""
    return datetime.now(UTC).astimezone().date()
