"""Which code page bytes are text in, and why; for every format that has text without saying how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from legacy_adapters.sources.files.code_pages.ebcdic import ebcdic
from legacy_adapters.sources.files.code_pages.likelihood import DOUBLE_BYTE, SINGLE_BYTE, Likelihood, likelihoods
from legacy_adapters.sources.files.code_pages.tokens import Tokens, tokens_of
from legacy_adapters.sources.files.code_pages.unicode import marked, unmarked_wide, utf8

MOST_BYTES: Final = 1024 * 1024
"""So much of the bytes is looked at."""

_CLEAR_BITS = 14.0
"""So much better, in bits, than the next best reading is certain."""

_SHOWN = 3
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class CodePage:
    """A code page, by Python's name for it, with its reason in words a person understands.

    ``certain`` is false where other code pages would give another text and would be nearly as likely, and where there
    is nothing to go by: then a person should look before it is pinned.
    """

    codec: str
    evidence: str
    certain: bool


def recognise_code_page(data: bytes) -> CodePage:
    """The code page of text. ``data`` is a piece of a file (cut at ends of lines, if it is put together from several)
    or any bytes of a format's text fields; not all of it need be text, but most. Never raises."""
    data = data[:MOST_BYTES]
    if (mark := marked(data)) is not None:
        return CodePage(mark.codec, f"{mark.name}: a byte-order mark stands at the beginning", certain=True)
    if (wide := unmarked_wide(data)) is not None:
        return CodePage(wide, f"{wide}: every second byte is of the same few, most often zero", certain=True)
    if data.isascii():
        return _ascii(data)
    if (page := _utf8(data)) is not None:
        return page
    if (host := ebcdic(data)) is not None:
        return CodePage(host.codec, host.evidence, host.certain)
    return _by_letters(data)


def _ascii(data: bytes) -> CodePage:
    if b"\x1b$" in data and _decodes(data, "iso2022_jp"):
        return CodePage("iso2022_jp", "iso2022_jp: the escape sequences of Japanese mail", certain=True)
    return CodePage("utf-8", "only ASCII: nothing speaks for or against any code page; utf-8 is assumed", certain=False)


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _utf8(data: bytes) -> CodePage | None:
    found = utf8(data)
    if found.valid:
        return CodePage(
            "utf-8", f"utf-8: {found.characters} characters keep to its rules, none breaks them", certain=True
        )
    if found.damaged:
        text = f"utf-8, damaged: {found.characters} characters keep to its rules, {found.broken} places break them"
        return CodePage("utf-8", text, certain=True)
    return None


def _by_letters(data: bytes) -> CodePage:
    tokens = tokens_of(data)
    found = likelihoods(tokens, {**SINGLE_BYTE, **DOUBLE_BYTE})
    best = found[0]
    others = [one for one in found if one.words != best.words]
    margin = best.bits - others[0].bits if others else best.bits
    certain = margin >= _CLEAR_BITS and best.bits > 0
    return CodePage(best.codec, _because(best, others, tokens, certain=certain), certain)


def _because(best: Likelihood, others: list[Likelihood], tokens: Tokens, *, certain: bool) -> str:
    text = f"{best.codec}: reads {_shown(best.words)} ({tokens.found} such words, as in {best.language})"
    if not others:
        return text
    other = others[0]
    differing = [f"{b[:_LONGEST]} for {a[:_LONGEST]}" for a, b in zip(best.words, other.words, strict=False) if a != b]
    instead = ", ".join(differing[:_SHOWN])
    if certain:
        return f"{text}; the next best, {other.codec}, would read {instead}"
    return f"{text}; not certain: {other.codec} is nearly as likely and would read {instead}"


def _shown(words: Sequence[str]) -> str:
    """Some words that a person can judge by; signs only where there is nothing else."""
    whole = [word for word in words if word.isalpha() and len(word) > 2]
    return ", ".join(word[:_LONGEST] for word in (whole or words)[:_SHOWN])
