"""The runs: begun, saved at each checkpoint, published, finished; and where the next one of a pipeline goes on."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from legacy_adapters.core.checkpoint import Checkpoint, ReturnPoint
from legacy_adapters.core.errors import ConfigError, Defect
from legacy_adapters.core.protocols import Receipt, TakenPart, Token
from legacy_adapters.core.reject import Reject
from legacy_adapters.runs.ledger.checkpoint import checkpoint_from_json, checkpoint_to_json, counting
from legacy_adapters.runs.ledger.file import LedgerFile
from legacy_adapters.runs.ledger.parts import add_parts, drop_parts
from legacy_adapters.runs.ledger.receipts import Handed, add_receipts
from legacy_adapters.runs.ledger.rejects import add_rejects, drop_rejects, keep_rejects
from legacy_adapters.runs.ledger.seen import Remembered, add_seen, drop_seen, keep_seen
from legacy_adapters.runs.ledger.shipments import add_shipments

Status: TypeAlias = Literal["running", "publishing", "finished", "failed", "abandoned"]
"""``running`` and ``publishing``: unfinished, gone on with by the next run. ``failed``: nothing of it was published.
``abandoned``: killed, and begun anew as the pipeline had changed, or because everything was to be read again."""

Positions: TypeAlias = Mapping[str, Mapping[str, str]]
"""A reader's position, by stream and part."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a run begins to read, and the sink's token of what was published before it."""

    positions: Positions = field(default_factory=dict)
    token: Token | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run as the ledger knows it.

    ``moments`` are the times at which it was started, more than one where it was resumed. The sequence numbers of its
    records begin at ``sequence_base``, above those of every earlier run of the pipeline. ``anew``: pieces that earlier
    runs took are taken again. ``error`` and ``exit_code`` say how it ended, or how it last stopped while it is
    unfinished. ``params`` have no secrets.
    """

    ordinal: int
    id: str
    pipeline: str
    fingerprint: str
    params: Mapping[str, str]
    status: Status
    moments: tuple[datetime, ...]
    ended_at: datetime | None
    began_from: Beginning
    sequence_base: int
    anew: bool
    checkpoint: Checkpoint | None
    published_token: Token | None
    exit_code: int | None
    error: str | None
    report: str | None

    @property
    def started_at(self) -> datetime:
        """When it was begun: what all its records carry as ``extracted_at``."""
        return self.moments[0]

    @property
    def unfinished(self) -> bool:
        """Whether the next run of the pipeline goes on with it."""
        return self.status in ("running", "publishing")


