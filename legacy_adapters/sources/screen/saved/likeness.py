"""When a request is one that was recorded: exactly, or but for what differs in every session."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from legacy_adapters.core.secrets import STRUCK_OUT
from legacy_adapters.sources.screen.evidence.parameters import is_secret_parameter
from legacy_adapters.sources.screen.saved.asked import Asked, Pairs

Likeness: TypeAlias = Literal["exact", "but for volatile values", "same page"]

VOLATILE: Final = (
    "__VIEWSTATE",
    "__VIEWSTATEGENERATOR",
    "__EVENTVALIDATION",
    "__PREVIOUSPAGE",
    "javax.faces.ViewState",
    "_",
    "ts",
    "timestamp",
    "rnd",
    "rand",
    "random",
    "nocache",
    "cachebuster",
)
"""Names of values that differ in every session or every moment, besides those of passwords and tokens. Compared
without regard to case; of ``__VIEWSTATE`` in pieces (``__VIEWSTATE1``) and of JSON (``form.ts``) the name itself."""

_NUMBER: Final = re.compile(r"[\d.]{5,}")


@dataclass(frozen=True, slots=True)
class Likenesses:
    """Compares requests; ``volatile`` are the names that a recipe adds to the list."""

    volatile: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def with_names(cls, names: Iterable[str] = ()) -> Likenesses:
        """With the names that always differ, and some more."""
        return cls(frozenset(name.lower() for name in (*VOLATILE, *names)))

    def of(self, recorded: Asked, now: Asked) -> Likeness | None:
        """How much a request is like one that was recorded. What was struck out there may be anything now."""
        if recorded.method != now.method or not self.same_path(recorded.path, now.path):
            return None
        if _all_fit(recorded.values, now.values):
            return "exact"
        if _all_fit(self._lasting(recorded.values), self._lasting(now.values)):
            return "but for volatile values"
        return "same page" if self._names(recorded) == self._names(now) else None

    @staticmethod
    def same_path(recorded: str, now: str) -> bool:
        """Whether a path is the one that was recorded."""
        return _fits(recorded, now)

    def _lasting(self, values: Pairs) -> Pairs:
        return tuple((name, value) for name, value in values if not self._is_volatile(name, value))

    def _names(self, asked: Asked) -> set[str]:
        return {name for name, _ in self._lasting(asked.values)}

    def _is_volatile(self, name: str, value: str) -> bool:
        if not value and _NUMBER.fullmatch(name):
            # A moment or a random number alone: ?1699999999.
            return True
        own = name.rpartition(".")[2].lower()
        return not self.volatile.isdisjoint({name.lower(), own, own.rstrip("0123456789")}) or is_secret_parameter(name)


def _all_fit(recorded: Pairs, now: Pairs) -> bool:
    return len(recorded) == len(now) and all(
        name == name_now and _fits(value, value_now)
        for (name, value), (name_now, value_now) in zip(recorded, now, strict=True)
    )


def _fits(recorded: str, now: str) -> bool:
    if STRUCK_OUT not in recorded:
        return recorded == now
    return re.fullmatch(".*".join(map(re.escape, recorded.split(STRUCK_OUT))), now, re.DOTALL) is not None
