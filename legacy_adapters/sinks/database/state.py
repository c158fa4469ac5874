"""What the database remembers of our runs, in a table of its own, in one transaction with the data."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Column, Integer, MetaData, String, Table, delete, insert, select, update
from sqlalchemy.schema import CreateTable

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.core.protocols import Token
from legacy_adapters.sinks.database.session import Session

NAME: Final = "legacy_adapters_state"

_LOST: Final = (
    "Restore the one that is older. To deliver everything anew move the ledger away; records that are there are "
    "brought up to date, none is doubled with mode: upsert."
)


@dataclass(frozen=True, slots=True)
class DatabaseToken:
    """What is durable: so many commits of a run. ``series`` is what all runs of a pipeline have in common, from the
    first one on; ``began`` orders them."""

    series: str
    run: str
    began: str
    commits: int

    def dump(self) -> Token:
        """As text for the ledger."""
        return json.dumps({"version": 1, "kind": "database"} | asdict(self), separators=(",", ":"))

    @classmethod
    def load(cls, token: Token) -> DatabaseToken:
        """From the ledger's text. Raises ``StateMismatch`` where it is not one of a database sink."""
        try:
            whole = json.loads(token)
            return cls(str(whole["series"]), str(whole["run"]), str(whole["began"]), int(whole["commits"]))
        except (ValueError, KeyError, TypeError) as error:
            hint = (
                "The sink's kind may have changed since that run: give the pipeline another name, or move the ledger."
            )
            raise StateMismatch("the ledger's account of the output is not one of a database", hint=hint) from error


@dataclass(frozen=True, slots=True)
class Row:
    """What the table says of a series: the last run, how many commits of it there are, and the last run that is
    published, with when it began."""

    run: str
    commits: int
    published: str | None
    published_began: str | None


class State:
    """The rows of ``legacy_adapters_state``: one for each pipeline."""

    def __init__(self, session: Session, schema: str | None) -> None:
        self._session = session
        self._table = Table(
            NAME,
            MetaData(),
            Column("series", String(100), primary_key=True),
            Column("run_id", String(100), nullable=False),
            Column("commits", Integer, nullable=False, autoincrement=False),
            Column("published_run", String(100)),
            Column("published_began", String(40)),
            Column("changed_at", String(40), nullable=False),
            schema=schema,
            mysql_engine="InnoDB",
            mysql_charset="utf8mb4",
        )

    def create(self) -> None:
        """Creates the table if it is missing. Raises ``AccessDenied``."""
        if self._session.columns(self._table) is None:
            self._session.define(CreateTable(self._table))

    def row(self, series: str) -> Row | None:
        """What is known of a series."""
        kept = self._table.c
        columns = (kept.run_id, kept.commits, kept.published_run, kept.published_began)
        found = self._session.rows(select(*columns).where(kept.series == series))
        return Row(*found[0]) if found else None

    def save(self, series: str, row: Row) -> None:
        """Within the transaction."""
        self._session.execute(
            delete(self._table).where(self._table.c.series == series),
            insert(self._table).values(
                series=series,
                run_id=row.run,
                commits=row.commits,
                published_run=row.published,
                published_began=row.published_began,
                changed_at=datetime.now(UTC).isoformat(timespec="seconds"),
            ),
        )

    def begin(self, token: DatabaseToken, known: DatabaseToken | None, *, newer_is_fine: bool) -> None:
        """A run that begins. Raises ``StateMismatch`` where the database is not as the last run left it.

        ``newer_is_fine``: whether a run that the ledger does not know does no harm.
        """
        row = self.row(token.series)
        if known is not None:
            self._compare(row, known, newer_is_fine=newer_is_fine)
        published = (row.published, row.published_began) if row else (None, None)
        self.save(token.series, Row(token.run, 0, *published))

    def _compare(self, row: Row | None, known: DatabaseToken, *, newer_is_fine: bool) -> None:
        if row is None or row.published is None:
            said = f"the database knows nothing of run {known.run}, which the ledger has as delivered"
            raise StateMismatch(said, where=self._session.where, hint=_LOST)
        if row.published == known.run:
            return
        if (row.published_began or "") < known.began:
            said = f"the database was last delivered to by run {row.published}, before run {known.run} of the ledger"
            raise StateMismatch(said, where=self._session.where, hint=_LOST)
        if not newer_is_fine:
            hint = (
                "The ledger may be an older copy: restore the newer one. If that run was given up, its rows can be "
                f"deleted by their run_id, and published_run in {NAME} set to {known.run}."
            )
            said = f"the database was delivered to by run {row.published}, which the ledger does not know"
            raise StateMismatch(said, where=self._session.where, hint=hint)

    def resume(self, token: DatabaseToken, *, publishing: bool) -> bool:
        """A run that goes on from ``token``. Returns whether it is published already. Raises ``StateMismatch``."""
        row = self.row(token.series)
        if row is None or row.run != token.run or row.commits < token.commits:
            has = "nothing of it" if row is None or row.run != token.run else f"{row.commits} commits"
            said = f"the ledger has {token.commits} commits of run {token.run}, the database {has}"
            raise StateMismatch(said, where=self._session.where, hint="Begin the run anew (--full).")
        published = row.published == token.run
        if published and not publishing:
            said = f"run {token.run} is published here, and not in the ledger, which may be an older copy"
            raise StateMismatch(said, where=self._session.where, hint="Restore the newer ledger.")
        if not published:
            self.save(token.series, replace(row, commits=token.commits))
        return published

    def committed(self, token: DatabaseToken) -> None:
        """So many commits of the run, with this transaction."""
        kept = self._table.c
        self._session.execute(update(self._table).where(kept.series == token.series).values(commits=token.commits))

    def publish(self, token: DatabaseToken) -> None:
        """The run is published, with this transaction."""
        self.save(token.series, Row(token.run, token.commits, token.run, token.began))
