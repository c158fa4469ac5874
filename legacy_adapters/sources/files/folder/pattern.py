"""Which names a pattern stands for: ``BUCH*.TXT``, ``**/*.csv``, ``month*.zip!BUCH*.TXT``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from legacy_adapters.sources.files.folder.names import folded, is_hidden
from legacy_adapters.sources.files.folder.packed.kinds import is_archive

MEMBER = "!"
"""Stands between an archive's name and that of its member."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern: ``*`` and ``?`` stay within a folder, ``**`` is any number of folders, ``[abc]`` one of these.

    Upper and lower case, and composed and decomposed umlauts, are the same. A name that is the pattern to the letter
    matches too, so that brackets in a name need no care. Behind a ``!`` stands a pattern for the members of an archive.
    """

    text: str
    name: re.Pattern[str]
    segments: tuple[re.Pattern[str] | None, ...]
    member: re.Pattern[str] | None

    @classmethod
    def of(cls, text: str) -> Pattern:
        """Raises ``ValueError`` for a pattern that could match nothing, or would leave the folder."""
        outer, member = split_member(text)
        parts = outer.replace("\\", "/").split("/")
        if not outer or "" in parts:
            raise ValueError(f"the pattern {text!r} is not relative to the folder, or has an empty part")
        if any(part in (".", "..") for part in parts):
            raise ValueError(f"the pattern {text!r} would leave the folder; state another `path`")
        return cls(
            text=outer,
            name=re.compile(_translated(parts), re.DOTALL),
            segments=tuple(None if part == "**" else re.compile(_segment(part), re.DOTALL) for part in parts),
            member=None if member is None else re.compile(_translated(member.split("/")), re.DOTALL),
        )

    def matches(self, name: str) -> bool:
        """Whether a file of this name, relative to the folder, is meant."""
        name = folded(name)
        return self.name.fullmatch(name) is not None or name == folded(self.text)

    def may_lie_in(self, folder: str) -> bool:
        """Whether a file that is meant may lie in this folder, or further below."""
        for number, part in enumerate(folded(folder).split("/")):
            if number >= len(self.segments):
                return False
            segment = self.segments[number]
            if segment is None:
                return True
            if segment.fullmatch(part) is None:
                return False
        return len(self.segments) > folder.count("/") + 1


@dataclass(frozen=True, slots=True)
class Patterns:
    """Several patterns: a file that one of them stands for is meant. Hidden names never are."""

    each: tuple[Pattern, ...]

    @classmethod
    def of(cls, texts: str | Iterable[str]) -> Patterns:
        """Raises ``ValueError`` for a pattern that could match nothing."""
        return cls(tuple(Pattern.of(text) for text in ([texts] if isinstance(texts, str) else texts)))

    def matches(self, name: str) -> bool:
        """Whether a file of this name is meant."""
        return not is_hidden(name) and any(one.matches(name) for one in self.each)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings that the patterns name: ``.txt``."""
        return tuple({"." + end for one in self.each if (end := one.text.rpartition(".")[2]) and end.isalnum()})

    def may_lie_in(self, folder: str) -> bool:
        """Whether this folder has to be looked into."""
        return not is_hidden(folder) and any(one.may_lie_in(folder) for one in self.each)

    def matches_member(self, archive: str, member: str) -> bool:
        """Whether a member of an archive is meant: all are where the archive's pattern has nothing behind a ``!``."""
        inner = folded(member)
        return any(
            one.member is None or one.member.fullmatch(inner) is not None or one.member.fullmatch(_last(inner))
            for one in self.each
            if one.matches(archive)
        )


def split_member(text: str) -> tuple[str, str | None]:
    """A name, or a pattern, of an archive and that of its member; without one: the text as it stands, and None."""
    at = text.find(MEMBER)
    while at > 0:
        if is_archive(text[:at]) and text[at + 1 :]:
            return text[:at], text[at + 1 :]
        at = text.find(MEMBER, at + 1)
    return text, None


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _translated(parts: list[str]) -> str:
    """A regular expression for a whole name."""
    pieces: list[str] = []
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == "**":
            pieces.append(".*" if last else "(?:.+/)?")
        else:
            pieces.append(_segment(part) + ("" if last else "/"))
    return "".join(pieces)


def _segment(part: str) -> str:
    """A regular expression for one part of a name."""
    part, found, at = folded(part), "", 0
    while at < len(part):
        char, at = part[at], at + 1
        if char == "*":
            found += "[^/]*" if not found.endswith("[^/]*") else ""
        elif char == "?":
            found += "[^/]"
        elif char == "[" and (end := part.find("]", at + 1)) > 0:
            found += _one_of(part[at:end])
            at = end + 1
        else:
            found += re.escape(char)
    return found


def _one_of(inner: str) -> str:
    negated = inner[:1] in ("!", "^")
    inner = inner[1:] if negated else inner
    escaped = re.sub(r"([\\\[\]^&~|])", r"\\\1", inner)
    return f"(?!/)[{'^' if negated else ''}{escaped}]"
