"""What a body is, by its first bytes, and how secrets are struck out of it."""

from __future__ import annotations

import gzip
import io
from typing import Final

from legacy_adapters.core.secrets import looks_like_a_token
from legacy_adapters.sources.screen.evidence.archive import MOST_UNPACKED, UNREADABLE, rewritten
from legacy_adapters.sources.screen.evidence.markup import field_secrets, without_field_secrets
from legacy_adapters.sources.screen.evidence.parameters import without_parameter_secrets
from legacy_adapters.sources.screen.evidence.striking import Striker

_LOOKED_AT: Final = 4096
_PICTURES: Final = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\0\0\1\0", b"wOFF", b"wOF2", b"\0\1\0\0", b"OTTO")
_WIDE: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_NEVER_IN_TEXT: Final = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))
_DEEPEST: Final = 3


def is_text(data: bytes) -> bool:
    """Whether a body is text, in whatever encoding."""
    return data[:2] in _WIDE or data[:_LOOKED_AT].translate(None, _NEVER_IN_TEXT) == data[:_LOOKED_AT]


def is_picture(data: bytes) -> bool:
    """Whether a body is a picture or a font."""
    return data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def learn(data: bytes, striker: Striker) -> None:
    """Tells ``striker`` the passwords and tokens that the fields of a page hold, so that they go everywhere."""
    if b"<" in data and is_text(data):
        for secret in field_secrets(_decoded(data)[0]):
            if looks_like_a_token(secret):
                striker.add(secret)


def scrubbed(data: bytes, striker: Striker, depth: int = 0) -> bytes:
    """A body without secrets, also within packed files (zip, spreadsheets, gzip). What has none stays as it is, byte
    for byte; a packed file that cannot be read is taken for what it is from outside."""
    if is_text(data):
        return scrubbed_text(data, striker)
    unpack = {b"PK": _scrubbed_zip, b"\x1f\x8b": _scrubbed_gzip}.get(data[:2])
    if unpack is not None and depth < _DEEPEST:
        try:
            return unpack(data, striker, depth + 1)
        except UNREADABLE:
            pass
    return striker.sized(data)


def scrubbed_text(data: bytes, striker: Striker) -> bytes:
    """A text without what its fields and parameters hold, and without secrets."""
    text, encoding = _decoded(data)
    bare = without_parameter_secrets(without_field_secrets(text))
    return striker.data(bare.encode(encoding, "surrogatepass") if bare != text else data)


def _decoded(data: bytes) -> tuple[str, str]:
    """Latin 1 stands for all encodings that have ASCII in its place: it takes every byte, and gives it back."""
    encoding = _WIDE.get(data[:2], "latin-1")
    if encoding != "latin-1" and len(data) % 2 == 0:
        try:
            return data.decode(encoding, "surrogatepass"), encoding
        except UnicodeDecodeError:
            pass
    return data.decode("latin-1"), "latin-1"


def _scrubbed_zip(data: bytes, striker: Striker, depth: int) -> bytes:
    made, changed = io.BytesIO(), []

    def change(_: str, member: bytes) -> bytes:
        bare = scrubbed(member, striker, depth)
        changed.append(bare != member)
        return bare

    rewritten(io.BytesIO(data), made, change)
    return made.getvalue() if any(changed) else striker.sized(data)


def _scrubbed_gzip(data: bytes, striker: Striker, depth: int) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
        plain = packed.read(MOST_UNPACKED + 1)
    if len(plain) > MOST_UNPACKED:
        raise ValueError(f"it unpacks to more than {MOST_UNPACKED} bytes")
    bare = scrubbed(plain, striker, depth)
    return gzip.compress(bare, mtime=0) if bare != plain else data
