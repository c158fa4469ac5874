"""Says no to a statement that is not one query without side effects, before it is sent.

Where sqlglot knows the dialect the whole tree is walked: ``SELECT INTO``, ``WITH … DELETE`` and ``FOR UPDATE`` have a
harmless root. What it cannot parse, and drivers without a dialect (``SELECT FIRST 10``, ``WITH UR``, ``{oj …}``,
``LIB/FILE``), are judged by their bare words, more strictly. This is the first guard; the second is the session's own
read-only mode.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from legacy_adapters.core.errors import StatementRefused
from legacy_adapters.sources.database.statement_refused import ALSO_FUNCTIONS, PHRASES, WORDS, refused_function
from legacy_adapters.sources.database.statement_words import ALLOWED_HINT, Word, cut, cut_as, refused

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

LONGEST_QUERY: Final = 1_000_000
"""Characters; more is no query that a person wrote."""

_FIRST_WORDS: Final = ("SELECT", "WITH", "VALUES")
_SET_WORDS: Final = ("UNION", "EXCEPT", "INTERSECT", "MINUS", "ALL", "DISTINCT")
_WITHOUT_SEPARATOR: Final = frozenset({"tsql"})
"""Dialects in which a second statement needs no ``;``: a tree would take its first word for an alias."""


def check_query(sql: str, dialect: str | None) -> None:
    """Returns if ``sql`` is exactly one query without side effects; ``dialect`` is sqlglot's name, None if unknown.

    Raises ``StatementRefused`` with what was refused, its line and column, and what is allowed.
    """
    _pieces(sql, dialect)


def bare_query(sql: str, dialect: str | None) -> str:
    """``sql`` without the ``;`` that may end it, so that it can stand in parentheses.

    Raises ``StatementRefused`` like ``check_query``.
    """
    end = next((word.start for word in _pieces(sql, dialect) if word.upper == ";"), len(sql))
    return sql[:end].rstrip()


def words_of(sql: str, dialect: str | None) -> list[Word]:
    """The words, names, texts, signs and comments of a statement, or of a part of one, as the dialect cuts them.

    Raises ``StatementRefused`` for what cannot be cut, or is cut in different ways by databases of no known dialect.
    """
    known = _parsed_dialect(dialect)
    return cut(sql) if known is None else cut_as(sql, known)


def _parsed_dialect(dialect: str | None) -> str | None:
    return None if dialect in _WITHOUT_SEPARATOR else dialect


def _pieces(sql: str, dialect: str | None) -> list[Word]:
    """The checked statement's pieces without comments."""
    if len(sql) > LONGEST_QUERY:
        raise StatementRefused(f"the query has more than {LONGEST_QUERY:,} characters", hint=ALLOWED_HINT)
    if "\0" in sql:
        raise refused(sql, sql.index("\0"), "a zero byte in the query")
    known = _parsed_dialect(dialect)
    pieces = words_of(sql, dialect)
    _check_comments(sql, pieces)
    words = [piece for piece in pieces if piece.kind != "comment"]
    _check_outline(sql, words)
    _check_phrases(sql, words)
    _check_functions(sql, words, dialect)
    if known is None or not _tree_is_checked(sql, words, known):
        _check_words(sql, words)
        _check_single(sql, words)
    return words


def _check_comments(sql: str, pieces: Sequence[Word]) -> None:
    """MySQL and MariaDB run what stands in ``/*! … */``."""
    for piece in pieces:
        if piece.kind == "comment" and piece.text.upper().startswith(("/*!", "/*M!")):
            raise refused(sql, piece.start, f"code in a comment ({piece.text[:20]}…)")


def _check_outline(sql: str, words: Sequence[Word]) -> None:
    """It begins as a query, and nothing follows a ``;``."""
    first = next((word for word in words if word.upper != "("), None)
    if first is None:
        raise refused(sql, 0, "the statement is empty")
    if first.upper not in _FIRST_WORDS:
        raise refused(sql, first.start, f"{first.text[:40]!r} does not begin a query")
    ended = next((i for i, word in enumerate(words) if word.upper == ";"), len(words))
    for word in words[ended + 1 : ended + 2]:
        raise refused(sql, word.start, f"a second statement ({word.text[:40]!r})")


def _check_phrases(sql: str, words: Sequence[Word]) -> None:
    uppers = [word.upper for word in words]
    for phrase in PHRASES:
        for i in range(len(uppers) - len(phrase) + 1):
            if uppers[i] == phrase[0] and tuple(uppers[i : i + len(phrase)]) == phrase:
                raise refused(sql, words[i].start, f"{' '.join(phrase).lstrip('. ')} changes or locks something")


def _check_functions(sql: str, words: Sequence[Word], dialect: str | None) -> None:
    """No name in front of a parenthesis, nor a package it belongs to, is that of a function with side effects."""
    pattern = refused_function(dialect)
    called = False
    for i in range(len(words) - 1, -1, -1):
        follower = words[i + 1].upper if i + 1 < len(words) else ""
        if words[i].kind not in ("word", "name"):
            continue
        called = follower == "(" or (called and follower == ".")
        if called and pattern.fullmatch(words[i].text):
            raise refused(sql, words[i].start, f"the function {words[i].text} has side effects, or leaves the database")


def _check_words(sql: str, words: Sequence[Word]) -> None:
    """No bare word begins a change; behind a dot it is a column, behind CHARACTER (``SET``) a type."""
    before = ""
    for i, word in enumerate(words):
        if word.upper in WORDS and before != "." and (before, word.upper) != ("CHARACTER", "SET"):
            follower = words[i + 1].upper if i + 1 < len(words) else ""
            if not (word.upper in ALSO_FUNCTIONS and follower == "("):
                raise refused(sql, word.start, f"{word.upper} is no part of a query")
        before = word.upper


def _check_single(sql: str, words: Sequence[Word]) -> None:
    """A second SELECT outside parentheses stands behind UNION or the like: some databases need no ``;``."""
    depth, seen, before = 0, False, ""
    for word in words:
        depth += (word.upper == "(") - (word.upper == ")")
        if depth == 0 and word.upper == "SELECT":
            if seen and before not in _SET_WORDS:
                raise refused(sql, word.start, "a second query")
            seen = True
        before = word.upper


def _tree_is_checked(sql: str, words: Sequence[Word], dialect: str) -> bool:
    """Walks the whole tree; False where sqlglot cannot parse the statement."""
    import sqlglot
    from sqlglot import expressions as exp
    from sqlglot.errors import SqlglotError

    try:
        parsed = sqlglot.parse(sql, read=dialect)
    except (SqlglotError, RecursionError):
        return False
    trees = [tree for tree in parsed if tree is not None and not isinstance(tree, exp.Semicolon)]
    if len(trees) != 1:
        raise refused(sql, 0, f"{len(trees)} statements")
    for node in trees[0].walk():
        culprit = _change_in(node)
        if culprit is not None:
            raise refused(sql, _place(words, culprit), f"{culprit} is no part of a query")
    return True


def _change_in(node: Expr) -> str | None:
    """What a node of the tree would change or lock, as the word that stands for it."""
    from sqlglot import expressions as exp

    if isinstance(node, exp.Into | exp.Lock | exp.DML | exp.DDL | exp.Command):
        return str(node.key).upper()
    body = node if node.parent is None else node.this if isinstance(node, exp.CTE) else None
    if body is None or isinstance(body, exp.Query | exp.Values):
        return None
    return str(body.key).upper()


def _place(words: Sequence[Word], culprit: str) -> int:
    return next((word.start for word in words if word.upper == culprit), 0)
