"""Changes only the version that was seen: by ETag and If-Match."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.http.exchange import Answer

Ask: TypeAlias = Callable[[str, str, bytes | None, dict[str, str]], Answer]

MOST_TRIES = 3
_CHANGED = 412
_ABSENT = (404, 410)


class Precondition:
    """Asks for the version of a thing before it is changed. One that somebody else changed meanwhile is looked at
    again, a few times."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def ask(self, method: str, url: str, content: bytes | None, headers: dict[str, str]) -> Answer:
        """The answer to the change; 412 where the thing kept changing. Raises ``ConfigError`` for a server that has
        no ETag, and as the exchange does."""
        if method == "POST":
            return self._ask(method, url, content, headers)
        for tries_left in reversed(range(MOST_TRIES)):
            seen = self._ask("HEAD", url, None, {"Accept": headers.get("Accept", "*/*")})
            if seen.status in _ABSENT:
                condition = {"If-None-Match": "*"} if method == "PUT" else {}
            elif 200 <= seen.status < 300:
                condition = {"If-Match": _tag(seen)}
            else:
                return seen
            answer = self._ask(method, url, content, headers | condition)
            if answer.status != _CHANGED or not tries_left:
                return answer
        raise AssertionError("the last try returns")


def _tag(seen: Answer) -> str:
    found = seen.headers.get("etag", "")
    if not found or found.startswith("W/"):
        kind = "only a weak ETag" if found else "no ETag"
        hint = "Leave if_match out: this server cannot tell one version from another."
        raise ConfigError(f"the server states {kind}", where=seen.where, hint=hint)
    return found
