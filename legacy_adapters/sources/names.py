"""Names are found exactly, or else without regard to case where that is unambiguous; what is not found is answered with
the nearest names."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from legacy_adapters.core.errors import ConfigError

SHOWN_NAMES = 5


def find_name(wanted: str, names: Iterable[str], what: str, where: str) -> str:
    """The name that is meant. Raises ``ConfigError`` with the nearest ones, or where two differ only in case."""
    known = list(names)
    if wanted in known:
        return wanted
    alike = [name for name in known if name.casefold() == wanted.casefold()]
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise ConfigError(f"{what} {wanted!r} could be {' or '.join(alike)}", where=where, hint="Write it exactly.")
    folded = {name.casefold(): name for name in known}
    near = [folded[name] for name in get_close_matches(wanted.casefold(), folded, n=SHOWN_NAMES, cutoff=0.5)]
    if near:
        hint = f"Did you mean {', '.join(near)}?"
    elif known:
        hint = f"There are {', '.join(known[:SHOWN_NAMES])}{' …' if len(known) > SHOWN_NAMES else ''}."
    else:
        hint = "There are none."
    raise ConfigError(f"there is no {what} {wanted!r}", where=where, hint=hint)
