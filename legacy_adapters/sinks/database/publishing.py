"""What waits for one table is merged into it, and what the database answers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from legacy_adapters.core.protocols import Receipt, Refusal
from legacy_adapters.sinks.answered import Answered
from legacy_adapters.sinks.database.merge import tidying
from legacy_adapters.sinks.database.refused import NotMerged, merge
from legacy_adapters.sinks.database.returned import returned
from legacy_adapters.sinks.database.session import Session
from legacy_adapters.sinks.database.tables import Target


def merged(session: Session, target: Target, answer: str) -> Answered:
    """Merges, within the transaction: a receipt for all that was taken, states that newer ones replace as well, and the
    refusals. Raises ``OutputError`` for too many of them, ``Unavailable``."""
    answered = Answered()
    waiting, low, high = _waiting(session, target)
    session.execute(*tidying(target, session.dialect.name))
    refused = merge(session, target)
    for row in refused:
        answered.refuse(Refusal(returned(session, target, row.record_id, row.sequence), row.words))
    if waiting > len(refused):
        if refused:
            _, low, high = _waiting(session, target, but=refused)
        answered.take(Receipt(target.entity, waiting - len(refused), low, high, answer))
    return answered


def _waiting(session: Session, target: Target, but: Sequence[NotMerged] = ()) -> tuple[int, int, int]:
    """How many rows there are, and the lowest and the highest of their numbers."""
    sequence = target.staged.c.sequence
    query = select(func.count(), func.min(sequence), func.max(sequence)).select_from(target.staged)
    if but:
        query = query.where(sequence.not_in([row.sequence for row in but]))
    count, low, high = session.rows(query)[0]
    return int(count), int(low or 0), int(high or 0)
