"""The text of a file that is to be recognised: its beginning, and of a large file its end too, decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from legacy_adapters.sources.files.code_page import CodePage, recognise_code_page
from legacy_adapters.sources.files.format import Sample

PIECE_BYTES: Final = 64 * 1024
"""How much is read from the middle and from the end of a file that is larger than a sample's head."""

_BREAK: Final = re.compile(r"\r\n?")
_CONTROLS: Final = re.compile(r"[\x03-\x06\x08\x0b\x0e-\x13\x15-\x1b\x7f-\x84\x86-\x9f]")
_BROKEN: Final = "\ufffd"
_NUL: Final = "\x00"
_MOST_CONTROLS = 0.005
_MOST_NULS = 0.15


@dataclass(frozen=True, slots=True)
class TextSample:
    r"""Whole lines that end in ``\n``. ``tail`` is empty where ``head`` is all of the file."""

    page: CodePage
    head: str
    tail: str

    @property
    def end(self) -> str:
        """The text at the end of the file."""
        return self.tail or self.head


def text_sample(sample: Sample) -> TextSample | None:
    """The text of a file; None if it is none, but binary. A file that cannot be read beyond its head has no tail."""
    if not sample.head:
        return None
    pieces = _pieces(sample)
    page = recognise_code_page(b"\n".join(pieces))
    head, *others = [_decoded(piece, page.codec, first=at == 0) for at, piece in enumerate(pieces)]
    if not _is_text(head, honest=sample.head.count(_BROKEN.encode())):
        return None
    whole = sample.size <= len(sample.head)
    return TextSample(page, head if whole else _to_last_line(head), others[-1] if others else "")


def _pieces(sample: Sample) -> list[bytes]:
    """The head, and pieces of the middle and the end, the latter from the beginning of a line on."""
    if sample.size <= len(sample.head):
        return [sample.head]
    offsets = (max(len(sample.head), sample.size // 2), max(len(sample.head), sample.size - PIECE_BYTES))
    pieces = [sample.head]
    try:
        with sample.path.open("rb") as file:
            for offset in offsets:
                file.seek(offset // 4 * 4)
                pieces.append(_from_line_on(file.read(PIECE_BYTES)))
    except OSError:
        return [sample.head]
    return pieces


def _from_line_on(piece: bytes) -> bytes:
    """A piece without the line that it begins within, in any code page whose line feed is one of ``0A``."""
    found = piece.find(b"\n")
    if found < 0:
        return piece
    start = found + 1
    return piece[start + start % 2 :] if piece[start : start + 1] == b"\x00" else piece[start:]


def _decoded(piece: bytes, codec: str, *, first: bool) -> str:
    if not first and codec in {"utf-16", "utf-32"}:
        codec += "-le"
    text = piece.decode(codec, "replace")
    if "\r" in text:
        text = _BREAK.sub("\n", text)
    return text.removeprefix("\ufeff")


def _to_last_line(text: str) -> str:
    end = text.rfind("\n")
    return text[: end + 1] if end >= 0 else text


def _is_text(text: str, honest: int) -> bool:
    """Whether hardly any character is one that no text has, ``honest`` marks for broken ones that stand in the
    file itself apart. What DOS writes at a file's end, form feeds and old separators are text; so are a few NULs."""
    text = text.rstrip("\x1a\x00")
    if not text:
        return False
    odd = len(_CONTROLS.findall(text)) + max(0, text.count(_BROKEN) - honest)
    return odd <= max(1, _MOST_CONTROLS * len(text)) and text.count(_NUL) <= _MOST_NULS * len(text)
