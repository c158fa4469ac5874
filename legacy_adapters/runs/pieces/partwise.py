"""A source in pieces, such as a folder of files: each is read for all streams, and taken whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from legacy_adapters.core.checkpoint import ReturnPoint
from legacy_adapters.core.errors import BadPart, LegacyAdaptersError, PartChanged, TooManyRejects
from legacy_adapters.core.protocols import Outcome, Part, TakenPart
from legacy_adapters.core.reject import Reason, Reject
from legacy_adapters.runs.engine import Engine, Lane
from legacy_adapters.runs.ledger.rejects import Rejects
from legacy_adapters.runs.ledger.runs import Run
from legacy_adapters.runs.output import Output
from legacy_adapters.runs.pace import RejectLimit
from legacy_adapters.runs.pieces.small_pieces import Group, is_small, read_whole
from legacy_adapters.runs.report import now
from legacy_adapters.runs.standing import Standing

REPORTED_REJECTS = 20
"""How many of a file's rejects are named in the report beside it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part with the lanes that read it; ``error`` where not even its columns could be read."""

    part: Part[Any]
    lanes: Sequence[Lane]
    error: BadPart | PartChanged | None = None


GoBack = Callable[[Standing, ReturnPoint], None]
"""Saves a checkpoint that is back at a return point, in one transaction with forgetting what came behind it."""


