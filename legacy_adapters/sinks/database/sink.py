"""The database sink: a run waits in staging tables, and becomes visible whole, with one transaction, at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
from sqlalchemy import Table, delete, func, select
from sqlalchemy.schema import CreateTable, DropTable

from legacy_adapters.core.errors import AccessDenied, Defect, OutputError, StateMismatch
from legacy_adapters.core.protocols import Delivery, Receipt, Refusal, Token
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.answered import Answered
from legacy_adapters.sinks.database.existing import prepare
from legacy_adapters.sinks.database.families import connect
from legacy_adapters.sinks.database.merge import merging
from legacy_adapters.sinks.database.publishing import merged
from legacy_adapters.sinks.database.refused import load
from legacy_adapters.sinks.database.session import Session
from legacy_adapters.sinks.database.settings import DatabaseSink
from legacy_adapters.sinks.database.state import NAME, DatabaseToken, State
from legacy_adapters.sinks.database.tables import COMMIT, STREAM, Target, Wanted, staging, wanted_tables
from legacy_adapters.sinks.database.views import show
from legacy_adapters.sinks.rows import table_of


class DatabaseDelivery:
    """One run's writing. Each commit is one transaction of the database, and so is publishing."""

    def __init__(
        self,
        session: Session,
        state: State,
        targets: Sequence[Target],
        token: DatabaseToken,
        *,
        published: bool,
        nothing_known: bool,
    ) -> None:
        self._session = session
        self._state = state
        self._targets = {target.entity: target for target in targets}
        self._token = token
        self._published = published
        self._nothing_known = nothing_known
        self._behind = False
        self._merged = False
        self._answered = Answered()

    @classmethod
    def open(cls, settings: DatabaseSink, delivery: Delivery, token: Token | None) -> DatabaseDelivery:
        """Connects, brings the tables into shape, and forgets what came after ``token``."""
        session = connect(settings, delivery.folder)
        try:
            sink = _opened(session, settings, delivery, None if token is None else DatabaseToken.load(token))
            session.commit()
        except BaseException:
            session.close()
            raise
        return sink

    def write(self, records: Records) -> None:
        """Adds to what waits all records but those that are refused. Raises ``OutputError``, ``Unavailable``."""
        target = self._targets[records.entity]
        if records.record_id.null_count:
            hint = "State its `key` in the entity's file, or deliver to a file."
            raise OutputError("a record without a key cannot be told from others", where=records.entity, hint=hint)
        rows = table_of(records, envelope=True)
        commit = pa.repeat(pa.scalar(self._token.commits + 1, pa.int64()), rows.num_rows)
        stream = pa.repeat(records.stream, rows.num_rows)
        self._behind = True

        def refuse(row: int, words: str) -> None:
            self._answered.refuse(Refusal(records.slice(row, 1), words))

        load(self._session, target, rows.append_column(STREAM, stream).append_column(COMMIT, commit), refuse)

    def commit(self) -> Token:
        """One transaction: the rows, and how many commits there are. Raises ``OutputError``, ``Unavailable``, and
        ``StateMismatch`` where they are there already and the ledger knows of no earlier run."""
        token = replace(self._token, commits=self._token.commits + 1)
        if self._behind and self._nothing_known:
            for target in self._targets.values():
                _check_new(self._session, target, token.commits)
        self._state.committed(token)
        self._session.commit()
        self._token, self._behind = token, False
        return token.dump()

    def publish(self) -> Token:
        """One transaction: all rows that wait into their tables, but those that the database refuses. Raises
        ``OutputError``, ``Unavailable``."""
        if self._behind:
            raise Defect("the database sink was to publish what had not been committed")
        if not self._merged:
            self._publish()
            self._merged = True
        return self._token.dump()

    def _publish(self) -> None:
        # Published before, by a process that was killed: merged again it changes nothing, and is answered again.
        targets = [one for one in self._targets.values() if not self._published or _is_there(self._session, one.staged)]
        answers = [merged(self._session, target, self._told(target)) for target in targets]
        if not self._published:
            self._state.publish(self._token)
        self._session.commit()
        for target, answer in zip(targets, answers, strict=True):
            # Until the ledger has them, what was refused is kept here; the next run takes it away.
            if not answer.refused:
                _drop(self._session, target.staged)
            self._answered.add(answer)
        self._session.commit()

    def _told(self, target: Target) -> str:
        run = f"{NAME} has run {self._token.run} with {self._token.commits} commits"
        return f"table {target.table.fullname}; {run}"

    def receipts(self) -> Sequence[Receipt]:
        """One for each table, when it is published: the row that tells of it."""
        return self._answered.receipts()

    def refusals(self) -> Sequence[Refusal]:
        """Records that the database refused, with its own words: on their way, or when they were to be published."""
        return self._answered.refusals()

    def outputs(self) -> Sequence[str]:
        """Database and table of each entity."""
        return [f"{self._session.where} {target.table.fullname}" for target in self._targets.values()]

    def close(self) -> None:
        """Ends the connection; what was committed waits for ``open`` at its token."""
        self._session.close()


