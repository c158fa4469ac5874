"""The pieces of sources (files) that runs have done with: taken once, remembered without a limit."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from legacy_adapters.core.errors import BadPart
from legacy_adapters.core.protocols import Outcome, TakenPart
from legacy_adapters.runs.ledger.file import LedgerFile

RECENT: Final = 1000
"""How far back a gap in numbered names is looked for."""


class TakenParts:
    """The pieces of all runs. Those of an unfinished run are known to that run alone, and go if it is given up."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    @property
    def owner(self) -> str:
        """What tells the runs of this ledger from those of others: what they claim bears it."""
        row = self._file.first("SELECT name FROM owner", ())
        assert row is not None, "a migration writes it"
        return str(row[0])

    def taken(self, pipeline: str, run: int, stream: str, part: str, *, earlier: bool) -> TakenPart | None:
        """The piece as ``run`` has done with it, or (if ``earlier``) as a finished run has taken it."""
        values = {"pipeline": pipeline, "run": run, "stream": stream, "part": part, "earlier": earlier}
        row = self._file.first(_TAKEN, values)
        return None if row is None else _part(row, run)

    def taken_as(self, pipeline: str, run: int, stream: str, name: str) -> TakenPart | None:
        """The last piece of this name that a finished run has taken."""
        row = self._file.first(_TAKEN_AS, {"pipeline": pipeline, "stream": stream, "name": name})
        return None if row is None else _part(row, run)

    def any_taken(self, pipeline: str, stream: str, run: int) -> bool:
        """Whether ``run`` or a finished one has ever taken a piece for this stream."""
        return self._file.first(_ANY, {"pipeline": pipeline, "stream": stream, "run": run}) is not None

    def recent_names(self, pipeline: str, stream: str) -> Sequence[str]:
        """The names of the last ``RECENT`` pieces that finished runs have taken for a stream."""
        scope = {"pipeline": pipeline, "stream": stream, "limit": RECENT}
        return [name for (name,) in self._file.rows(_RECENT, scope)]

    def of_run(self, run: int) -> Iterator[TakenPart]:
        """Everything that a run has done with, in its order."""
        return (_part(row, run) for row in self._file.rows(_OF_RUN, {"run": run}))

    def not_taken(self, run: int, limit: int) -> Iterator[TakenPart]:
        """The first pieces of a run that it did not take."""
        return (_part(row, run) for row in self._file.rows(_NOT_TAKEN, {"run": run, "limit": limit}))

    def exit_codes(self, run: int) -> list[int]:
        """Why pieces of a run were not taken, but for those that are nothing but a reject: what one of these means for
        the run depends on whether it is new."""
        return [code for (code,) in self._file.rows(_EXIT_CODES, {"run": run, "reject": BadPart.exit_code})]

    def counts(self, run: int) -> dict[Outcome, int]:
        """How many pieces of a run had which outcome; a piece counts once for all its streams."""
        return dict(self._file.rows(_COUNTS, {"run": run}))


def add_parts(connection: sqlite3.Connection, run: int, pipeline: str, parts: Iterable[TakenPart]) -> None:
    """Part of a checkpoint's transaction."""
    connection.executemany(_ADD, (_values(run, pipeline, part) for part in parts))


def drop_parts(connection: sqlite3.Connection, run: int) -> None:
    """Part of the transaction that gives ``run`` up: nothing of it was taken."""
    connection.execute("DELETE FROM parts WHERE run = ?", (run,))


def _values(run: int, pipeline: str, part: TakenPart) -> tuple[object, ...]:
    at = part.at.astimezone(UTC).isoformat()
    what = (part.stream, part.part, part.name, part.receipt, part.outcome, at, part.exit_code, part.detail)
    return (run, pipeline, *what)


def _part(row: tuple[Any, ...], this_run: int) -> TakenPart:
    stream, part, name, receipt, outcome, at, exit_code, detail, run, run_id = row
    return TakenPart(
        stream=stream,
        part=part,
        name=name,
        receipt=receipt,
        outcome=outcome,
        at=datetime.fromisoformat(at),
        run_id=run_id,
        this_run=run == this_run,
        exit_code=exit_code,
        detail=detail,
    )


_ADD = "INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

_SELECT = """
SELECT stream, part, name, receipt, outcome, at, parts.exit_code, detail, parts.run, runs.id
FROM parts JOIN runs ON runs.ordinal = parts.run
"""

_TAKEN = f"""{_SELECT}
WHERE parts.pipeline = :pipeline AND stream = :stream AND part = :part
AND ((run = :run AND outcome <> 'left alone') OR (:earlier AND outcome = 'taken' AND status = 'finished'))
ORDER BY run DESC LIMIT 1
"""

_TAKEN_AS = f"""{_SELECT}
WHERE parts.pipeline = :pipeline AND stream = :stream AND name = :name AND outcome = 'taken' AND status = 'finished'
ORDER BY run DESC LIMIT 1
"""

_ANY = """
SELECT 1 FROM parts JOIN runs ON runs.ordinal = parts.run
WHERE parts.pipeline = :pipeline AND stream = :stream AND outcome = 'taken'
AND (status = 'finished' OR run = :run) LIMIT 1
"""

_RECENT = """
SELECT name FROM parts JOIN runs ON runs.ordinal = parts.run
WHERE parts.pipeline = :pipeline AND stream = :stream AND outcome = 'taken' AND status = 'finished'
ORDER BY parts.rowid DESC LIMIT :limit
"""

_OF_RUN = f"{_SELECT} WHERE run = :run ORDER BY parts.rowid"

_NOT_TAKEN = f"{_SELECT} WHERE run = :run AND outcome <> 'taken' ORDER BY parts.rowid LIMIT :limit"

_EXIT_CODES = "SELECT DISTINCT exit_code FROM parts WHERE run = :run AND exit_code NOT IN (0, :reject) ORDER BY 1"

_COUNTS = "SELECT outcome, count(DISTINCT part) FROM parts WHERE run = :run GROUP BY outcome"
