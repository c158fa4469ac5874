"""Searches every byte of a folder for a secret, also in what is packed, in all encodings; knows nothing of the code
that strikes secrets out."""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote_to_bytes

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}")
_ENCODINGS = ("utf-8", "cp1252", "utf-16-le", "utf-16-be")


def forms_of(secret: str) -> set[bytes]:
    """The secret as each notation writes it, in each encoding that has it."""
    texts = {
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote(quote(secret, safe=""), safe=""),
        quote_plus(secret),
        quote_plus(secret, encoding="cp1252", errors="replace"),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        json.dumps(json.dumps(secret))[3:-3],
        json.dumps(secret)[1:-1].replace("/", "\\/"),
        repr(secret)[1:-1],
        html.escape(secret),
        html.escape(html.escape(secret)),
        html.escape(secret).encode("ascii", "xmlcharrefreplace").decode(),
        "".join(one if one.isascii() and one.isalnum() else f"&#x{ord(one):x};" for one in secret),
        "".join(one if one.isascii() and one.isalnum() else f"&#{ord(one)};" for one in secret),
    }
    return {text.encode(encoding) for text in texts for encoding in _ENCODINGS if _has(text, encoding)}


def found_in(folder: Path, secret: str) -> list[str]:
    """Where the secret stands: names and contents of files, members of zip and gzip files, base64 anywhere."""
    forms = forms_of(secret)
    return [
        f"{name}: {form!r}"
        for name, data in _everything(folder)
        for form in forms
        if form in data or form in name.encode("utf-8", "surrogateescape")
    ]


def _everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from _unpacked(path.relative_to(folder).as_posix(), path.read_bytes())


def _unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data
    yield f"{name} (unquoted)", unquote_to_bytes(data)
    for run in _BASE64.findall(data):
        for first in range(4):
            text = run[first:].translate(bytes.maketrans(b"-_", b"+/"))
            yield f"{name} (base64)", b64decode(text[: len(text) // 4 * 4])
    if data[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from _unpacked(f"{name}/{member}", archive.read(member))
    if data[:2] == b"\x1f\x8b":
        yield from _unpacked(f"{name}/", gzip.decompress(data))


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