@dataclass(frozen=True, slots=True)
class Partwise:
    """Takes the pieces of ``run`` one after the other with the steps of an ``Engine``, whose sink is ``output``."""

    engine: Engine
    output: Output
    go_back: GoBack
    rejects: Rejects
    run: Run
    limit: RejectLimit

    def take(self, pieces: Iterable[Piece], standing: Standing) -> None:
        """Takes every piece that can be taken. All is committed, none of it published, on return."""
        group = Group()
        for piece in pieces:
            if standing.back is not None and standing.back.part != piece.part.name:
                # What was being read when the run was interrupted is not the next one any more.
                self._back(standing)
            group = self._next(piece, group, standing)
        self._together(group, standing)
        if standing.back is not None:
            self._back(standing)
        self.engine.checkpoint(standing)

    def _next(self, piece: Piece, group: Group, standing: Standing) -> Group:
        """Takes a piece, or lets it join the small ones that wait; returns those that wait now."""
        small = None
        by_itself = standing.back is not None or piece.part.name in standing.alone
        if not by_itself and is_small(piece.part, piece.lanes):
            try:
                small = read_whole(piece.part, piece.lanes[0])
            except (BadPart, PartChanged) as error:
                piece = replace(piece, error=error)
        if small is None or not group.fits(small):
            self._together(group, standing)
            group = Group()
        if small is None:
            self._take(piece, standing)
            self._save_if_due(standing)
        else:
            group.add(small)
            # From now on its content is known: the same under another name is a copy.
            standing.joined.update({(part.stream, part.part): part for part in self._parts(piece, "taken")})
        return group

    def _together(self, group: Group, standing: Standing) -> None:
        """Takes all pieces of a group, at once where none of them can have too many rejects, else one by one."""
        if not group.pieces:
            return
        lane, batch = group.pieces[0].lane, group.batch()
        standing.back = self._return_point("", standing)
        joined = list(standing.joined.values())
        standing.joined.clear()
        if batch is not None:
            self.engine.take(lane, batch, standing)
            if standing.rows_of_part(lane.name).rejected > self.limit.at_least:
                self._back(standing)
                # Kept with every checkpoint from here on, as batches that depend on a kill would change the order.
                standing.alone = {piece.part.name for piece in group.pieces}
                for piece in group.pieces:
                    self._take(Piece(piece.part, [piece.again()]), standing)
                return
            self.engine.pace.after(lane.name, batch, standing)
        standing.back = None
        standing.loose.clear()
        for part in joined:
            standing.done_with(part)
        self._save_if_due(standing)

    def _save_if_due(self, standing: Standing) -> None:
        if self.engine.pace.due():
            self.engine.checkpoint(standing)

    def _take(self, piece: Piece, standing: Standing) -> None:
        if standing.back is None:
            standing.back = self._return_point(piece.part.name, standing)
        try:
            if piece.error is not None:
                raise piece.error
            for lane in piece.lanes:
                if standing.rejects:
                    # A stream that comes after another asks the ledger what was rejected there.
                    self.engine.put_away(standing)
                self.engine.read(lane, standing)
        except (BadPart, TooManyRejects) as error:
            self._set_aside(piece, error, standing)
        except PartChanged as error:
            self._back(standing)
            self._done_with(piece, "left alone", standing, error)
        else:
            standing.back = None
            standing.loose.clear()
            self._done_with(piece, "taken", standing)

    def _return_point(self, part: str, standing: Standing) -> ReturnPoint:
        if standing.rejects:
            # Those of the pieces before must not go when this one's are forgotten.
            self.engine.checkpoint(standing)
        token, stages = self.engine.commit(standing)
        if standing.rejects:
            # The receiver refused something of the pieces before.
            self.engine.save(standing, token, stages)
            standing.saved()
        return ReturnPoint(part, standing.checkpoint(token, stages), self.rejects.last())

    def _set_aside(self, piece: Piece, error: LegacyAdaptersError, standing: Standing) -> None:
        assert standing.back is not None, "the piece is being read"
        saved = self.rejects.behind(self.run.ordinal, standing.back.last_reject, REPORTED_REJECTS + 1)
        reasons = _reported([*saved, *standing.rejects])
        self._back(standing)
        stream = piece.part.streams[0]
        rows = standing.tally(stream).rows
        rows.read += 1
        rows.rejected += 1
        standing.rejects.append(_reject(stream, piece.part, error))
        self._done_with(piece, "set aside", standing, error, reasons)

    def _back(self, standing: Standing) -> None:
        """The ledger first: killed in between, the sink is opened at the older token."""
        pending = dict(standing.parts)
        point = standing.go_back()
        standing.parts = pending
        self.go_back(standing, point)
        standing.saved()
        assert point.checkpoint.token is not None, "a return point is committed"
        self.output.back_to(point.checkpoint.token)
        for name, stage in self.engine.stages.items():
            stage.back_to(point.checkpoint.stages[name])

    def _done_with(
        self,
        piece: Piece,
        outcome: Outcome,
        standing: Standing,
        error: LegacyAdaptersError | None = None,
        reasons: str = "",
    ) -> None:
        standing.alone.discard(piece.part.name)
        for part in self._parts(piece, outcome, error, reasons):
            standing.done_with(part)

    def _parts(
        self, piece: Piece, outcome: Outcome, error: LegacyAdaptersError | None = None, reasons: str = ""
    ) -> Iterator[TakenPart]:
        for stream in piece.part.streams:
            yield TakenPart(
                stream=stream,
                part=piece.part.name,
                name=piece.part.shown,
                receipt=piece.part.receipt,
                outcome=outcome,
                at=now(),
                run_id=self.run.id,
                this_run=True,
                exit_code=0 if error is None else error.exit_code,
                detail="" if error is None else _report(error) + reasons,
            )


def _report(error: LegacyAdaptersError) -> str:
    where = f"{error.where}: " if error.where else ""
    hint = "" if isinstance(error, TooManyRejects) else f"\n{error.hint}" if error.hint else ""
    return f"{where}{error.message}{hint}"


def _reported(rejects: Sequence[Reject]) -> str:
    lines = [f"{reject.origin}: {reason.message}" for reject in rejects for reason in reject.reasons]
    shown = "\n".join(lines[:REPORTED_REJECTS])
    return f"\n{shown}" + ("\n…" if len(lines) > REPORTED_REJECTS else "") if lines else ""


def _reject(stream: str, part: Part[Any], error: LegacyAdaptersError) -> Reject:
    row = json.dumps({"name": part.shown, "error": _report(error)}, ensure_ascii=False)
    reason = Reason("unreadable_part", "", part.shown, error.message)
    return Reject(stream, f"{part.shown} ({part.name[:12]})", None, row, (reason,))
