"""Every notation in which a secret may stand in the bytes of pages, requests and traces."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from legacy_adapters.core.secrets import SHORT
from legacy_adapters.sources.screen.evidence.characters import NARROW, WIDE, Written, in_bytes

_FEWEST_SURE: Final = 7
"""So many characters of base64 do not stand in a file by accident."""
_IN_BASE64: Final = rb"[A-Za-z0-9+/=_-]"
_LETTER: Final = {
    "utf-8": rb"[A-Za-z0-9]",
    "utf-16-le": rb"[A-Za-z0-9]\x00",
    "utf-16-be": rb"\x00[A-Za-z0-9]",
}


@dataclass(frozen=True, slots=True)
class Notation:
    """A pattern of bytes, the encoding of what is put in the place of a match, and bytes without which it is not
    there: looking for those first is a hundred times quicker."""

    pattern: re.Pattern[bytes]
    encoding: str
    anchor: bytes


def notations(secret: str) -> Iterator[Notation]:
    """Every notation of ``secret``: plain, UTF-8, Windows and Latin 1, UTF-16, quoted for URL, JSON, HTML, scripts, SQL
    and CSV, base64 at any place within a longer text. One of fewer than six characters counts as a whole word only."""
    plain = max(re.split(r"[^A-Za-z0-9]", secret), key=len)
    for encoding in ("utf-8", *WIDE):
        pattern = b"".join(map(Written(encoding).ways, secret))
        if len(secret) < SHORT:
            pattern = rb"(?<!%b)%b(?!%b)" % (_LETTER[encoding], pattern, _LETTER[encoding])
        yield Notation(re.compile(pattern), encoding, plain.encode(encoding))
    for core in sorted(set(_base64_cores(secret)), key=lambda core: (-len(core), core)):
        yield Notation(re.compile(_base64(core)), "utf-8", _anchor(core))
    whole = b64encode(secret.encode("utf-8", "surrogatepass")).rstrip(b"=")
    pattern = rb"(?<!%b)%b=*(?!%b)" % (_IN_BASE64, _base64(whole), _IN_BASE64)
    yield Notation(re.compile(pattern), "utf-8", _anchor(whole))


def _base64_cores(secret: str) -> Iterator[bytes]:
    """What is in base64 of any text that holds the secret, whatever stands before and behind it."""
    texts = {secret, quote(secret, safe="", errors="replace"), json.dumps(secret)[1:-1]}
    texts.add(json.dumps(secret, ensure_ascii=False)[1:-1])
    for data in {in_bytes(text, encoding) for text in texts for encoding in (*NARROW, *WIDE)} - {b""}:
        for before, first in ((0, 0), (1, 2), (2, 3)):
            core = b64encode(bytes(before) + data)[first : (before + len(data)) * 8 // 6]
            if len(core) >= _FEWEST_SURE:
                yield core


def _base64(text: bytes) -> bytes:
    """Base64 as it is, in the alphabet for URLs, quoted for a URL, or with the slash of JSON."""
    either = {b"+": rb"(?:\+|-|%2[Bb])", b"/": rb"(?:\\?/|_|%2[Ff])"}
    return b"".join(either.get(bytes([one]), bytes([one])) for one in text)


def _anchor(base64: bytes) -> bytes:
    return max(re.split(rb"[^A-Za-z0-9]", base64), key=len)
