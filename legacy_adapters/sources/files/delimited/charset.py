"""The code page of a file, and what of it can be worked on in the file's own bytes.

Two ways: **direct**, where every ASCII byte stands for itself (UTF-8 and the single-byte code pages of DOS, Windows and
ISO): rows are cut out of the file's bytes and only cells are decoded. All else (UTF-16, UTF-32, EBCDIC, Shift-JIS …) is
turned into UTF-8 first; a byte that is no text there becomes a mark (see ``UNDECODABLE``), never a ``?``.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

UNDECODABLE: Final = "legacy_adapters_undecodable"
"""Error handler: byte ``b`` becomes U+DC00 + b, a surrogate that no text holds: invalid in the UTF-8 that follows."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARK = re.compile("[\udc00-\udcff]")


def _marked(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error(UNDECODABLE, _marked)


@dataclass(frozen=True, slots=True)
class Charset:
    """``codec``: Python's name of the code page, without a byte order mark; ``bom``: bytes of the mark at the file's
    beginning. ``lengths``: for a single-byte code page, how many bytes each of its characters takes in UTF-8 (0: none).
    """

    codec: str
    bom: int
    direct: bool
    lengths: NDArray[np.uint8] | None = None

    @property
    def working(self) -> str:
        """The encoding of the bytes that are worked on."""
        return self.codec if self.direct else "utf-8"

    def show(self, data: bytes) -> str:
        r"""Working bytes as text for a person; what is no text as ``\x81``. Never fails."""
        if self.direct:
            return data.decode(self.codec, "backslashreplace")
        text = data.decode("utf-8", "surrogatepass")
        return _MARK.sub(lambda mark: f"\\x{ord(mark[0]) - 0xDC00:02x}", text)


def charset_of(declared: str, head: bytes) -> Charset:
    """The code page of a file that begins with ``head``. A byte order mark goes before what is declared."""
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return Charset(codec, len(mark), codec == "utf-8")
    codec = codecs.lookup(declared).name.replace("_", "-")
    if codec in {"utf-16", "utf-32"}:
        return Charset(f"{codec}-{_byte_order(head, 2 if codec == 'utf-16' else 4)}", 0, direct=False)
    if codec in {"utf-8", "utf-8-sig"}:
        return Charset("utf-8", 0, direct=True)
    lengths = _single_byte(codec)
    direct = lengths is not None and bytes(range(128)).decode(codec, "replace") == bytes(range(128)).decode("ascii")
    return Charset(codec, 0, direct, lengths if direct else None)


def _byte_order(head: bytes, width: int) -> str:
    """Of a file without a mark: the zeros of Latin text stand in the higher byte; little-endian in doubt."""
    return "be" if head[0::width].count(0) > head[width - 1 :: width].count(0) else "le"


@lru_cache(maxsize=64)
def _single_byte(codec: str) -> NDArray[np.uint8] | None:
    """The length in UTF-8 of each byte's character; None for a code page with longer ones."""
    lengths = np.zeros(256, np.uint8)
    for byte in range(256):
        try:
            text = codecs.getincrementaldecoder(codec)().decode(bytes([byte]), False)
        except UnicodeDecodeError:
            continue
        if len(text) != 1:
            return None
        lengths[byte] = len(text.encode("utf-8"))
    return lengths
