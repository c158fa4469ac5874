"""The rows set aside: kept with every run, told apart as new or known, shown, exported, accepted."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.reject import Reason, Reject
from legacy_adapters.runs.ledger.file import LedgerFile, storable

Standing: TypeAlias = Literal["new", "known", "accepted"]
"""Whether an earlier finished run had the same reject, or a person accepted it."""

EXPORT_COLUMNS = ("reject_id", "reject_run", "reject_stream", "reject_origin", "reject_record_id", "reject_reasons")
"""What stands before the raw row's own columns in an export."""


@dataclass(frozen=True, slots=True)
class KeptReject:
    """A reject as the ledger keeps it: its number, the run that met it, and what is known of it."""

    id: int
    run_id: str
    standing: Standing
    reject: Reject


@dataclass(frozen=True, slots=True)
class RejectExport:
    """Rejects as a table: the names of its columns, and its rows, read as they are asked for."""

    columns: tuple[str, ...]
    rows: Iterator[list[str | None]]


class Rejects:
    """The rejects of all runs. Where no run is named, the last one that was not given up is meant: a reject that it no
    longer met is history."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def count(self, pipeline: str, *, run: int | None = None) -> dict[str, dict[Standing, int]]:
        """How many rejects there are, by stream and standing."""
        counted: dict[str, dict[Standing, int]] = {}
        for stream, standing, number in self._file.rows(_COUNT, self._scope(pipeline, run, None)):
            counted.setdefault(stream, {})[standing] = number
        return counted

    def list(self, pipeline: str, *, run: int | None = None, stream: str | None = None) -> Iterator[KeptReject]:
        """The rejects of one run in the order they were met, in constant memory."""
        return (_kept(row) for row in self._file.rows(_LIST, self._scope(pipeline, run, stream)))

    def last(self) -> int:
        """The number of the last reject that is kept; 0 where there is none."""
        row = self._file.first("SELECT coalesce(max(id), 0) FROM rejects", ())
        return 0 if row is None else int(row[0])

    def behind(self, run: int, number: int, limit: int) -> Sequence[Reject]:
        """The first rejects of a run behind the one of this number."""
        found = self._file.rows(_BEHIND, {"run": run, "number": number, "limit": limit})
        return [_kept(row).reject for row in found]

    def ids_in(self, run: int, stream: str) -> Iterator[tuple[str | None, frozenset[str]]]:
        """The record id of each reject of a stream in a run, and the codes of its reasons; in constant memory."""
        for record_id, reasons in self._file.rows(_IDS_IN, (run, stream)):
            yield record_id, frozenset(code for code, *_ in json.loads(reasons))

    def show(self, pipeline: str, number: int) -> KeptReject:
        """One reject of any run. Raises ``ConfigError`` where there is none of that number."""
        row = self._file.first(_SHOW, {"pipeline": pipeline, "id": number})
        if row is None:
            raise _no_such(pipeline, [number])
        return _kept(row)

    def export(self, pipeline: str, *, run: int | None = None, stream: str | None = None) -> RejectExport:
        """The rejects of one run as a table: ``EXPORT_COLUMNS``, then every column that any of the rows has. Goes
        through the rows twice, in constant memory."""
        names: dict[str, None] = {}
        for kept in self.list(pipeline, run=run, stream=stream):
            names.update(dict.fromkeys(json.loads(kept.reject.row)))
        rows = (_as_row(kept, names) for kept in self.list(pipeline, run=run, stream=stream))
        return RejectExport((*EXPORT_COLUMNS, *names), rows)

    def accept(self, pipeline: str, numbers: Iterable[int], at: datetime) -> int:
        """From now on these rejects are known. Returns how many were not accepted before.

        Raises ``ConfigError``, and accepts none, if one of the numbers is not a reject of ``pipeline``.
        """
        with self._file.transaction() as connection:
            connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY)")
            connection.execute("DELETE FROM chosen")
            connection.executemany("INSERT OR IGNORE INTO chosen VALUES (?)", ((number,) for number in numbers))
            scope = {"pipeline": pipeline, "at": at.isoformat()}
            strangers = [number for (number,) in connection.execute(_STRANGERS, scope)]
            if strangers:
                raise _no_such(pipeline, strangers)
            before = connection.total_changes
            connection.execute(_ACCEPT, scope)
            return connection.total_changes - before

    def _scope(self, pipeline: str, run: int | None, stream: str | None) -> dict[str, object]:
        return {"pipeline": pipeline, "run": run, "stream": stream}


def add_rejects(connection: sqlite3.Connection, run: int, pipeline: str, rejects: Sequence[Reject]) -> dict[str, int]:
    """Part of a checkpoint's transaction. Returns how many are new, by stream."""
    if not rejects:
        return {}
    last = connection.execute("SELECT coalesce(max(id), 0) FROM rejects").fetchone()[0]
    connection.executemany(_ADD, (_as_values(run, pipeline, reject) for reject in rejects))
    return dict(connection.execute(_NEW_SINCE, (last,)))


