"""What a server says of a refusal, in its own words, made fit to be shown."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from legacy_adapters.core.secrets import scrub

if TYPE_CHECKING:
    from legacy_adapters.sinks.http.exchange import Answer

LONGEST = 300
"""Characters of a server's words that are shown."""

_TELLING = ("error_description", "detail", "message", "title", "error", "errors", "description", "reason")
_TAGS = re.compile(r"(?is)<(script|style|head)\b.*?</\1\s*>|<[^>]*>")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def words_of(answer: Answer) -> str:
    """``: `` and the words, or nothing at all where there are none."""
    text = answer.body[: 64 * 1024].decode("utf-8", "replace")
    try:
        found = telling(json.loads(text))
    except (ValueError, RecursionError):
        found = _TAGS.sub(" ", text) if "<" in text else text
    return f": {plain}" if (plain := tidy(found)) else ""


def telling(value: object) -> str:
    """The part of a JSON value that says what is wrong; all of it where no name is known."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        found = next((value[name] for name in _TELLING if value.get(name)), None)
        if found is not None:
            return telling(found)
    return "" if value in (None, [], {}) else json.dumps(value, ensure_ascii=False)


def tidy(text: str) -> str:
    """On one line, not too long, without secrets."""
    # Struck out before it is cut: half a secret would not be known.
    text = _SPACE.sub(" ", scrub(text)).strip()
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
