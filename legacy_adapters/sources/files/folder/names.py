"""Names of files as they are shown, compared and put into other names. A name is relative to its folder, with ``/``."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote

_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\\\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%]|^[. ]+|[. ]+\Z')
_OF_THE_SYSTEM: Final = frozenset({"thumbs.db", "desktop.ini"})


def printable(name: str) -> str:
    r"""The name as text that can be shown and stored anywhere, one for each name: a byte that is no UTF-8 as ``\xe4``,
    a newline as ``\x0a``, a backslash doubled."""
    return _UNSHOWN.sub(_escaped, name)


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    if char == "\\":
        return "\\\\"
    code = ord(char)
    # How Python holds a byte that could not be decoded.
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def folded(name: str) -> str:
    """What two names have in common that differ in case, or in how an umlaut is composed (macOS takes it apart)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower())


def is_hidden(name: str) -> bool:
    """Whether a file, or one of the folders that it is in, is none that an application leaves for others: it begins
    with a dot, is the lock of an office program (``~$book.xlsx``), or a file of Windows' own."""
    parts = name.split("/")
    return (
        any(part.startswith(".") for part in parts)
        or parts[-1].startswith("~$")
        or folded(parts[-1]) in (_OF_THE_SYSTEM)
    )


def split_name(name: str) -> tuple[str, str]:
    """The folder of a name, "" for none, and its last part."""
    folder, _, last = name.rpartition("/")
    return folder, last


def joined(*parts: str) -> str:
    """A name of its parts, without the empty ones."""
    return "/".join(part for part in parts if part)


def stem_and_suffix(last: str) -> tuple[str, str]:
    """``BUCH`` and ``.TXT`` of ``BUCH.TXT``; all endings of ``BUCH.TXT.gz`` but the last belong to the stem."""
    stem, dot, suffix = last.rpartition(".")
    return (stem, dot + suffix) if stem else (last, "")


def as_part(text: str) -> str:
    """A text as one part of a path that names a file below its folder on every system, percent-encoded where it must
    be; two texts never give the same."""
    return _UNSAFE.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode(errors="surrogateescape")), text
    )


def as_owner(text: str) -> str:
    """The name of an owner of claims as it stands in a file's name."""
    return quote(text, safe="-_.")
