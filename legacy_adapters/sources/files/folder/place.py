"""Where a file that was taken lies, as a text that outlives the process: it is kept in the ledger."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from legacy_adapters.core.errors import StateMismatch


@dataclass(frozen=True, slots=True)
class Place:
    """A file that was taken: its ``original`` name and the one it is ``held`` under (the same where it was not
    claimed), its hash and stamp as it was read, the ``member`` of it if it is an archive, the name and stamp of
    its ``trigger`` file, and those of the files that belong to it and lie ``beside`` it."""

    original: str
    held: str
    digest: str
    stamp: str
    member: str | None = None
    trigger: tuple[str, str] | None = None
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def claimed(self) -> bool:
        """Whether it has a claim's name."""
        return self.held != self.original

    def to_text(self) -> str:
        """As ASCII, also where a name is no UTF-8."""
        return json.dumps({"v": 1, **asdict(self)})

    @classmethod
    def of(cls, text: str) -> Place:
        """Back again. Raises ``StateMismatch`` for a text that is none of ours."""
        try:
            found = json.loads(text)
            version = found.pop("v")
            trigger = found.pop("trigger", None)
            beside = tuple((name, stamp) for name, stamp in found.pop("beside", ()))
            place = cls(**found, trigger=None if trigger is None else (trigger[0], trigger[1]), beside=beside)
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            raise StateMismatch("the place of a file is not readable", where=text[:200]) from error
        if version != 1:
            raise StateMismatch("the place of a file was written by a newer version", where=text[:200])
        return place
