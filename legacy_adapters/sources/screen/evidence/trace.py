"""Strikes the secrets out of a trace of Playwright's: an ordinary one holds the password ten times.

A trace is a zip file of JSON lines (what was done, snapshots of pages, requests with their headers) and of the bodies
that were sent and received. Pictures of the screen film are left out, as a field that was filled from a secret shows in
them, and so is every body in which something could stand that is not to be found there: packed files, PDF.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from legacy_adapters.core.secrets import STRUCK_OUT, looks_like_a_token
from legacy_adapters.sources.screen.evidence.archive import members, rewritten
from legacy_adapters.sources.screen.evidence.bodies import is_picture, is_text, learn, scrubbed
from legacy_adapters.sources.screen.evidence.headers import header_secrets, shown
from legacy_adapters.sources.screen.evidence.markup import (
    HELD,
    field_secrets,
    is_secret_field,
    without_field_secrets,
)
from legacy_adapters.sources.screen.evidence.parameters import without_parameter_secrets
from legacy_adapters.sources.screen.evidence.striking import Striker

_LINES: Final = (".trace", ".network", ".stacks")
_FILM: Final = "screencast/"

T = TypeVar("T")


def scrubbed_trace(source: Path, target: Path, striker: Striker) -> list[str]:
    """Copies a trace without secrets, and returns the names of the members that were left out.

    ``striker`` learns the cookies and tokens that the trace holds. Raises what ``archive.rewritten`` raises.
    """
    with source.open("rb") as trace:
        for name, data in members(trace):
            _learn(name, data, striker)
    with source.open("rb") as trace, target.open("wb") as made:
        return rewritten(trace, made, lambda name, data: _member(name, data, striker))


def _learn(name: str, data: bytes, striker: Striker) -> None:
    if not name.endswith(_LINES):
        learn(data, striker)
        return
    for secrets in _of_each_line(data, lambda line: list(_secrets_in(line))):
        for secret in filter(looks_like_a_token, secrets):
            striker.add(secret)


def _member(name: str, data: bytes, striker: Striker) -> bytes | None:
    if name.startswith(_FILM):
        return None
    if name.endswith(_LINES):
        lines = _of_each_line(data, _without_secrets)
        return striker.data("".join(lines).encode())
    if is_text(data):
        return scrubbed(data, striker)
    return data if is_picture(data) and striker.sized(data) == data else None


def _of_each_line(data: bytes, made: Callable[[Any], T]) -> Iterator[T]:
    """What is made of the JSON of each line; one that is none, or nested too deep to be looked through, is left out."""
    for line in data.splitlines():
        with suppress(ValueError, RecursionError):
            yield made(json.loads(line))


def _without_secrets(line: Any) -> str:
    """A line as text again; nothing for one that shows a picture of the film."""
    if isinstance(line, dict) and line.get("type") == "screencast-frame":
        return ""
    return json.dumps(_bare(line), separators=(",", ":")) + "\n"


def _secrets_in(value: Any, key: str = "") -> Iterator[str]:
    match value:
        case {"name": str(name), "value": str(text)} if key == "headers":
            yield from header_secrets(name, text)
        case {"name": str(), "value": str(text)} if key == "cookies":
            yield text
        case dict():
            for inner, one in value.items():
                yield from _secrets_in(one, inner)
        case [str(element), dict(attributes), *_] if is_secret_field(element, _by_lower_case(attributes)):
            yield from (str(attributes[name]) for name in HELD & attributes.keys())
        case list():
            for one in value:
                yield from _secrets_in(one, key)
        case str() if "<" in value:
            yield from field_secrets(value)


def _bare(value: Any, key: str = "") -> Any:
    match value:
        case {"name": str(name), "value": str(text)} if key in ("headers", "cookies"):
            return {**value, "value": STRUCK_OUT if key == "cookies" else shown(name, text)}
        case dict():
            return {inner: _bare(one, inner) for inner, one in value.items()}
        case [str(element), dict(attributes), *inside] if is_secret_field(element, _by_lower_case(attributes)):
            struck = {name: STRUCK_OUT if name in HELD else one for name, one in attributes.items()}
            return [element, struck, *(_bare(one) for one in inside)]
        case list():
            return [_bare(one, key) for one in value]
        case str():
            return without_parameter_secrets(without_field_secrets(value))
    return value


def _by_lower_case(attributes: Mapping[str, Any]) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in attributes.items()}
