"""A copybook's text as sentences of words, each with its line: comments, numbering and continuation are gone.

Fixed form as in the COBOL standard: columns 1–6 number the line, column 7 says what it is (``*`` and ``/`` comment,
``D`` debugging, ``$`` directive, ``-`` continuation), 8–72 hold the code, 73–80 identify it. Free form begins in
column 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Form: TypeAlias = Literal["auto", "fixed", "free"]

_COMMENT = "*/Dd$"
_DIRECTIVES = frozenset({"EJECT", "SKIP1", "SKIP2", "SKIP3", "TITLE"})
_FREE = re.compile(r"\s{0,4}\d{1,2}\s+[A-Za-z]")
_WORD = re.compile(r"""'(?:[^']|'')*'?|"(?:[^"]|"")*"?|[^\s'"]+""")


class CopybookFault(ValueError):
    """Something in a copybook that cannot be understood: the line, and what is wrong."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a literal, and the line that it stands in, counted from 1."""

    text: str
    line: int

    @property
    def upper(self) -> str:
        """As COBOL compares it."""
        return self.text.upper()


Sentence: TypeAlias = tuple[Word, ...]
"""The words up to a full stop, which is not one of them."""


def sentences(text: str, form: Form = "auto") -> Iterator[Sentence]:
    """The sentences of a copybook. Raises ``CopybookFault`` for one that does not end."""
    words: list[Word] = []
    for line, code in _logical_lines(text, form):
        for found in _WORD.findall(code):
            if found.startswith("*>"):
                break
            if not words and found.upper().rstrip(".") in _DIRECTIVES:
                break
            word, ended = _split(found)
            if word:
                words.append(Word(word, line))
            if ended and words:
                yield tuple(words)
                words = []
    if words:
        raise CopybookFault(
            words[0].line, f"the entry {' '.join(word.text for word in words[:2])} has no full stop at its end"
        )


def _split(found: str) -> tuple[str, bool]:
    """A word without what separates it from others, and whether a full stop follows."""
    if found[0] in "'\"":
        return found, False
    ended = found.endswith(".")
    return found[:-1] if ended else found.rstrip(",;"), ended


def _logical_lines(text: str, form: Form) -> Iterator[tuple[int, str]]:
    """Each line of code with its number; continued ones are joined to the line that they go on from."""
    lines = [line.expandtabs(8) for line in text.replace("\x1a", "").splitlines()]
    free = form == "free" or (form == "auto" and any(_FREE.match(line[:6] + line[6:8]) for line in lines))
    if free:
        yield from ((i, line) for i, line in enumerate(lines, 1) if not line.lstrip().startswith("*"))
        return
    held: tuple[int, str] | None = None
    for number, line in enumerate(lines, 1):
        mark, code = line[6:7], line[7:72]
        if mark == "-" and held is not None:
            held = (held[0], _continued(held[1], code))
        elif mark and mark in _COMMENT:
            continue
        else:
            if held is not None:
                yield held
            # A level number may begin in column 7 already: nothing else than a mark is lost there.
            held = (number, code if mark == "-" or not mark.strip() else mark + code)
    if held is not None:
        yield held


def _continued(before: str, code: str) -> str:
    more = code.lstrip()
    opened = next((quote for quote in "'\"" if before.count(quote) % 2), None)
    if opened is None:
        return before.rstrip() + more
    return before.ljust(65) + (more[1:] if more.startswith(opened) else more)