def keep_rejects(connection: sqlite3.Connection, run: int) -> None:
    """Part of the transaction that finishes ``run``: its rejects are known from now on."""
    connection.execute(_KNOWN_FROM_NOW, (run,))


def drop_rejects(connection: sqlite3.Connection, run: int, *, beyond: int = 0) -> None:
    """Part of the transaction that gives ``run`` up, or what it did behind the reject of the number ``beyond``."""
    connection.execute("DELETE FROM rejects WHERE run = ? AND id > ?", (run, beyond))


def identity_hash(reject: Reject) -> bytes:
    """The stream and ``Reject.identity`` in 16 bytes."""
    text = json.dumps([reject.stream, *reject.identity])
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _as_values(run: int, pipeline: str, reject: Reject) -> tuple[object, ...]:
    identity = identity_hash(reject)
    reasons = json.dumps([[r.code, r.entity, r.field, r.value] for r in reject.reasons])
    record_id = None if reject.record_id is None else storable(reject.record_id)
    return (
        run,
        reject.stream,
        storable(reject.origin),
        record_id,
        storable(reject.row),
        reasons,
        identity,
        pipeline,
        identity,
    )


def _kept(row: tuple[Any, ...]) -> KeptReject:
    number, run_id, standing, stream, origin, record_id, raw, reasons = row
    reject = Reject(stream, origin, record_id, raw, tuple(Reason(*reason) for reason in json.loads(reasons)))
    return KeptReject(number, run_id, standing, reject)


def _as_row(kept: KeptReject, names: Iterable[str]) -> list[str | None]:
    raw: dict[str, str | bool | None] = json.loads(kept.reject.row)
    reasons = "; ".join(f"{reason.code}: {reason.message}" for reason in kept.reject.reasons)
    reject = kept.reject
    return [
        *(str(kept.id), kept.run_id, reject.stream, reject.origin, reject.record_id, reasons),
        *(_as_text(raw.get(name)) for name in names),
    ]


def _as_text(value: str | bool | None) -> str | None:
    return str(value).lower() if isinstance(value, bool) else value


def _no_such(pipeline: str, numbers: Sequence[int]) -> ConfigError:
    named = ", ".join(map(str, numbers[:5])) + (" …" if len(numbers) > 5 else "")
    return ConfigError(f"no such reject of {pipeline}: {named}", hint="`rejects list` shows the numbers there are.")


_ADD = """
INSERT INTO rejects (run, stream, origin, record_id, row, reasons, identity, is_new)
VALUES (?, ?, ?, ?, ?, ?, ?, NOT EXISTS (SELECT 1 FROM known WHERE pipeline = ? AND identity = ?))
"""

_NEW_SINCE = "SELECT stream, count(*) FROM rejects WHERE id > ? AND is_new GROUP BY stream"

_KNOWN_FROM_NOW = """
INSERT OR IGNORE INTO known (pipeline, identity)
SELECT runs.pipeline, identity FROM rejects JOIN runs ON runs.ordinal = run WHERE run = ? ORDER BY identity
"""

_STANDING = "CASE WHEN known.accepted_at IS NOT NULL THEN 'accepted' WHEN is_new THEN 'new' ELSE 'known' END"

_FROM = """
FROM rejects JOIN runs ON runs.ordinal = rejects.run
LEFT JOIN known ON known.pipeline = runs.pipeline AND known.identity = rejects.identity
"""

_OF_RUN = f"""{_FROM}
WHERE run = coalesce(:run, (SELECT max(ordinal) FROM runs WHERE pipeline = :pipeline AND status <> 'abandoned'))
AND runs.pipeline = :pipeline AND (:stream IS NULL OR stream = :stream)
"""

_COLUMNS = f"SELECT rejects.id, runs.id, {_STANDING}, stream, origin, record_id, row, reasons"

_LIST = f"{_COLUMNS} {_OF_RUN} ORDER BY rejects.id"

_BEHIND = f"{_COLUMNS} {_FROM} WHERE run = :run AND rejects.id > :number ORDER BY rejects.id LIMIT :limit"

_IDS_IN = "SELECT record_id, reasons FROM rejects WHERE run = ? AND stream = ? ORDER BY id"

_SHOW = f"{_COLUMNS} {_FROM} WHERE rejects.id = :id AND runs.pipeline = :pipeline"

_COUNT = f"SELECT stream, {_STANDING} AS standing, count(*) {_OF_RUN} GROUP BY stream, standing ORDER BY stream"

_STRANGERS = """
SELECT id FROM chosen WHERE NOT EXISTS (
    SELECT 1 FROM rejects JOIN runs ON runs.ordinal = run WHERE rejects.id = chosen.id AND runs.pipeline = :pipeline
) ORDER BY id
"""

_ACCEPT = """
INSERT INTO known (pipeline, identity, accepted_at)
SELECT DISTINCT :pipeline, identity, :at FROM rejects JOIN chosen ON chosen.id = rejects.id WHERE true
ON CONFLICT (pipeline, identity) DO UPDATE SET accepted_at = excluded.accepted_at WHERE accepted_at IS NULL
"""
