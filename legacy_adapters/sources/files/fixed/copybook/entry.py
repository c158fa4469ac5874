"""One data description entry: a level number, a name, and clauses in any order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from legacy_adapters.sources.files.fixed.copybook.item import Item, Occurs, SignClause
from legacy_adapters.sources.files.fixed.copybook.picture import PictureFault, parse_picture
from legacy_adapters.sources.files.fixed.copybook.source import CopybookFault, Sentence, Word

IGNORED_LEVELS: Final = frozenset({66, 78, 88})
"""RENAMES, constants and condition names: they take no room."""

USAGES: Final[Mapping[str, str]] = {
    "BINARY": "COMP",
    "COMP": "COMP",
    "COMP-1": "COMP-1",
    "COMP-2": "COMP-2",
    "COMP-3": "COMP-3",
    "COMP-4": "COMP",
    "COMP-5": "COMP-5",
    "COMP-6": "COMP-6",
    "COMP-X": "COMP-X",
    "DISPLAY": "DISPLAY",
    "FLOAT-LONG": "COMP-2",
    "FLOAT-SHORT": "COMP-1",
    "INDEX": "INDEX",
    "NATIONAL": "NATIONAL",
    "PACKED-DECIMAL": "COMP-3",
    "POINTER": "POINTER",
}
"""How a field is stored, by all its names; COMPUTATIONAL is COMP."""

_UNREAD = frozenset({"DISPLAY-1", "OBJECT", "PROCEDURE-POINTER", "FUNCTION-POINTER"})


@dataclass(slots=True)
class _Clauses:
    """The words of an entry behind its name, and what was read of them."""

    words: Sentence
    at: int
    found: dict[str, Any] = field(default_factory=dict)

    @property
    def more(self) -> bool:
        return self.at < len(self.words)

    @property
    def next(self) -> str:
        return self.words[self.at].upper if self.more else ""

    def take(self, what: str) -> Word:
        if not self.more:
            raise CopybookFault(self.words[-1].line, f"{what} is missing at the end of the entry")
        self.at += 1
        return self.words[self.at - 1]

    def skip(self, *words: str) -> None:
        while self.next in words:
            self.at += 1

    def number(self, what: str) -> int:
        word = self.take(what)
        if not word.text.isdecimal() or len(word.text) > 9:
            raise CopybookFault(word.line, f"{word.text} is no number; {what} was expected")
        return int(word.text)


def parse_entry(sentence: Sentence) -> Item | None:
    """An item without children; None for an entry that takes no room. Raises ``CopybookFault``."""
    first = sentence[0]
    if first.upper == "COPY":
        raise CopybookFault(first.line, "COPY is not followed: put the text of that copybook in its place")
    if not first.text.isdecimal() or len(first.text) > 2:
        raise CopybookFault(first.line, f"{first.text} is no level number (01 to 49, 66, 77, 78, 88)")
    level = int(first.text)
    if level in IGNORED_LEVELS:
        return None
    if not (1 <= level <= 49 or level == 77):
        raise CopybookFault(first.line, f"{first.text} is no level number (01 to 49, 66, 77, 78, 88)")
    named = len(sentence) > 1 and not _begins_clause(sentence[1].upper)
    name = sentence[1].text if named else None
    clauses = _Clauses(sentence, 2 if named else 1)
    while clauses.more:
        _clause(clauses)
    return Item(level, None if (name or "").upper() == "FILLER" else name, first.line, **clauses.found)


def _begins_clause(word: str) -> bool:
    return word in _CLAUSES or _usage(word) is not None


def _usage(word: str) -> str | None:
    return USAGES.get(word.replace("COMPUTATIONAL", "COMP"))


def _clause(clauses: _Clauses) -> None:
    word = clauses.take("a clause")
    usage = _usage(word.upper)
    if usage is not None:
        clauses.found["usage"] = usage
    elif word.upper in _CLAUSES:
        _CLAUSES[word.upper](clauses)
    elif word.upper in _UNREAD:
        raise CopybookFault(word.line, f"USAGE {word.text} is not read: it holds no text and no number")
    else:
        raise CopybookFault(
            word.line,
            f"{word.text} is not understood here; is a full stop missing before it, or code behind column 72?",
        )


def _picture(clauses: _Clauses) -> None:
    clauses.skip("IS")
    word = clauses.take("the picture")
    try:
        clauses.found["picture"] = parse_picture(word.text)
    except PictureFault as fault:
        raise CopybookFault(word.line, str(fault)) from None


def _usage_clause(clauses: _Clauses) -> None:
    clauses.skip("IS")
    _clause(clauses)


def _redefines(clauses: _Clauses) -> None:
    clauses.found["redefines"] = clauses.take("the name that is redefined").text


def _occurs(clauses: _Clauses) -> None:
    line = clauses.words[clauses.at - 1].line
    most = clauses.number("how often it occurs")
    if clauses.next == "TO":
        clauses.take("TO")
        most = clauses.number("how often it occurs at most")
    clauses.skip("TIMES")
    depending = None
    if clauses.next == "DEPENDING":
        clauses.take("DEPENDING")
        clauses.skip("ON")
        depending = clauses.take("the field that it depends on").text
    if most == 0:
        raise CopybookFault(line, "OCCURS 0 takes no room")
    clauses.found["occurs"] = Occurs(most, depending)


def _sign(clauses: _Clauses) -> None:
    clauses.skip("IS")
    word = clauses.take("LEADING or TRAILING")
    if word.upper not in {"LEADING", "TRAILING"}:
        raise CopybookFault(word.line, f"SIGN is LEADING or TRAILING, not {word.text}")
    clauses.at -= 1
    _where(clauses)


def _where(clauses: _Clauses) -> None:
    # LEADING and TRAILING may stand without the word SIGN.
    if clauses.words[clauses.at - 1].upper not in {"LEADING", "TRAILING"}:
        clauses.take("LEADING or TRAILING")
    leading = clauses.words[clauses.at - 1].upper == "LEADING"
    separate = clauses.next == "SEPARATE"
    clauses.skip("SEPARATE", "CHARACTER")
    clauses.found["sign"] = SignClause(leading, separate)


def _sync(clauses: _Clauses) -> None:
    clauses.skip("LEFT", "RIGHT")
    clauses.found["sync"] = True


def _rest_until_clause(clauses: _Clauses) -> None:
    """Values and keys: everything up to the next clause."""
    while clauses.more and not _begins_clause(clauses.next):
        clauses.at += 1


def _blank(clauses: _Clauses) -> None:
    clauses.skip("WHEN", "ZERO", "ZEROS", "ZEROES")


def _nothing(clauses: _Clauses) -> None:
    clauses.skip("RIGHT", "IS")


_CLAUSES: Final[Mapping[str, Callable[[_Clauses], None]]] = {
    "PIC": _picture,
    "PICTURE": _picture,
    "USAGE": _usage_clause,
    "REDEFINES": _redefines,
    "OCCURS": _occurs,
    "SIGN": _sign,
    "LEADING": _where,
    "TRAILING": _where,
    "SYNC": _sync,
    "SYNCHRONIZED": _sync,
    "JUST": _nothing,
    "JUSTIFIED": _nothing,
    "BLANK": _blank,
    "VALUE": _rest_until_clause,
    "VALUES": _rest_until_clause,
    "ASCENDING": _rest_until_clause,
    "DESCENDING": _rest_until_clause,
    "INDEXED": _rest_until_clause,
    "EXTERNAL": _nothing,
    "GLOBAL": _nothing,
    "VOLATILE": _nothing,
}
