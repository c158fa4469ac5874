"""What waits in the spool: one shipment for each finished run and sink, delivered in the order they were made."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from legacy_adapters.core.checkpoint import Delivered
from legacy_adapters.core.errors import Defect
from legacy_adapters.core.protocols import Receipt, Token
from legacy_adapters.core.reject import Reject
from legacy_adapters.core.secrets import scrub
from legacy_adapters.runs.ledger.file import LedgerFile
from legacy_adapters.runs.ledger.receipts import Handed, add_receipts
from legacy_adapters.runs.ledger.rejects import add_rejects, keep_rejects
from legacy_adapters.runs.pipeline.destinations import ONLY

Status: TypeAlias = Literal["waiting", "publishing", "done", "given up"]
Tallies: TypeAlias = dict[str, dict[str, Delivered]]
"""What became of the records so far, by stream and entity: only ``delivered``, ``refused`` and ``sums`` are used."""


@dataclass(frozen=True, slots=True)
class Shipment:
    """A run on its way to a sink.

    ``run_id`` is the run whose records these are, ``delivery`` what the sink knows them as: the run, or one of the
    times that it is sent again. ``streams`` are those that are sent, None for all. ``known`` is the token of what was
    published to the sink before, ``place`` how far the spool was read, ``token`` the sink's at that place. ``lost`` are
    records that were damaged in the spool, ``where`` is the sink's address.
    """

    id: int
    run: int
    run_id: str
    pipeline: str
    sink: str
    delivery: str
    streams: tuple[str, ...] | None
    status: Status
    known: Token | None
    place: str | None
    token: Token | None
    tallies: Tallies
    lost: int
    where: str
    began_at: datetime | None
    done_at: datetime | None
    exit_code: int | None
    error: str | None

    @property
    def resent(self) -> bool:
        """Whether it sends again what was sent before."""
        return self.delivery != self.run_id


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a shipment has come, and what came of it since it was saved last."""

    place: str
    token: Token
    tallies: Tallies
    lost: int
    where: str
    receipts: Sequence[Receipt] = field(default_factory=tuple)
    rejects: Sequence[Reject] = field(default_factory=tuple)


