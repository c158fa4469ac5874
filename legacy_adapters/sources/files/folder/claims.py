"""The name that a claimed file has: ``.BUCH.TXT.claimed-OWNER@20260131T031500Z`` beside where it was left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from legacy_adapters.sources.files.folder.names import as_owner, joined, split_name

_CLAIMED = re.compile(r"\A\.(?P<name>.+)\.claimed-(?P<owner>[A-Za-z0-9%._~-]+)@(?P<since>\d{8}T\d{6}Z)\Z", re.DOTALL)
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Claim:
    """That a runner has taken a file for itself: the file's original name, whose it is, and since when.

    The moment is part of the name because two machines' clocks and file systems do not agree on when a file was
    renamed, and so that a new file may be claimed while an earlier one of the same name still is.
    """

    original: str
    owner: str
    since: datetime

    @classmethod
    def by(cls, original: str, owner: str, now: datetime) -> Claim:
        """A claim of ``owner`` (as the pipeline calls it) that begins now."""
        return cls(original, as_owner(owner), now.astimezone(UTC).replace(microsecond=0))

    @classmethod
    def of(cls, name: str) -> Claim | None:
        """The claim that a name stands for; None for any other name."""
        folder, last = split_name(name)
        found = _CLAIMED.match(last) if ".claimed-" in last else None
        if found is None:
            return None
        try:
            since = datetime.strptime(found["since"], _TIME).replace(tzinfo=UTC)
        except ValueError:
            return None
        return cls(joined(folder, found["name"]), found["owner"], since)

    @property
    def name(self) -> str:
        """The name of the claimed file."""
        folder, last = split_name(self.original)
        return joined(folder, f".{last}.claimed-{self.owner}@{self.since.strftime(_TIME)}")