class Runs:
    """All runs of all pipelines whose state is kept here. A pipeline has one unfinished run at most."""

    def __init__(self, file: LedgerFile, clock: Callable[[], datetime]) -> None:
        self._file = file
        self._clock = clock

    def begin(
        self,
        pipeline: str,
        fingerprint: str,
        params: Mapping[str, str],
        started_at: datetime,
        *,
        began_from: Beginning | None = None,
        anew: bool = False,
    ) -> Run:
        """A new run, from where the last finished one ended, or from ``began_from``.

        ``began_from`` is ``Beginning()`` to read everything, or that of an abandoned run that is begun anew. ``anew``:
        pieces that earlier runs took are taken again.
        """
        if self.unfinished(pipeline):
            raise Defect(f"a run of {pipeline} is unfinished: it must be gone on with or abandoned")
        start = began_from or Beginning(self.last_positions(pipeline), self.last_published(pipeline))
        with self._file.transaction() as connection:
            base = _sequence_base(connection, pipeline, started_at)
            values = (pipeline, fingerprint, json.dumps(dict(params)), json.dumps([_utc(started_at)]))
            begun = (json.dumps({name: dict(parts) for name, parts in start.positions.items()}), start.token)
            run_id = _free_id(connection, started_at)
            connection.execute(_BEGIN, (run_id, *values, *begun, base, base, anew))
        return self.show(run_id)

    def unfinished(self, pipeline: str) -> Run | None:
        """The run that was killed or stopped, with its last checkpoint (None: there was none yet)."""
        row = self._file.first(f"{_SELECT} WHERE pipeline = ? AND {_UNFINISHED} ORDER BY ordinal DESC", (pipeline,))
        return None if row is None else _run(row)

    def resume(self, run: Run, at: datetime) -> Run:
        """Notes that an unfinished run goes on at this moment."""
        moments = json.dumps([*map(_utc, run.moments), _utc(at)])
        self._change(run, "moments = ?, exit_code = NULL, error = NULL", (moments,))
        return self.show(run.id)

    def save(
        self,
        run: Run,
        checkpoint: Checkpoint,
        rejects: Sequence[Reject] = (),
        seen: Sequence[Remembered] = (),
        parts: Collection[TakenPart] = (),
        *,
        back_to: ReturnPoint | None = None,
        receipts: Collection[Receipt] = (),
        handed: Handed | None = None,
    ) -> dict[str, int]:
        """Saves everything or, killed, nothing: to be called when the sink's ``commit`` has returned.

        ``rejects``, ``seen`` and ``parts`` came since the last call, ``back_to`` forgets the rejects behind it, and
        ``receipts`` are what the receiver took of what was ``handed`` over. Returns how many rejects are new by stream.
        """
        with self._file.transaction() as connection:
            if back_to is not None:
                drop_rejects(connection, run.ordinal, beyond=back_to.last_reject)
            new = add_rejects(connection, run.ordinal, run.pipeline, rejects)
            add_seen(connection, run.ordinal, seen)
            add_parts(connection, run.ordinal, run.pipeline, parts)
            if handed is not None:
                add_receipts(connection, handed, receipts)
            kept = checkpoint_to_json(counting(checkpoint, new))
            values = (kept, checkpoint.next_sequence, run.ordinal)
            saved = connection.execute(f"{_SAVE} AND status = 'running'", values).rowcount
            if saved != 1:
                raise Defect(f"run {run.id} is not running: no checkpoint can be saved")
        return new

    def set_aside(self, run: Run, rejects: Sequence[Reject]) -> dict[str, int]:
        """Keeps rejects ahead of the next checkpoint, until ``rewind`` forgets them; returns how many are new."""
        with self._file.transaction() as connection:
            return add_rejects(connection, run.ordinal, run.pipeline, rejects)

    def rewind(self, run: Run) -> Run:
        """The run as it was at its last checkpoint."""
        with self._file.transaction() as connection:
            row = connection.execute("SELECT rejects_upto FROM runs WHERE ordinal = ?", (run.ordinal,)).fetchone()
            drop_rejects(connection, run.ordinal, beyond=row[0])
        return self.show(run.id)

    def publishing(self, run: Run) -> None:
        """Everything is committed; from now on some of it may be visible."""
        self._change(run, "status = 'publishing'", ())

    def stopped(self, run: Run, exit_code: int, error: str) -> None:
        """Notes why an unfinished run stopped; the next one goes on with it."""
        self._change(run, "exit_code = ?, error = ?", (exit_code, error))

    def finish(
        self,
        run: Run,
        status: Literal["finished", "failed"],
        report_json: str,
        published_token: Token | None,
        exit_code: int,
        *,
        error: str | None = None,
        receipts: Collection[Receipt] = (),
        handed: Handed | None = None,
        waits_for: Sequence[str] = (),
    ) -> None:
        """The end of a run. After ``finished`` its rejects and rows are known, and the next run goes on from its
        positions; it waits in the spool for the sinks ``waits_for``. After ``failed`` its rejects and report stay."""
        values = (status, _utc(self._clock()), report_json, published_token, exit_code, error, run.ordinal)
        with self._file.transaction() as connection:
            if connection.execute(_FINISH, values).rowcount != 1:
                raise Defect(f"run {run.id} has already ended")
            if status == "finished":
                if handed is not None:
                    add_receipts(connection, handed, receipts)
                if waits_for:
                    add_shipments(connection, run.ordinal, run.id, run.pipeline, waits_for)
                    connection.execute("UPDATE runs SET delivering = 1 WHERE ordinal = ?", (run.ordinal,))
                keep_rejects(connection, run.ordinal)
                keep_seen(connection, run.ordinal)
            else:
                drop_seen(connection, run.ordinal)
                drop_parts(connection, run.ordinal)

    def delivering(self, pipeline: str) -> Run | None:
        """The run that all was read of, and that was killed before it could deliver it."""
        row = self._file.first(f"{_SELECT} WHERE pipeline = ? AND delivering ORDER BY ordinal DESC", (pipeline,))
        return None if row is None else _run(row)

    def abandon(self, run: Run) -> None:
        """Gives an unfinished run up, with its checkpoint and its rejects: it is begun anew from ``began_from``."""
        with self._file.transaction() as connection:
            drop_rejects(connection, run.ordinal)
            drop_seen(connection, run.ordinal)
            drop_parts(connection, run.ordinal)
            connection.execute(_ABANDON, (_utc(self._clock()), run.ordinal))

    def last_positions(self, pipeline: str) -> Positions:
        """Where the last finished run ended; empty where there is none."""
        row = self._file.first(f"SELECT checkpoint, began_positions {_LAST_FINISHED}", (pipeline,))
        if row is None:
            return {}
        # A run that found nothing to read saved no checkpoint: it ended where it began.
        return checkpoint_from_json(row[0]).positions if row[0] is not None else json.loads(row[1])

    def last_published(self, pipeline: str) -> Token | None:
        """The sink's token of what was published last."""
        row = self._file.first(f"SELECT published_token {_LAST_PUBLISHED}", (pipeline,))
        return None if row is None else row[0]

    def show(self, name: str, pipeline: str | None = None) -> Run:
        """The run of this id, of a unique beginning of one, or the ``last``. Raises ``ConfigError``."""
        if name == "last":
            rows = list(self._file.rows(f"{_SELECT} {_OF_PIPELINE} LIMIT 1", {"pipeline": pipeline}))
        else:
            where = f"{_OF_PIPELINE.replace('ORDER', 'AND substr(id, 1, length(:name)) = :name ORDER')} LIMIT 2"
            rows = list(self._file.rows(f"{_SELECT} {where}", {"pipeline": pipeline, "name": name}))
        if len(rows) != 1:
            what = f"several runs begin with {name!r}" if rows else f"there is no run {name!r}"
            raise ConfigError(what, where=str(self._file.path), hint="`runs` lists the runs there are.")
        return _run(rows[0])

    def pipelines(self) -> Sequence[str]:
        """The names of those that have run."""
        return [name for (name,) in self._file.rows("SELECT DISTINCT pipeline FROM runs ORDER BY pipeline")]

    def is_first(self, run: Run) -> bool:
        """Whether no run of its pipeline was finished before it."""
        return self._file.first(_BEFORE, (run.pipeline, run.ordinal)) is None

    def of(self, ordinal: int) -> Run:
        """The run of this number in the ledger."""
        return _run(next(self._file.rows(f"{_SELECT} WHERE ordinal = ?", (ordinal,))))

    def list(self, pipeline: str | None = None, limit: int = 20) -> Sequence[Run]:
        """The newest runs first, of one pipeline or of all."""
        query = f"{_SELECT} {_OF_PIPELINE} LIMIT :limit"
        return [_run(row) for row in self._file.rows(query, {"pipeline": pipeline, "limit": limit})]

    def _change(self, run: Run, assignments: str, values: Sequence[object]) -> None:
        query = f"UPDATE runs SET {assignments} WHERE ordinal = ? AND {_UNFINISHED}"
        with self._file.transaction() as connection:
            if connection.execute(query, (*values, run.ordinal)).rowcount != 1:
                raise Defect(f"run {run.id} has already ended")


