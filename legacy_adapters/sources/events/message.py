"""Messages of a queue taken apart: one event in binary or structured mode, or a batch of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from legacy_adapters.queues.cloudevents import BATCHED, STRUCTURED

_PREFIXES: Final = ("ce-", "ce_", "cloudevents:", "cloudevents_")
"""What the names of attributes begin with in the headers of messages, by CloudEvents' bindings."""

SPECVERSION: Final = "specversion"


class Message(NamedTuple):
    """A message as a queue has it. ``place`` is what the queue knows it by, the same when it comes again; ``headers``
    has its properties, and in binary mode the event's attributes."""

    place: str
    body: bytes
    headers: Mapping[str, str]
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it came, or what came in the place of one.

    ``attributes`` has all members but the data, as JSON has them; it is empty for what is no event, and ``problem``
    says why. ``data``'s numbers are exact: whole ones as ``int``, others as ``Decimal``.
    """

    attributes: Mapping[str, object]
    data: object
    message: Message
    problem: str = ""

    @property
    def whole(self) -> str:
        """All of it as text, for a person: nothing is left out."""
        if not self.attributes:
            return self.message.body.decode("utf-8", "backslashreplace")
        return json.dumps({**self.attributes, "data": self.data}, ensure_ascii=True, default=str)


def events_of(message: Message) -> Iterator[Event]:
    """The events of a message, in order; what is none is an event with a problem."""
    attributes = attributes_in(message.headers)
    try:
        found = json.loads(message.body, parse_float=Decimal, parse_constant=_refused, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        said = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        yield Event({}, None, message, f"no JSON: {said}")
        return
    kind = message.content_type.partition(";")[0].strip().lower()
    if kind == BATCHED or (isinstance(found, list) and SPECVERSION not in attributes):
        yield from _batch(found, message)
    elif SPECVERSION in attributes and kind != STRUCTURED:
        yield Event(attributes, found, message)
    else:
        yield _structured(found, message)


def attributes_in(headers: Mapping[str, str]) -> dict[str, object]:
    """The attributes of an event among the headers of its message; empty where it is not in binary mode."""
    found: dict[str, object] = {}
    for header, value in headers.items():
        name = header.lower()
        prefix = next((one for one in _PREFIXES if name.startswith(one)), None)
        if prefix is not None:
            found[name.removeprefix(prefix)] = value
    return found


def _batch(found: object, message: Message) -> Iterator[Event]:
    if not isinstance(found, list):
        yield Event({}, None, message, "a batch of events is an array")
        return
    for one in found:
        yield _structured(one, message)


def _structured(found: object, message: Message) -> Event:
    if not isinstance(found, dict):
        return Event({}, None, message, "an event is an object")
    data = found.pop("data", None)
    if not found:
        return Event({}, None, message, "an event has attributes")
    return Event(found, data, message)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a member stands twice in an object")
    return found


def _refused(word: str) -> None:
    raise ValueError(f"{word} is no number")
