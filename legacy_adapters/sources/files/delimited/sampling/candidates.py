"""What a text might be written with, as far as its signs say at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from legacy_adapters.sources.files.delimited.sampling.rows import Dialect

DELIMITERS: Final[Mapping[str, float]] = {
    ",": 1.0,
    ";": 1.0,
    "\t": 1.0,
    "|": 0.98,
    **dict.fromkeys(("||", "|~|", "~|~", "|^|", "^|^", "<|>", "::", "~~", "^^", "##", "@@", "$$", ";;;"), 0.97),
    **dict.fromkeys("\x1f\x1e\x1d\x1c\x01\x02\x14\x07", 0.95),
    **dict.fromkeys("^~§¦¬¶þÿ", 0.9),
    **dict.fromkeys("#*!@", 0.7),
    ":": 0.85,
    **dict.fromkeys("&$%=\\", 0.55),
    " ": 0.45,
    "/": 0.4,
}
"""What may stand between fields, and how much more than others each is used so."""

_QUOTES: Final = "\"'`#~$%^þ"


def candidates(text: str, only: str | None = None) -> Iterator[Dialect]:
    """Every dialect worth a try for a text; ``only`` is the delimiter, where it is known."""
    quotes = _quotes(text)
    for delimiter in DELIMITERS if only is None else (only,):
        if delimiter not in text or (only is None and _is_other_half(text, delimiter)):
            continue
        blanks = _always_followed_by_a_blank(text, delimiter)
        for quote in quotes:
            if quote is not None and quote in delimiter:
                continue
            for escape in _escapes(text, quote, delimiter):
                yield Dialect(delimiter, quote, escape)
                if blanks:
                    yield Dialect(delimiter, quote, escape, skip_blanks=True)


def _quotes(text: str) -> list[str | None]:
    """The signs that fields may be put into: those that stand at both ends of something between signs or blanks."""
    found: list[str | None] = []
    for quote in _QUOTES:
        sign = re.escape(quote)
        if quote != '"' and text.count(quote) < 2:
            continue
        if quote == '"' or re.search(rf"(?:^|[^\w\s]\s?){sign}[^{sign}\n]+{sign}(?:[^\w\s]|$)", text, re.MULTILINE):
            found.append(quote)
    return [*found, None]


def _is_other_half(text: str, delimiter: str) -> bool:
    """Whether it is the half of a doubled sign (nearly always in pairs), or a doubled sign that is none."""
    half = delimiter[0]
    if half * 2 not in DELIMITERS or delimiter not in {half, half * 2} or half * 2 not in text:
        return False
    in_pairs = 2 * text.count(half * 2) / text.count(half)
    return in_pairs > 0.97 if delimiter == half else in_pairs < 0.5


def _always_followed_by_a_blank(text: str, delimiter: str) -> bool:
    """Whether a blank stands behind each delimiter, other than at the end of a line or before another one."""
    sign = re.escape(delimiter)
    if delimiter.isspace() or delimiter + " " not in text:
        return False
    followed = text.count(delimiter + " ")
    bare = len(re.findall(rf"{sign}(?!\s|{sign}|$)", text, re.MULTILINE))
    return bare * 50 <= followed


def _escapes(text: str, quote: str | None, delimiter: str) -> list[str | None]:
    if quote is not None and delimiter != "\\" and "\\" + quote in text:
        return [None, "\\"]
    return [None]
