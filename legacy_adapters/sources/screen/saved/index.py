"""The index of a recording: one line of JSON for each exchange, in the order in which they were seen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.screen.saved.asked import Asked, Pairs, asked
from legacy_adapters.sources.screen.saved.hosts import number_of

INDEX: Final = "index.jsonl"
BODIES: Final = "bodies"
FORMAT: Final = 1
_BODY: Final = re.compile(BODIES + r"/[0-9a-z]+\.[a-z]+")
_FIRST: Final = {"recording": "legacy-adapters", "format": FORMAT}
_AGAIN: Final = "record it again with `screen record`"


@dataclass(frozen=True, slots=True)
class Entry:
    """One exchange: ``url`` with names in the place of hosts, ``sent`` the values of the request's body, ``file`` the
    answer's body (empty: there is none), ``lost`` if there was one that could not be kept."""

    method: str
    url: str
    sent: Pairs
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    lost: bool = False

    @property
    def asked(self) -> Asked:
        """What was asked for, to be compared."""
        address = asked(self.method, self.url, b"")
        return Asked(address.method, address.path, address.values + self.sent)


def index_text(entries: Iterable[Entry]) -> str:
    """The index as text: the same for the same exchanges."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (_FIRST, *map(_line, entries)))


def read_index(folder: Path) -> list[Entry]:
    """The exchanges of a recording. Raises ``ConfigError`` where there is none, or one that cannot be read."""
    path = folder / INDEX
    try:
        # Only a newline ends a line: a value may hold what else Python takes for the end of one.
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except OSError as error:
        raise ConfigError(f"there is no recording: {error.strerror}", where=str(path), hint=_AGAIN) from None
    except UnicodeDecodeError:
        raise ConfigError("the index is no text in UTF-8", where=str(path), hint=_AGAIN) from None
    entries = []
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            if number == 1:
                _check_format(entry, path)
            else:
                entries.append(_entry(entry))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ConfigError(f"no line of a recording: {error!r}", where=f"{path}:{number}", hint=_AGAIN) from None
    return entries


def _check_format(first: Any, path: Path) -> None:
    if first != _FIRST:
        message = f"a recording of another format: {first.get('format')!r} and not {FORMAT}"
        raise ConfigError(message, where=f"{path}:1", hint=_AGAIN)


def _line(entry: Entry) -> dict[str, Any]:
    line: dict[str, Any] = {"method": entry.method, "url": entry.url}
    if entry.sent:
        line["sent"] = [list(pair) for pair in entry.sent]
    line["status"] = entry.status
    if entry.headers:
        line["headers"] = dict(sorted(entry.headers.items()))
    if entry.file:
        line["file"] = entry.file
    if entry.lost:
        line["lost"] = True
    return line


def _entry(line: dict[str, Any]) -> Entry:
    entry = Entry(
        method=str(line["method"]),
        url=str(line["url"]),
        sent=tuple((str(name), str(value)) for name, value in line.get("sent", ())),
        status=int(line["status"]),
        headers={str(name): str(value) for name, value in line.get("headers", {}).items()},
        file=str(line.get("file", "")),
        lost=bool(line.get("lost", False)),
    )
    # What is damaged is to be told with its line, and not in the middle of a run.
    number_of(entry.url)
    if entry.file and not _BODY.fullmatch(entry.file):
        raise ValueError(f"{entry.file!r} is no file of a recording")
    return entry
