"""Takes one run out of the spool to one sink: from where it was left, until all of it is visible there."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import cast

from legacy_adapters.core.checkpoint import Delivered
from legacy_adapters.core.errors import StateMismatch, TooManyRejects
from legacy_adapters.core.protocols import AnsweringSink, Delivery, Receipt, Refusal, Sink, Token
from legacy_adapters.core.records import Records
from legacy_adapters.core.reject import Reject
from legacy_adapters.runs.behind import SinkBehind
from legacy_adapters.runs.delivery.kept_back import KeptBackHere
from legacy_adapters.runs.delivery.refused import count_refused, count_written, reject_of
from legacy_adapters.runs.delivery.unanswered import answering
from legacy_adapters.runs.interrupt import Interruption
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.shipments import Progress, Shipment
from legacy_adapters.runs.pace import Show
from legacy_adapters.runs.pipeline.destinations import ONLY, Destination, SinkLimits
from legacy_adapters.runs.pipeline.settings import LoadedPipeline
from legacy_adapters.sinks.spool.folder import Slip, SpoolFolder
from legacy_adapters.sinks.spool.place import Place
from legacy_adapters.sinks.spool.reader import Frame, frames


@dataclass(slots=True)
class Load:
    """What a shipment has come to since it was saved last, and in all."""

    shipment: Shipment
    where: str
    place: Place
    token: Token
    kept_back: KeptBackHere
    receipts: list[Receipt] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)

    def wrote(self, records: Records) -> None:
        """The sink took records."""
        count_written(self._delivered(records), records)

    def answered(self, receipts: Sequence[Receipt], refusals: Sequence[Refusal]) -> None:
        """The receiver said this of them."""
        self.receipts.extend(receipts)
        for refusal in refusals:
            count_refused(self._delivered(refusal.record), refusal)
            self._set_aside(reject_of(refusal, self.kept_back.sink))

    def keep_back(self, record: Records, reject: Reject) -> None:
        """A record is not sent."""
        self._delivered(record).refused += record.count
        self._set_aside(reject)

    @property
    def refused(self) -> int:
        """How many records the receiver refused, or were kept back for those."""
        return sum(d.refused for entities in self.shipment.tallies.values() for d in entities.values())

    @property
    def done(self) -> int:
        """How many records something came of."""
        return sum(d.delivered + d.refused for entities in self.shipment.tallies.values() for d in entities.values())

    def progress(self, lost: int = 0) -> Progress:
        """As it is saved; what came since the last time begins anew."""
        receipts, rejects = tuple(self.receipts), tuple(self.rejects)
        self.receipts.clear()
        self.rejects.clear()
        return Progress(self.place.dump(), self.token, self.shipment.tallies, lost, self.where, receipts, rejects)

    def _set_aside(self, reject: Reject) -> None:
        self.rejects.append(reject)
        self.kept_back.note(reject)

    def _delivered(self, records: Records) -> Delivered:
        return self.shipment.tallies.setdefault(records.stream, {}).setdefault(records.entity, Delivered())


@dataclass(frozen=True, slots=True)
class Shipping:
    """Delivers to one sink. A checkpoint is saved every ``seconds``, each after the sink's ``commit``."""

    loaded: LoadedPipeline
    destination: Destination
    ledger: Ledger
    spool: SpoolFolder
    interruption: Interruption
    show: Show
    seconds: float

    def ship(self, shipment: Shipment) -> None:
        """Delivers what is left of a shipment. Raises what the sink raises, ``TryLater`` outside its hours,
        ``Interrupted``, ``TooManyRejects`` where it refuses too much, and ``StateMismatch`` for what is damaged in the
        spool, once everything else is delivered."""
        limits = SinkLimits.of(self.destination.terms, self.interruption.sleep)
        limits.before()
        folder = self.spool.run(shipment.run_id)
        slip = folder.slip()
        if shipment.began_at is None:
            shipment = self.ledger.shipments.begin(shipment, known_to(self.ledger, self.loaded.name, shipment.sink))
        first = self.ledger.runs.is_first(self.ledger.runs.of(shipment.run))
        name = "" if shipment.sink == ONLY else shipment.sink
        kept_back = KeptBackHere.of(self.loaded, shipment, name, self.ledger.rejects)
        with closing(SinkBehind(lambda: answering(self._open(shipment, slip, first)))) as sink:
            load = Load(shipment, _where(sink), Place.load(shipment.place), shipment.token or "", kept_back)
            if shipment.status != "publishing":
                self._write(load, sink, slip, limits)
                self.ledger.shipments.publishing(shipment)
            published = sink.publish()
            load.answered(sink.receipts(), sink.refusals())
            lost = max(0, slip.records - load.done) if shipment.streams is None else 0
            self.ledger.shipments.done(shipment, load.progress(lost), published)
        if load.damage:
            raise _damaged(load, lost)

    def _write(self, load: Load, sink: AnsweringSink, slip: Slip, limits: SinkLimits) -> None:
        saved_at = time.monotonic()
        folder = self.spool.run(load.shipment.run_id)
        # mypy does not know that an iterator made by a generator can be closed.
        opened = cast("closing[Iterator[Frame]]", closing(frames(folder, slip, load.place)))  # type: ignore[type-var]
        with opened as found:
            for frame in found:
                if frame.records is not None and load.kept_back.begins(frame.records.stream):
                    self._commit(load, sink, slip)
                for piece in _pieces(frame, load, limits.at_once):
                    _send(piece, load, sink)
                    self.show.rows(f"to {self.destination.name}", piece.count)
                    if self.interruption.asked or time.monotonic() - saved_at >= self.seconds:
                        self._commit(load, sink, slip)
                        saved_at = time.monotonic()
                    self.interruption.check()
                    limits.after(piece.count)
                load.place = frame.end
        self._commit(load, sink, slip)

    def _commit(self, load: Load, sink: AnsweringSink, slip: Slip) -> None:
        load.token = sink.commit()
        load.answered(sink.receipts(), sink.refusals())
        limit = self.loaded.reject_limit
        allowed = max(limit.at_least, int(slip.records * limit.share))
        if load.refused > allowed:
            raise TooManyRejects(
                f"{load.refused:,} of {slip.records:,} records refused, more than the {allowed:,} that `max_rejects` "
                f"allows: {load.rejects[-1].reasons[0].message}",
                where=self.destination.name,
                hint="The others wait in the spool. Mend it at the receiver, or raise the limit, and `deliver`.",
            )
        self.ledger.shipments.save(load.shipment, load.progress())

    def _open(self, shipment: Shipment, slip: Slip, first: bool) -> Sink:
        delivery = Delivery(
            schemas=slip.schemas,
            currency_fields=slip.currency_fields,
            run_id=shipment.delivery,
            started_at=shipment.began_at if shipment.resent and shipment.began_at else slip.started_at,
            folder=self.loaded.folder,
            publishing=shipment.status == "publishing",
            known=shipment.known,
            pipeline=shipment.pipeline,
            first=first,
        )
        return self.destination.settings.open(delivery, shipment.token)