class Shipments:
    """The shipments of all pipelines whose state is kept here."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def waiting(self, pipeline: str, sink: str | None = None) -> list[Shipment]:
        """What is not done, for one sink or all, in its order."""
        return self._all(_WAITING, {"pipeline": pipeline, "sink": sink})

    def of_run(self, run: int) -> list[Shipment]:
        """Every shipment of a run."""
        return self._all(f"{_SELECT} WHERE run = :run ORDER BY shipments.id", {"run": run})

    def show(self, number: int) -> Shipment:
        """One of them."""
        return self._all(f"{_SELECT} WHERE shipments.id = :id", {"id": number})[0]

    def delivered(self, pipeline: str, since: datetime, until: datetime) -> list[tuple[int, str]]:
        """The runs, by number and id, that began within a period and went through the spool, in their order."""
        values = {"pipeline": pipeline, "since": since.astimezone(UTC), "until": until.astimezone(UTC)}
        texts = {name: v.isoformat() if isinstance(v, datetime) else v for name, v in values.items()}
        return [(ordinal, run_id) for ordinal, run_id in self._file.rows(_DELIVERED, texts)]

    def last_published(self, pipeline: str, sink: str) -> Token | None:
        """The sink's token of the shipment that was done last."""
        row = self._file.first(_LAST, (pipeline, sink))
        return None if row is None else row[0]

    def published(self, pipeline: str) -> dict[str, Token]:
        """The token of what was published to each sink last."""
        names = [name for (name,) in self._file.rows(_SINKS, (pipeline,))]
        return {name: token for name in names if (token := self.last_published(pipeline, name)) is not None}

    def begin(self, shipment: Shipment, known: Token | None) -> Shipment:
        """Notes when a shipment was begun, and what had been published to the sink by then."""
        values = (known, _now(), shipment.id)
        self._change("known = ?, began_at = ?, place = NULL, token = NULL, tallies = '{}', lost = 0", values)
        return self.show(shipment.id)

    def save(self, shipment: Shipment, progress: Progress) -> dict[str, int]:
        """Saves everything or, killed, nothing: to be called when the sink's ``commit`` has returned. Returns how many
        of the rejects are new, by stream."""
        with self._file.transaction() as connection:
            return _saved(connection, shipment, progress)

    def publishing(self, shipment: Shipment) -> None:
        """All of it is committed; from now on some of it may be visible."""
        self._change("status = 'publishing'", (shipment.id,))

    def done(self, shipment: Shipment, progress: Progress, published: Token) -> None:
        """All of it was delivered and is visible."""
        with self._file.transaction() as connection:
            _saved(connection, shipment, progress)
            connection.execute(_DONE, (published, _now(), shipment.id))
            keep_rejects(connection, shipment.run)
            if shipment.sink == ONLY:
                # So that the sink is known again if it is delivered to without a spool later.
                connection.execute(_PUBLISHED, (published, shipment.pipeline, shipment.run))

    def tried(self, pipeline: str) -> None:
        """Delivering of all runs was tried, to the end: what waits now waits for a sink."""
        with self._file.transaction() as connection:
            connection.execute("UPDATE runs SET delivering = 0 WHERE pipeline = ? AND delivering", (pipeline,))

    def overtaken(self, pipeline: str) -> set[int]:
        """The runs of which more was delivered than their reports say: whoever did that was killed before it wrote
        that down."""
        query = "SELECT ordinal FROM runs WHERE pipeline = ? AND overtaken"
        return {ordinal for (ordinal,) in self._file.rows(query, (pipeline,))}

    @contextmanager
    def rewriting(self, ordinal: int) -> Iterator[Callable[[str, int], None]]:
        """Saves the report of a finished run, and its exit code, as they are now. What the report is made of is read
        within: another process that delivers too must not be overtaken by what was so before."""
        with self._file.transaction() as connection:

            def save(report: str, exit_code: int) -> None:
                query = "UPDATE runs SET report = ?, exit_code = ?, overtaken = 0 WHERE ordinal = ?"
                connection.execute(query, (report, exit_code, ordinal))

            yield save

    def stopped(self, number: int, exit_code: int, error: str) -> None:
        """Notes why a shipment goes no further; it still waits."""
        self._change("exit_code = ?, error = ?", (exit_code, error, number))

    def give_up(self, pipeline: str, sink: str) -> list[Shipment]:
        """Has what waits for a sink not be delivered to it any more; returns what that was."""
        given_up = self.waiting(pipeline, sink)
        with self._file.transaction() as connection:
            connection.execute(_GIVE_UP, (_now(), pipeline, sink))
        return given_up

    def anew(self, pipeline: str) -> None:
        """Has all that waits be delivered from its beginning, as if no sink had anything of it."""
        with self._file.transaction() as connection:
            connection.execute(_ANEW, (pipeline,))

    def again(self, runs: Iterable[tuple[int, str]], pipeline: str, sinks: Sequence[str], streams: Any) -> int:
        """Sends runs again, in this order, behind all that waits. Returns the number of shipments."""
        chosen = None if streams is None else json.dumps(list(streams))
        count = 0
        with self._file.transaction() as connection:
            for run, run_id in runs:
                for sink in sinks:
                    before = connection.execute(_TIMES, (run, sink)).fetchone()[0]
                    delivery = f"{run_id}.{before}"
                    connection.execute(_ADD, (run, pipeline, sink, delivery, chosen))
                    count += 1
        return count

    def free(self, pipeline: str, older_than: timedelta | None) -> list[str]:
        """The runs that all sinks have, the oldest first: those that have been done for so long, or all for None."""
        before = datetime.now(UTC) - (older_than or timedelta(0))
        values = {"pipeline": pipeline, "before": before.isoformat()}
        return [run for (run,) in self._file.rows(_FREE, values)]

    def _change(self, assignments: str, values: Sequence[object]) -> None:
        with self._file.transaction() as connection:
            changed = connection.execute(f"UPDATE shipments SET {assignments} WHERE id = ? AND {_WAITS}", values)
            if changed.rowcount != 1:
                raise Defect(f"shipment {values[-1]} is done already")

    def _all(self, query: str, values: Mapping[str, object]) -> list[Shipment]:
        return [_shipment(row) for row in self._file.rows(query, values)]


def add_shipments(connection: sqlite3.Connection, run: int, run_id: str, pipeline: str, sinks: Iterable[str]) -> None:
    """Part of the transaction that finishes a run: from now on it waits for each of these sinks."""
    for sink in sinks:
        connection.execute(_ADD, (run, pipeline, sink, run_id, None))


