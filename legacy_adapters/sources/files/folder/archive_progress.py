"""Which members of an archive are dealt with: it is put away as a whole once all of them are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Fate: TypeAlias = Literal["put away", "quarantined", "released"]


@dataclass(slots=True)
class ArchiveProgress:
    """By the name that an archive is held under; forgotten with the process, as the next one finds the archive's
    members waiting again and knows those that it has read."""

    fates: dict[str, dict[str, Fate]] = field(default_factory=dict)

    def deal(self, held: str, member: str, fate: Fate, all_members: Iterable[str]) -> Fate | None:
        """Notes what became of a member. What becomes of the archive, once it was the last one: released if one is,
        else to quarantine if one is, else put away."""
        fates = self.fates.setdefault(held, {})
        fates[member] = fate
        if not set(all_members) <= fates.keys():
            return None
        del self.fates[held]
        for worst in ("released", "quarantined"):
            if worst in fates.values():
                return "released" if worst == "released" else "quarantined"
        return "put away"
