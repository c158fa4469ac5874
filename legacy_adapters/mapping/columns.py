"""The columns of a stream by the names that a pipeline file gives them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeAlias

import pyarrow as pa

from legacy_adapters.core.errors import ConfigError

Column: TypeAlias = "pa.Field[Any]"
"""A column of a source: its name and Arrow type."""


def nearest(name: str, names: list[str]) -> str:
    """A hint with the names most like ``name``, or with all of them where they are few."""
    by_folded = {known.casefold(): known for known in names}
    close = [by_folded[match] for match in get_close_matches(name.casefold(), by_folded, n=3, cutoff=0.6)]
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return "There are: " + ", ".join(names[:40]) + (", …" if len(names) > 40 else "")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a stream; names match exactly, or else without regard to case where that is unambiguous."""

    schema: pa.Schema

    @property
    def names(self) -> list[str]:
        """The names, in the source's order."""
        return list(self.schema.names)

    def find(self, name: str, where: str) -> Column:
        """The column called ``name``. Raises ``ConfigError`` with the nearest names if there is none."""
        found = self.get(name, where)
        if found is None:
            raise ConfigError(f"there is no column {name!r}", where=where, hint=nearest(name, self.names))
        return found

    def get(self, name: str, where: str) -> Column | None:
        """The column called ``name``, if there is one. Raises ``ConfigError`` if there are several."""
        alike = [known for known in self.names if known.casefold() == name.casefold()]
        exact = [known for known in alike if known == name] or alike
        if len(exact) > 1:
            hint = f"There are: {', '.join(exact)}. Upper and lower case must match here."
            raise ConfigError(f"column {name!r} is ambiguous", where=where, hint=hint)
        return self.schema.field(exact[0]) if exact else None
