"""What the attributes of an event say of its record: id, operation, sequence, and where it came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote

from legacy_adapters.queues.cloudevents import SPEC_VERSION, major, read_event_type, source_uri
from legacy_adapters.schema.entity import Entity
from legacy_adapters.sources.events.cells import is_text, shown
from legacy_adapters.sources.events.message import Event

_LARGEST: Final = 2**63 - 1
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|z|[+-]\d\d:\d\d)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,19}", re.ASCII)


class Envelope(NamedTuple):
    """The envelope of one event's record, with its columns in the order of ``core.records.ENVELOPE``."""

    record_id: str | None
    operation: str
    sequence: int
    origin: str | None
    source_id: str
    run_id: str
    extracted_at: datetime
    source_modified_at: datetime | None
    schema_version: str


class Fault(Exception):
    """Why an event cannot go on: a code of ``REASONS``, the attribute or field at fault, and its value."""

    def __init__(self, code: str, member: str, value: str = "") -> None:
        super().__init__(code, member, value)
        self.code, self.member, self.value = code, member, value


def envelope_of(event: Event, entity: Entity) -> Envelope:
    """The envelope of an event of this entity's records. Raises ``Fault`` for one that is not of them."""
    if event.problem:
        raise Fault("no_event", "event", event.problem)
    given = event.attributes
    if given.get("specversion") != SPEC_VERSION:
        raise Fault("no_event", "specversion", shown(given.get("specversion")))
    kind = read_event_type(_text(given, "type"))
    if kind is None:
        raise Fault("no_event", "type", shown(given["type"]))
    name, operation, version = kind
    if name != entity.name:
        raise Fault("other_entity", "type", shown(given["type"]))
    if version != major(entity.version):
        raise Fault("other_version", "type", shown(given["type"]))
    record_id, subject = _optional(given, "recordid"), _optional(given, "subject")
    modified = _optional(given, "sourcemodifiedat")
    return Envelope(
        record_id=record_id,
        operation=operation,
        sequence=_sequence(given),
        origin=_optional(given, "origin"),
        source_id=_source_id(_text(given, "source"), record_id, subject),
        run_id=_text(given, "runid"),
        extracted_at=_moment(_text(given, "time"), "time", zoned=True),
        source_modified_at=None if modified is None else _moment(modified, "sourcemodifiedat", zoned=False),
        schema_version=_text(given, "schemaversion"),
    )


def event_id(event: Event) -> str | None:
    """What the event is known by; None for what has no id."""
    found = event.attributes.get("id")
    return found if isinstance(found, str) and found and is_text(found) else None


def _text(given: Mapping[str, object], name: str) -> str:
    found = _optional(given, name)
    if not found:
        raise Fault("required_missing", name)
    return found


def _optional(given: Mapping[str, object], name: str) -> str | None:
    found = given.get(name)
    if found is None or (isinstance(found, str) and is_text(found)):
        return found
    raise Fault("wrong_type", name, shown(found))


def _sequence(given: Mapping[str, object]) -> int:
    found = given.get("sequence")
    if found is None:
        raise Fault("required_missing", "sequence")
    if type(found) is int:
        number = found
    elif isinstance(found, str) and _NUMBER.fullmatch(found):
        number = int(found)
    else:
        raise Fault("not_an_integer", "sequence", shown(found))
    if not 0 <= number <= _LARGEST:
        raise Fault("number_too_large", "sequence", shown(found))
    return number


@lru_cache(maxsize=1024)
def _moment(text: str, name: str, *, zoned: bool) -> datetime:
    """In UTC if it has a zone, which it must or must not have."""
    found = _MOMENT.fullmatch(text)
    if found is None or bool(found[2]) != zoned:
        raise Fault("not_a_date", name, shown(text))
    try:
        moment = datetime.fromisoformat(text.upper())
        return moment.astimezone(UTC) if zoned else moment
    except (ValueError, OverflowError):
        raise Fault("not_a_date", name, shown(text)) from None


def _source_id(uri: str, record_id: str | None, subject: str | None) -> str:
    """The source id that the URI was made of. Where a percent sign could be the id's own, the record's id, which
    begins with it, tells."""
    if record_id is not None and subject is not None and record_id.endswith(f"/{subject}"):
        begins = record_id.removesuffix(f"/{subject}")
        if source_uri(begins) == uri:
            return begins
    plain = unquote(uri)
    return plain if source_uri(plain) == uri else uri
