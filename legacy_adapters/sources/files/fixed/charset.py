"""Code pages by name, as tables of 256 characters; EBCDIC ones that Python lacks come from the package ``ebcdic``."""

from __future__ import annotations

import codecs
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from legacy_adapters.sources.files.fixed.kinds.cells import Bytes

_MULTIBYTE = ("big5", "cp932", "cp949", "cp950", "euc", "gb", "hz", "iso2022", "johab", "shift", "utf")
_NONE = "\ufffe"
_COMMON = (
    "cp037",
    "cp273",
    "cp277",
    "cp278",
    "cp500",
    "cp1047",
    "cp1140",
    "cp1141",
    "cp437",
    "cp850",
    "cp1252",
    "utf-8",
)


@dataclass(frozen=True, slots=True, eq=False)
class Charset:
    """A code page; there is one object for each, which is compared by identity.

    ``table`` has the character of each byte, U+FFFE for a byte that stands for none; it is empty for a code page in
    which a character may take several bytes. ``sizes`` is how many bytes each has in UTF-8 (0: no character), and
    ``to_ascii`` its byte in ASCII (0x80: none).
    """

    name: str
    ebcdic: bool
    table: str
    sizes: Bytes
    to_ascii: bytes

    @property
    def single(self) -> bool:
        """Whether every character is one byte."""
        return bool(self.table)

    @property
    def space(self) -> int:
        """The byte of a blank."""
        return 0x40 if self.ebcdic else 0x20

    @property
    def digit_zero(self) -> int:
        """The byte of the digit 0; the other digits follow it."""
        return 0xF0 if self.ebcdic else 0x30

    @property
    def line_ends(self) -> tuple[int, ...]:
        """Bytes that end a line: in EBCDIC both the new line (15) and the line feed (25)."""
        return (0x15, 0x25) if self.ebcdic else (0x0A,)

    def encode(self, text: str) -> bytes:
        """Text in this code page. Raises ``UnicodeEncodeError`` for characters that it has not."""
        return text.encode(self.name)

    def show(self, data: bytes) -> str:
        """Bytes for a person: as text where all of them are printable, otherwise as hexadecimal digits."""
        try:
            text = data.decode(self.name)
        except UnicodeDecodeError:
            return data.hex().upper()
        return text if text.isprintable() else data.hex().upper()


@lru_cache(maxsize=32)
def charset(name: str) -> Charset:
    """The code page of this name: ``cp037``, ``037``, ``IBM1047``, ``1252``, ``latin-1``, ``utf-8``.

    Raises ``ValueError`` with the nearest names for one that is not known, and for UTF-16 and UTF-32, whose records
    are not counted in bytes.
    """
    known = _codec(name)
    if known.startswith(("utf-16", "utf-32", "utf-7")):
        raise ValueError(f"{name} is not a code page of fixed records: convert the file to UTF-8 first")
    if known.replace("-", "").replace("_", "").startswith(_MULTIBYTE):
        return Charset(known, False, "", np.zeros(0, np.uint8), b"")
    return charset_of(known, [_character(known, byte) for byte in range(256)])


def charset_of(name: str, characters: Sequence[str | None]) -> Charset:
    """A code page of one's own: the characters of its 256 bytes."""
    sizes = [0 if one is None else len(one.encode("utf-8", "surrogatepass")) for one in characters]
    to_ascii = bytes(ord(one) if one is not None and one < "\x80" else 0x80 for one in characters)
    table = "".join(_NONE if one is None else one for one in characters)
    return Charset(name, characters[0xF0] == "0", table, np.array(sizes, np.uint8), to_ascii)


def _codec(name: str) -> str:
    wanted = name.strip().lower()
    digits = wanted.removeprefix("ibm").removeprefix("-").removeprefix("cp")
    forms = [wanted, f"cp{digits}", f"cp{digits.zfill(3)}"]
    for form in forms if not digits.isdigit() else forms[1:]:
        found = _lookup(form)
        if found is not None:
            return found
    near = difflib.get_close_matches(wanted, _COMMON, 3, 0.3)
    raise ValueError(f"{name} is not a code page that is known; near it: {', '.join(near or _COMMON[:4])}")


def _lookup(name: str) -> str | None:
    # Imported for the codecs that it registers.
    import ebcdic  # type: ignore[import-untyped]  # noqa: F401

    try:
        info = codecs.lookup(name)
        info.encode("0")
    except (LookupError, UnicodeError, AttributeError, TypeError):
        return None
    # Codecs that turn bytes into bytes (hex, zlib) are no code pages.
    return info.name if _is_text(name) else None


def _is_text(name: str) -> bool:
    try:
        return isinstance(b"0".decode(name), str)
    except (LookupError, UnicodeError):
        return False


def _character(name: str, byte: int) -> str | None:
    try:
        return bytes([byte]).decode(name)
    except UnicodeDecodeError:
        return None
