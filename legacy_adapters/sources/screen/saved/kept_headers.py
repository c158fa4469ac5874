"""Which headers of an answer a recording keeps, and how."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

KEPT: Final = (
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "content-disposition",
    "content-language",
    "content-type",
    "location",
    "refresh",
    "retry-after",
    "www-authenticate",
)
"""What a browser goes by. Set-Cookie is kept with a value that is none; all others are not needed to answer again."""

DUMMY: Final = "saved"
"""So short that nobody takes it for a session's, and strikes it out of what is told."""
_REMOVED: Final = re.compile(r";\s*max-age\s*=\s*(?:0|-\d+)\b|;\s*expires\s*=[^;]*\b19[67]\d\b", re.IGNORECASE)
_PATH: Final = re.compile(r";\s*path\s*=\s*([^;]*)", re.IGNORECASE)


def kept_headers(headers: Mapping[str, str], scrubbed: Callable[[str], str]) -> dict[str, str]:
    """The headers that are kept, by lower-case name, with ``scrubbed`` values."""
    lower = {name.lower(): value for name, value in headers.items()}
    kept: dict[str, str] = {name: scrubbed(lower[name]) for name in KEPT if name in lower}
    if lower.get("set-cookie"):
        kept["set-cookie"] = "\n".join(_without_value(line, scrubbed) for line in lower["set-cookie"].split("\n"))
    return kept


def _without_value(cookie: str, scrubbed: Callable[[str], str]) -> str:
    """The same cookie with a value that is none; for the host and the scheme that it is replayed with, as long as the
    browser runs, unless it was to be removed."""
    made = f"{scrubbed(cookie.partition('=')[0].strip())}={DUMMY}"
    path = _PATH.search(cookie)
    if path:
        made += f"; Path={scrubbed(path[1].strip())}"
    return f"{made}; Max-Age=0" if _REMOVED.search(cookie) else made