def _opened(
    session: Session, settings: DatabaseSink, delivery: Delivery, token: DatabaseToken | None
) -> DatabaseDelivery:
    state = State(session, settings.schema_name)
    state.create()
    wanted = wanted_tables(settings, delivery, session.dialect)
    known = None if delivery.known is None else DatabaseToken.load(delivery.known)
    series = token.series if token else known.series if known else delivery.run_id
    targets = [_target(session, settings, each, series) for each in wanted.values()]
    nothing_known = settings.mode == "insert" and delivery.first and known is None
    if token is None:
        token = DatabaseToken(series, delivery.run_id, delivery.started_at.isoformat(), 0)
        state.begin(token, known, newer_is_fine=settings.mode == "upsert")
        for target in targets:
            _drop(session, target.staged)
            session.define(CreateTable(target.staged))
        _try_out(session, targets)
        return DatabaseDelivery(session, state, targets, token, published=False, nothing_known=nothing_known)
    published = state.resume(token, publishing=delivery.publishing)
    for target in targets if not published else ():
        if not _is_there(session, target.staged):
            hint = "Begin the run anew (--full)."
            raise StateMismatch("the run's staging table is gone", where=target.staged.fullname, hint=hint)
        session.execute(delete(target.staged).where(target.staged.c[COMMIT] > token.commits))
    return DatabaseDelivery(session, state, targets, token, published=published, nothing_known=nothing_known)


def _target(session: Session, settings: DatabaseSink, wanted: Wanted, series: str) -> Target:
    """The table of an entity, created or checked."""
    types = prepare(session, wanted, create=settings.create)
    target = staging(wanted, types, series, settings.mode, session.dialect.name)
    if settings.views:
        show(session, target.table, settings.mode)
    return target


def _is_there(session: Session, staged: Table) -> bool:
    return session.columns(staged) is not None


def _check_new(session: Session, target: Target, commit: int) -> None:
    """Raises ``StateMismatch`` where a record of this commit is in the table: with mode insert it would be there twice,
    as its number is another one than that of a run that nobody remembers."""
    staged, table = target.staged, target.table
    both = staged.join(table, table.c.record_id == staged.c.record_id)
    found = session.rows(select(func.min(staged.c.record_id)).select_from(both).where(staged.c[COMMIT] == commit))[0][0]
    if found is not None:
        raise StateMismatch(
            f"record {found} is in the table already, and the ledger knows of no earlier run: it was lost",
            where=f"{session.where}: table {table.fullname}",
            hint="Restore it (`state adopt BACKUP PIPELINE`). Without a backup delete from the table what the pipeline "
            "has delivered, or deliver with mode: upsert.",
        )


def _drop(session: Session, staged: Table) -> None:
    if _is_there(session, staged):
        session.define(DropTable(staged))


def _try_out(session: Session, targets: Sequence[Target]) -> None:
    """Merges nothing: so that a right or an index that is missing shows before anything is read."""
    for target in targets:
        try:
            session.execute(*merging(target, session.dialect.name))
        except AccessDenied as error:
            raise AccessDenied(
                error.message,
                where=f"{session.where}: table {target.table.fullname}",
                hint="Have the database's administrator grant SELECT, INSERT and UPDATE on the table.",
            ) from error