def known_to(ledger: Ledger, pipeline: str, sink: str) -> Token | None:
    """The token of what was published to a sink last, None if nothing was."""
    return ledger.runs.last_published(pipeline) if sink == ONLY else ledger.shipments.last_published(pipeline, sink)


def _send(piece: Records, load: Load, sink: AnsweringSink) -> None:
    for records, reject in load.kept_back.parts(piece):
        if reject is None:
            sink.write(records)
            load.wrote(records)
        else:
            load.keep_back(records, reject)


def _where(sink: AnsweringSink) -> str:
    return ", ".join(sink.outputs())


def _pieces(frame: Frame, load: Load, at_once: int | None) -> Iterator[Records]:
    """What is left of a frame, ``at_once`` records at a time; the place is behind each that was asked for."""
    if frame.damage is not None:
        load.damage.append(frame.damage.what)
    records, shipment = frame.records, load.shipment
    if records is None or (shipment.streams is not None and records.stream not in shipment.streams):
        return
    begin = (
        load.place.records
        if (load.place.segment, load.place.offset) == (frame.begin.segment, frame.begin.offset)
        else 0
    )
    for start in range(begin, records.count, at_once or records.count or 1):
        piece = records.slice(start, min(at_once or records.count, records.count - start))
        load.place = replace(frame.begin, records=start + piece.count)
        yield piece


def _damaged(load: Load, lost: int) -> StateMismatch:
    shown = "; ".join(load.damage[:5]) + (" …" if len(load.damage) > 5 else "")
    count = f"{lost:,} records" if load.shipment.streams is None else "some records"
    return StateMismatch(
        f"the spool is damaged, and {count} of run {load.shipment.run_id} did not reach {load.shipment.sink}: {shown}",
        where=str(load.place.dump()),
        hint="All others were delivered. Read these again: run the pipeline with --full.",
    )
