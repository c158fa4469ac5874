"""Answers requests from a recording, in the place of the application."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.saved.asked import Asked, asked
from legacy_adapters.sources.screen.saved.exchange import Answer, AskedFor
from legacy_adapters.sources.screen.saved.hosts import Hosts, name_of, netloc_of, number_of
from legacy_adapters.sources.screen.saved.index import Entry, read_index
from legacy_adapters.sources.screen.saved.likeness import Likeness, Likenesses
from legacy_adapters.sources.screen.saved.recording import DECORATION

_DOT: Final = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class _Recorded:
    entry: Entry
    asked: Asked
    host: int


@dataclass(slots=True)
class Replay:
    """A recording that answers. Used by one thread; each exchange answers once, but for what always was the same.

    ``volatile`` names values that differ every time, besides those that always do; see ``likeness``.
    """

    folder: Path
    volatile: Iterable[str] = ()
    refused: list[str] = field(default_factory=list, init=False)
    """What was asked for and not recorded, with what was expected next."""
    loose: list[str] = field(default_factory=list, init=False)
    """What was answered only because it was the next request for the same page."""
    _entries: list[_Recorded] = field(init=False)
    _likenesses: Likenesses = field(init=False)
    _hosts: Hosts = field(default_factory=Hosts, init=False)
    _used: set[int] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        """Raises ``ConfigError`` where there is no recording that can be read, or not all of it."""
        self._entries = [_Recorded(entry, entry.asked, number_of(entry.url)) for entry in read_index(self.folder)]
        for one in self._entries:
            if one.entry.file and not (self.folder / one.entry.file).is_file():
                hint = "record it again with `screen record`"
                message = f"a page of the recording is missing: that of {one.asked}"
                raise ConfigError(message, where=str(self.folder / one.entry.file), hint=hint)
        self._likenesses = Likenesses.with_names(self.volatile)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Names that stand for hosts in the recording: a link to a host that was not asked yet leads to one of them, so
        that a browser must be allowed to ask for it."""
        return tuple(sorted({name_of(one.host) for one in self._entries}))

    def answer(self, request: AskedFor) -> Answer | None:
        """The recorded answer, or None: ``refused`` then says why."""
        netloc = netloc_of(request.url)
        host = self._host(netloc, request)
        now = asked(
            request.method,
            self._hosts.hidden(request.url.encode("utf-8", "replace")).decode("utf-8", "replace"),
            self._hosts.hidden(request.body or b""),
        )
        number = self._found(now, host) if host is not None else None
        if number is None:
            if request.kind in DECORATION:
                return _stand_in(request.kind)
            self._refuse(now)
            return None
        self._used.add(number)
        return self._answer(self._entries[number].entry, netloc)

    def check(self) -> None:
        """Raises ``SourceChanged`` if anything was refused, with the first of it."""
        if self.refused:
            raise SourceChanged(
                self.refused[0],
                where=str(self.folder),
                hint="if the recipe was changed on purpose, record its pages again with `screen record`",
            )

    def _host(self, netloc: str, request: AskedFor) -> int | None:
        """The recorded host that one of this run stands for: the first that has the page which is asked for first."""
        number = self._hosts.number(netloc)
        if number is not None:
            return number
        if netloc in self.hosts:
            return self._hosts.add(netloc, number_of(request.url))
        path = asked(request.method, request.url, b"").path
        having = [one.host for one in self._entries if self._likenesses.same_path(one.asked.path, path)]
        free = [one for one in having if one not in self._hosts.taken()]
        found = next(iter(free or having), None)
        return None if found is None else self._hosts.add(netloc, found)

    def _found(self, now: Asked, host: int) -> int | None:
        alike: dict[Likeness, list[int]] = {"exact": [], "but for volatile values": [], "same page": []}
        for number, recorded in enumerate(self._entries):
            likeness = self._likenesses.of(recorded.asked, now) if recorded.host == host else None
            if likeness is not None:
                alike[likeness].append(number)
        for number in (*alike["exact"], *alike["but for volatile values"]):
            if number not in self._used:
                return number
        again = alike["exact"] or alike["but for volatile values"]
        if again and now.method == "GET" and self._always_the_same(again):
            return again[0]
        found = next((number for number in alike["same page"] if number not in self._used), None)
        if found is not None:
            self.loose.append(scrub(f"{now} was answered as {self._entries[found].asked}"))
        return found

    def _always_the_same(self, numbers: list[int]) -> bool:
        answers = [self._entries[number].entry for number in numbers]
        first = answers[0]
        return all((one.status, one.headers, one.file) == (first.status, first.headers, first.file) for one in answers)

    def _answer(self, entry: Entry, netloc: str) -> Answer | None:
        if entry.lost:
            self.refused.append(f"{entry.asked} was recorded without its answer, which was too large or gone")
            return None
        body = (self.folder / entry.file).read_bytes() if entry.file else b""
        headers = {
            name: self._hosts.shown(value.encode(), netloc).decode("utf-8", "replace")
            for name, value in entry.headers.items()
        }
        return Answer(entry.status, headers, self._hosts.shown(body, netloc))

    def _refuse(self, now: Asked) -> None:
        left = [one.asked for number, one in enumerate(self._entries) if number not in self._used]
        if left:
            more = f" (and {len(left) - _SHOWN} more)" if len(left) > _SHOWN else ""
            expected = "expected next: " + "; ".join(map(str, left[:_SHOWN])) + more
        else:
            expected = f"all {len(self._entries)} recorded requests were answered before"
        self.refused.append(scrub(f"{now} was not recorded; {expected}"))


def _stand_in(kind: str) -> Answer:
    """What is answered where there was no need to record it."""
    return Answer(200, {"content-type": "image/gif"}, _DOT) if kind == "image" else Answer(404)
