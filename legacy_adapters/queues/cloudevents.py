"""The words that events are written in by one end of a queue and read by the other: CloudEvents 1.0 in JSON."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

SPEC_VERSION: Final = "1.0"

STRUCTURED: Final = "application/cloudevents+json"
BATCHED: Final = "application/cloudevents-batch+json"
DATA_CONTENT_TYPE: Final = "application/json"
"""What the data of an event is, and so the body of a message in binary mode."""

_OF_A_URI = "-._~:/?#[]@!$&'()*+,;=%"
_TYPE = re.compile(r"accounting\.([a-z][a-z0-9_]*)\.(upserted|deleted)\.v([0-9]{1,9})")


def event_type(entity: str, operation: str, schema_version: str) -> str:
    """What happened to which entity: ``accounting.gl_line.upserted.v1``."""
    done = "deleted" if operation == "delete" else "upserted"
    return f"accounting.{entity}.{done}.v{major(schema_version)}"


def read_event_type(text: str) -> tuple[str, str, str] | None:
    """Entity, operation and major version of the schema that a type says; None for the type of some other event."""
    found = _TYPE.fullmatch(text)
    return found and (found[1], "delete" if found[2] == "deleted" else "upsert", found[3])


def major(schema_version: str) -> str:
    """The part of an entity's version that changes when old records no longer fit."""
    return schema_version.partition(".")[0] or "1"


def source_uri(source_id: str) -> str:
    """A source id as the URI reference that an event's source has to be."""
    return quote(source_id, safe=_OF_A_URI)
