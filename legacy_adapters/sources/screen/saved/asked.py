"""What a request asks for, in a form in which two of them can be compared: method, path, and named values.

The values of the address and of the body are one list. A body may be a form, a form with files, JSON, or anything else;
what is long is its hash, so that the state of a page (100 KB of ``__VIEWSTATE``) costs a line of the index no more
than a word does.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from legacy_adapters.core.secrets import STRUCK_OUT

Pairs: TypeAlias = tuple[tuple[str, str], ...]

_FORM: Final = re.compile(rb"[A-Za-z0-9_.~*+%$\[\]:-]+=[^&\s]*(?:&[^&=\s]*(?:=[^&\s]*)?)*")
_MULTIPART: Final = re.compile(rb"--([^\r\n]{1,70})\r\n[Cc]ontent-")
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """``path`` with the parameters that some servers write into it (``;jsessionid=…``); ``values`` of the query, then
    those of the body, each in their order."""

    method: str
    path: str
    values: Pairs

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" if name else value for name, value in self.values[:8])
        more = f" and {len(self.values) - 8} more" if len(self.values) > 8 else ""
        return f"{self.method} {self.path}" + (f" with {shown}{more}" if shown else "")


def asked(method: str, url: str, body: bytes) -> Asked:
    """What a request asks for; of the address the host does not count, nor what stands behind ``#``."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True, encoding="latin-1")
    if parts.query and not query:
        query = [(parts.query, "")]
    values = tuple((name, shortened(value)) for name, value in (*query, *values_in(body)))
    return Asked(method.upper(), parts.path or "/", values)


def shortened(value: str) -> str:
    """A value as it is compared: a long one is its hash, and struck out where a part of it is."""
    if len(value) <= _LONGEST:
        return value
    if STRUCK_OUT in value:
        return STRUCK_OUT
    return f"sha256:{hashlib.sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def values_in(body: bytes) -> Iterator[tuple[str, str]]:
    """The named values of a body; one that is no form and no JSON is a single value without a name."""
    multipart = _MULTIPART.match(body)
    if multipart:
        yield from _parts(body, multipart[1])
    elif _FORM.fullmatch(body.rstrip(b"\r\n")):
        # Latin 1 takes every byte: which of them the page meant does not matter for telling whether two are the same.
        yield from parse_qsl(body.decode("latin-1").rstrip("\r\n"), keep_blank_values=True, encoding="latin-1")
    elif body:
        try:
            for name, value in _leaves(json.loads(body), ""):
                yield _writable(name), _writable(value)
        except (ValueError, RecursionError):
            yield "", body.decode("latin-1")


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[str, str]]:
    """The fields of a form with files; the boundary, made up anew each time, does not count."""
    head = b'Content-Type: multipart/form-data; boundary="%b"\r\n\r\n' % boundary
    for part in BytesParser(policy=HTTP).parsebytes(head + body).walk():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            payload = part.get_payload(decode=True)
            yield name, payload.decode("latin-1") if isinstance(payload, bytes) else ""


def _writable(text: str) -> str:
    """JSON may hold half a character, which no file can."""
    return text.encode("utf-8", "replace").decode()


def _leaves(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Every value of a JSON text, under the names that lead to it."""
    match value:
        case dict():
            for key in sorted(value):
                yield from _leaves(value[key], f"{name}.{key}" if name else key)
        case list():
            for number, one in enumerate(value):
                yield from _leaves(one, f"{name}[{number}]")
        case str():
            yield name, value
        case _:
            yield name, json.dumps(value)