def _saved(connection: sqlite3.Connection, shipment: Shipment, progress: Progress) -> dict[str, int]:
    new = add_rejects(connection, shipment.run, shipment.pipeline, progress.rejects)
    handed = Handed(shipment.run, shipment.sink, shipment.delivery, progress.where)
    add_receipts(connection, handed, progress.receipts)
    tallies = _tallies_to_json(progress.tallies)
    values = (progress.place, progress.token, tallies, progress.lost, scrub(progress.where), shipment.id)
    connection.execute(_SAVE, values)
    connection.execute("UPDATE runs SET overtaken = 1 WHERE ordinal = ?", (shipment.run,))
    return new


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _tallies_to_json(tallies: Tallies) -> str:
    return json.dumps(
        {
            stream: {
                entity: asdict(d) | {"sums": {name: str(total) for name, total in d.sums.items()}}
                for entity, d in entities.items()
            }
            for stream, entities in tallies.items()
        }
    )


def _tallies_from_json(text: str) -> Tallies:
    kept: dict[str, dict[str, dict[str, Any]]] = json.loads(text)
    return {
        stream: {
            entity: Delivered(**(d | {"sums": {name: Decimal(total) for name, total in d["sums"].items()}}))
            for entity, d in entities.items()
        }
        for stream, entities in kept.items()
    }


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _shipment(row: tuple[Any, ...]) -> Shipment:
    number, run, run_id, pipeline, sink, delivery, streams, status, known, place, token, tallies, lost, *rest = row
    where, began_at, done_at, exit_code, error = rest
    return Shipment(
        id=number,
        run=run,
        run_id=run_id,
        pipeline=pipeline,
        sink=sink,
        delivery=delivery,
        streams=None if streams is None else tuple(json.loads(streams)),
        status=status,
        known=known,
        place=place,
        token=token,
        tallies=_tallies_from_json(tallies),
        lost=lost,
        where=where,
        began_at=_moment(began_at),
        done_at=_moment(done_at),
        exit_code=exit_code,
        error=error,
    )


_WAITS = "status IN ('waiting', 'publishing')"

_SELECT = """
SELECT shipments.id, run, runs.id, shipments.pipeline, sink, delivery, streams, shipments.status, known, place, token,
    tallies, lost, address, began_at, done_at, shipments.exit_code, shipments.error
FROM shipments JOIN runs ON runs.ordinal = shipments.run
"""

_WAITING = f"""{_SELECT}
WHERE shipments.pipeline = :pipeline AND shipments.status IN ('waiting', 'publishing')
AND (:sink IS NULL OR sink = :sink)
ORDER BY shipments.id
"""

_LAST = """
SELECT published_token FROM shipments WHERE pipeline = ? AND sink = ? AND status = 'done'
ORDER BY done_at DESC, id DESC LIMIT 1
"""

_SINKS = "SELECT DISTINCT sink FROM shipments WHERE pipeline = ? ORDER BY sink"

_PUBLISHED = """
UPDATE runs SET published_token = ? WHERE ordinal = (
    SELECT max(ordinal) FROM runs WHERE pipeline = ? AND status = 'finished'
    AND (published_token IS NOT NULL OR ordinal = ?)
)
"""

_ADD = "INSERT INTO shipments (run, pipeline, sink, delivery, streams) VALUES (?, ?, ?, ?, ?)"

_TIMES = "SELECT count(*) FROM shipments WHERE run = ? AND sink = ?"

_ANEW = """
UPDATE shipments SET began_at = NULL, known = NULL, place = NULL, token = NULL, tallies = '{}', lost = 0,
    status = 'waiting', exit_code = NULL, error = NULL
WHERE pipeline = ? AND status IN ('waiting', 'publishing')
"""

_DELIVERED = """
SELECT ordinal, id FROM runs WHERE pipeline = :pipeline AND status = 'finished'
AND json_extract(moments, '$[0]') >= :since AND json_extract(moments, '$[0]') < :until
AND EXISTS (SELECT 1 FROM shipments WHERE run = ordinal) ORDER BY ordinal
"""

_SAVE = "UPDATE shipments SET place = ?, token = ?, tallies = ?, lost = ?, address = ? WHERE id = ?"

_DONE = """
UPDATE shipments SET status = 'done', published_token = ?, done_at = ?, exit_code = NULL, error = NULL WHERE id = ?
"""

_GIVE_UP = """
UPDATE shipments SET status = 'given up', done_at = ? WHERE pipeline = ? AND sink = ?
AND status IN ('waiting', 'publishing')
"""

_FREE = """
SELECT runs.id FROM runs WHERE pipeline = :pipeline AND status = 'finished'
AND EXISTS (SELECT 1 FROM shipments WHERE run = ordinal)
AND NOT EXISTS (
    SELECT 1 FROM shipments WHERE run = ordinal AND (status IN ('waiting', 'publishing') OR done_at > :before)
)
ORDER BY ordinal
"""