def _sequence_base(connection: sqlite3.Connection, pipeline: str, started_at: datetime) -> int:
    """Above every number given so far, also where the clock went back: nanoseconds since 1970 of the beginning."""
    used = connection.execute("SELECT max(next_sequence) FROM runs WHERE pipeline = ?", (pipeline,)).fetchone()[0]
    return max(int(started_at.timestamp()) * 10**9, (used or 0) + 1)


def _free_id(connection: sqlite3.Connection, started_at: datetime) -> str:
    while True:
        run_id = f"{started_at.astimezone(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        if not connection.execute("SELECT 1 FROM runs WHERE id = ?", (run_id,)).fetchone():
            return run_id


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(UTC).isoformat()


def _run(row: tuple[Any, ...]) -> Run:
    ordinal, run_id, pipeline, fingerprint, params, status, moments, ended_at, positions, token, base, *rest = row
    anew, checkpoint, published_token, exit_code, error, report = rest
    return Run(
        ordinal=ordinal,
        id=run_id,
        pipeline=pipeline,
        fingerprint=fingerprint,
        params=json.loads(params),
        status=status,
        moments=tuple(map(datetime.fromisoformat, json.loads(moments))),
        ended_at=None if ended_at is None else datetime.fromisoformat(ended_at),
        began_from=Beginning(json.loads(positions), token),
        sequence_base=base,
        anew=bool(anew),
        checkpoint=None if checkpoint is None else checkpoint_from_json(checkpoint),
        published_token=published_token,
        exit_code=exit_code,
        error=error,
        report=report,
    )


_SELECT = """
SELECT ordinal, id, pipeline, fingerprint, params, status, moments, ended_at, began_positions, began_token,
    sequence_base, anew, checkpoint, published_token, exit_code, error, report
FROM runs
"""

_UNFINISHED = "status IN ('running', 'publishing')"

_OF_PIPELINE = "WHERE (:pipeline IS NULL OR pipeline = :pipeline) ORDER BY ordinal DESC"

_LAST_FINISHED = "FROM runs WHERE pipeline = ? AND status = 'finished' ORDER BY ordinal DESC LIMIT 1"

_BEFORE = "SELECT 1 FROM runs WHERE pipeline = ? AND status = 'finished' AND ordinal < ? LIMIT 1"

_LAST_PUBLISHED = _LAST_FINISHED.replace("ORDER", "AND published_token IS NOT NULL ORDER")

_BEGIN = """
INSERT INTO runs (id, pipeline, fingerprint, params, moments, began_positions, began_token, sequence_base,
    next_sequence, anew, status)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running')
"""

_SAVE = """
UPDATE runs SET checkpoint = ?, next_sequence = ?, rejects_upto = (SELECT coalesce(max(id), 0) FROM rejects)
WHERE ordinal = ?
"""

_FINISH = f"""
UPDATE runs SET status = ?, ended_at = ?, report = ?, published_token = ?, exit_code = ?, error = ?
WHERE ordinal = ? AND {_UNFINISHED}
"""

_ABANDON = f"UPDATE runs SET status = 'abandoned', ended_at = ?, checkpoint = NULL WHERE ordinal = ? AND {_UNFINISHED}"
