"""A record that a server did not take, and why."""

from __future__ import annotations

from dataclasses import dataclass

from legacy_adapters.core.errors import OutputError


@dataclass(frozen=True, slots=True)
class Refused:
    """``record`` names it for a person, ``event`` is its event's id, ``words`` the server's own."""

    record: str
    event: str
    status: int
    words: str


SHOWN = 5


def refusal(refused: list[Refused]) -> OutputError:
    """All of them as one error that names the first."""
    lines = [f"{one.record} ({one.status}{one.words})" for one in refused[:SHOWN]]
    more = f", and {len(refused) - SHOWN} more" if len(refused) > SHOWN else ""
    records = "1 record was" if len(refused) == 1 else f"{len(refused):,} records were"
    hint = "The other records were taken. Correct these at the source or in the mapping, and run again."
    return OutputError(f"{records} refused: {'; '.join(lines)}{more}", where=refused[0].record, hint=hint)
