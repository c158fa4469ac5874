"""Cuts a statement into words, quoted names, texts, signs and comments, with the place of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from legacy_adapters.core.errors import StatementRefused

Kind = Literal["word", "name", "text", "number", "sign", "comment"]

ALLOWED_HINT: Final = (
    "A source is only read: give one SELECT (or WITH … SELECT, or VALUES) that changes nothing. "
    "A column or table of such a name is written in quotes."
)


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a statement: ``text`` is what stands there (of a quoted name without its quotes), ``start`` its
    offset."""

    kind: Kind
    text: str
    start: int

    @property
    def upper(self) -> str:
        """A bare word or sign in upper case; empty for what is quoted, and so never a keyword."""
        return self.text.upper() if self.kind in ("word", "sign") else ""


_PIECE: Final = re.compile(
    r"""
    (?P<space>\s++)
  | (?P<comment>--[^\r\n]*+|/\*.*?\*/)
  | (?P<text>'(?:[^']|'')*+')
  | (?P<name>"(?:[^"]|"")*+"|`(?:[^`]|``)*+`|\[(?:[^]]|]])*+])
  | (?P<number>\d++(?:\.\d*+)?+(?:[eE][+-]?\d++)?+)
  | (?P<word>[^\W\d][\w$\#@]*+)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING: Final = {"'": "a quote", '"': "a quote", "`": "a quote", "[": "a bracket"}


def refused(sql: str, start: int, message: str) -> StatementRefused:
    """The error for what stands at offset ``start`` of ``sql``."""
    before = sql[:start]
    line = before.count("\n") + 1
    column = start - (before.rfind("\n") + 1) + 1
    return StatementRefused(message, where=f"query, line {line}, column {column}", hint=ALLOWED_HINT)


def cut(sql: str) -> list[Word]:
    """The pieces of ``sql`` where the database's dialect is not known: quotes are ``'…'``, ``"…"``, `````…````` and
    ``[…]``, a doubled quote stands for itself.

    Raises ``StatementRefused`` for what databases read in different ways, as one of them might run what looks like
    text here: a quote that is not closed, a backslash in front of a quote, a comment within a comment.
    """
    found: list[Word] = []
    for match in _PIECE.finditer(sql):
        kind, text, start = match.lastgroup, match.group(), match.start()
        if kind == "space":
            continue
        if kind == "sign" and (text in _OPENING or sql.startswith("/*", start)):
            raise refused(sql, start, f"{_OPENING.get(text, 'a comment')} is opened here and never closed")
        if kind in ("text", "name") and "\\" + text[-1] in text:
            raise refused(sql, start, "a backslash in front of a quote is read in different ways by databases")
        if kind == "comment" and "/*" in text[2:] and text[0] == "/":
            raise refused(sql, start, "a comment within a comment")
        found.append(Word(_kind(kind), _unquoted(text) if kind == "name" else text, start))
    return found


def _kind(group: str | None) -> Kind:
    match group:
        case "comment" | "text" | "name" | "number" | "word":
            return group
        case _:
            return "sign"


def _unquoted(name: str) -> str:
    return name[1:-1].replace(name[-1] * 2, name[-1])


def cut_as(sql: str, dialect: str) -> list[Word]:
    """The pieces of ``sql`` as sqlglot's ``dialect`` cuts them. Raises ``StatementRefused`` for what cannot be cut."""
    import sqlglot
    from sqlglot.errors import SqlglotError
    from sqlglot.tokenizer_core import Token, TokenType

    texts = {kind for kind in TokenType if kind.name.endswith("STRING")}

    def kind_of(token: Token) -> Kind:
        if token.token_type == TokenType.IDENTIFIER:
            return "name"
        if token.token_type in texts:
            return "text"
        if token.token_type == TokenType.NUMBER:
            return "number"
        return "word" if token.text[:1].isalpha() or token.text[:1] == "_" else "sign"

    try:
        tokens = sqlglot.tokenize(sql, read=dialect)
    except SqlglotError as error:
        cut(sql)
        raise refused(sql, max(len(sql) - 1, 0), "the statement ends within a quote or a comment") from error
    found: list[Word] = []
    for token in tokens:
        for comment in token.comments:
            if "/*" in comment:
                raise refused(sql, max(sql.find(comment), 0), "a comment within a comment")
            found.append(Word("comment", f"/*{comment}*/", max(sql.find(f"/*{comment}"), 0)))
        kind = kind_of(token)
        # Some keywords come as one token: ``ORDER BY``.
        parts = token.text.split() if kind == "word" else [token.text]
        found += [Word(kind, part, token.start) for part in parts]
    return found
