"""What became of each record of a batch, as the answer says it."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legacy_adapters.core.errors import OutputError
from legacy_adapters.sinks.http.chunks import Chunk
from legacy_adapters.sinks.http.exchange import Answer
from legacy_adapters.sinks.http.settings import Answers
from legacy_adapters.sinks.http.words import telling, tidy

LATER = frozenset({408, 423, 425, 429, 500, 502, 503, 504})
"""What a server says of something that it may take later."""

_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Refused:
    """One of a chunk's records that the server did not take: ``row`` says which, ``words`` are the server's own behind
    ``: ``, if it has any."""

    row: int
    status: int
    words: str


@dataclass(slots=True)
class Told:
    """The rows of a chunk that were refused, those that may be taken later, and those that nothing was said of."""

    refused: dict[int, Refused] = field(default_factory=dict)
    later: list[int] = field(default_factory=list)
    unsaid: list[int] = field(default_factory=list)


def read_answers(chunk: Chunk, answer: Answer, settings: Answers) -> Told:
    """What the answer says of each record. Raises ``OutputError`` for one that is not JSON, that has no such list, or
    that names a record which was not sent."""
    entries = _entries(answer, settings)
    rows = range(len(entries)) if settings.id is None else _rows(chunk, answer, entries, settings.id)
    if settings.id is None and len(entries) != chunk.count:
        message = f"the answer has {len(entries)} entries for {chunk.count} records"
        raise OutputError(message, where=answer.where, hint="State answers.id, if not every record has an entry.")
    told, seen = Told(), set()
    for row, entry in zip(rows, entries, strict=True):
        seen.add(row)
        status = _status(entry, settings)
        if status in LATER:
            told.later.append(row)
        elif not 200 <= status < 300:
            words = tidy(telling(_at(entry, settings.error) if settings.error else entry))
            told.refused[row] = Refused(row, status, f": {words}" if words else "")
    told.unsaid = [row for row in range(chunk.count) if row not in seen]
    return told


def _entries(answer: Answer, settings: Answers) -> Sequence[Any]:
    try:
        whole = json.loads(answer.body)
    except (ValueError, RecursionError):
        kind = tidy(answer.headers.get("content-type", "of no stated kind"))
        hint = "Is it the API that answered, and not a proxy or a page to log in?"
        raise OutputError(
            f"the answer ({answer.status}) is no JSON but {kind}", where=answer.where, hint=hint
        ) from None
    found = _at(whole, settings.path)
    if not isinstance(found, list):
        place = f"at {settings.path}" if settings.path else "at its top"
        hint = "Correct answers.path."
        raise OutputError(f"the answer ({answer.status}) has no list {place}", where=answer.where, hint=hint)
    return found


def _rows(chunk: Chunk, answer: Answer, entries: Sequence[Any], place: str) -> list[int]:
    by_key: dict[str, deque[int]] = {}
    for row, key in enumerate(chunk.frame["key"].to_list()):
        by_key.setdefault(key, deque()).append(row)
    found = []
    for entry in entries:
        key = _at(entry, place)
        rows = by_key.get(key if isinstance(key, str) else json.dumps(key) if key is not _NOTHING else "")
        if rows is None:
            named = "none" if key is _NOTHING else tidy(str(key))
            message = f"the answer speaks of a record that was not sent: {place} is {named}"
            raise OutputError(message, where=answer.where, hint="Correct answers.id and answers.key.")
        # Several changes of one record have their answers in their order.
        found.append(rows.popleft() if len(rows) > 1 else rows[0])
    return found


def _status(entry: Any, settings: Answers) -> int:
    """As of HTTP: 200 for what was taken, 422 for what was not and has no number."""
    if settings.status is None:
        return 422 if settings.error and _at(entry, settings.error) not in (_NOTHING, None, "", [], {}) else 200
    match _at(entry, settings.status):
        case bool(taken):
            return 200 if taken else 422
        case int(status):
            return status
        case str(word) if word in settings.accepted:
            return 200
        case str(word) if word.isascii() and word.isdigit() and len(word) == 3:
            return int(word)
        case _:
            return 422


def _at(value: Any, path: str | None) -> Any:
    """What is at a path, ``_NOTHING`` where there is nothing."""
    for name in path.split(".") if path else ():
        if not isinstance(value, Mapping) or name not in value:
            return _NOTHING
        value = value[name]
    return value
