"""Which lines are rows of a table, and which are comments, empty, page headers, trailers, or rows of another table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from legacy_adapters.sources.files.delimited.cutting import Run
from legacy_adapters.sources.files.delimited.record_types import UNKNOWN, RecordCodes
from legacy_adapters.sources.files.delimited.regular import Places, begins_with

_AROUND: Final = b" \t\f"
"""What may stand around a header that comes again: a form feed, blanks."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Of one run: ``rows`` are the places of the rows to hand over, ``unknown`` those of them whose record type nobody
    stated. ``trailers`` are places too. ``rows_seen`` counts rows of all tables. ``ended``: the table ends here, before
    the row at ``ended``."""

    rows: Places
    unknown: Places
    trailers: tuple[int, ...]
    rows_seen: int
    ended: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """``header``: the header as it stands in the file, if it comes again; ``blank_lines`` as in the settings.
    ``codes``: the codes of several record types, and ``table``: which of them is read."""

    comments: tuple[bytes, ...] = ()
    trailer: bytes | None = None
    header: bytes | None = None
    blank_lines: str = "skip"
    codes: RecordCodes | None = None
    table: int = 0
    _nothing: Places = field(default_factory=lambda: np.empty(0, np.int64))

    def of(self, run: Run, data: bytes, any_before: bool) -> Chosen:
        """The rows of a run; ``any_before``: whether the file had rows before it."""
        view = np.frombuffer(data, np.uint8)
        keep = np.ones(len(run.starts), bool)
        for prefix in self.comments:
            keep &= ~begins_with(view, run.starts, run.ends, prefix)
        trailers = self._nothing
        if self.trailer is not None:
            is_trailer = keep & begins_with(view, run.starts, run.ends, self.trailer)
            trailers = np.flatnonzero(is_trailer)
            keep &= ~is_trailer
        if self.header is not None:
            keep[self._headers(view, run, data)] = False
        ended = None
        blank = keep & (run.starts == run.ends)
        if blank.any() and self.blank_lines != "row":
            keep &= ~blank
            ended = self._end(keep, blank, any_before) if self.blank_lines == "end" else None
        if ended is not None:
            keep[ended:] = False
            trailers = trailers[trailers < ended]
        return self._of_table(run, data, np.flatnonzero(keep), tuple(trailers.tolist()), ended)

    def _headers(self, view: NDArray[np.uint8], run: Run, data: bytes) -> list[int]:
        header = (self.header or b"").strip(_AROUND)
        firsts = np.zeros(256, bool)
        firsts[list(_AROUND + header[:1])] = True
        maybe = np.flatnonzero(
            (run.ends - run.starts >= len(header)) & firsts[view[np.minimum(run.starts, len(view) - 1)]]
        )
        return [i for i in maybe.tolist() if data[int(run.starts[i]) : int(run.ends[i])].strip(_AROUND) == header]

    @staticmethod
    def _end(keep: NDArray[np.bool_], blank: NDArray[np.bool_], any_before: bool) -> int | None:
        """The first empty line behind a row."""
        rows = np.flatnonzero(keep)
        after = 0 if any_before else (int(rows[0]) if len(rows) else len(keep))
        found = np.flatnonzero(blank[after:])
        return after + int(found[0]) if len(found) else None

    def _of_table(self, run: Run, data: bytes, kept: Places, trailers: tuple[int, ...], ended: int | None) -> Chosen:
        if self.codes is None:
            return Chosen(kept, self._nothing, trailers, len(kept), ended)
        tables = self.codes.of(run, data, kept)
        wanted = (tables == self.table) | (tables == UNKNOWN)
        return Chosen(kept[wanted], kept[tables == UNKNOWN], trailers, int(np.count_nonzero(tables >= UNKNOWN)), ended)
