"""``{year}`` in the texts of a recipe: parameters, and what a step reads on the way, filled in when it is done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final
from urllib.parse import quote

from legacy_adapters.core.errors import ConfigError

# A name begins with a letter, so that the {2} of a regular expression is none.
_NAME: Final = re.compile(r"\{([A-Za-z_][\w .-]*)\}")

_WHOLE: Final = re.compile(r"\{[A-Za-z_][\w .-]*\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """``text`` with every ``{name}`` replaced. Raises ``ConfigError`` for one that is not there."""
    return _NAME.sub(lambda found: _value(found[1], text, values), text)


def filled_address(text: str, values: Mapping[str, str]) -> str:
    """An address with every ``{name}`` replaced and quoted; one that begins with a name or is nothing else begins with
    its value as it is, as that is an address itself."""
    head = _WHOLE.match(text)
    if head is None:
        return _quoted(text, values)
    return filled(head[0], values) + _quoted(text[head.end() :], values)


def names(text: str) -> list[str]:
    """The names that are to be filled in."""
    return _NAME.findall(text)


def _quoted(text: str, values: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: quote(_value(found[1], text, values), safe=""), text)


def _value(name: str, text: str, values: Mapping[str, str]) -> str:
    if name in values:
        return values[name]
    near = get_close_matches(name, values, n=1)
    known = f"There are {', '.join(sorted(values))}." if values else "The recipe has no `params`."
    raise ConfigError(
        f"{{{name}}} in {text!r} is no parameter of the recipe",
        where="recipe",
        hint=f"Did you mean {{{near[0]}}}? {known}" if near else known,
    )
