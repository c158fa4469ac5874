"""Every entry of the lists is refused, in upper and lower case, with comments in between."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from legacy_adapters.core.errors import StatementRefused
from legacy_adapters.sources.database.statement import check_query
from legacy_adapters.sources.database.statement_refused import (
    ALSO_FUNCTIONS,
    FUNCTIONS,
    PHRASES,
    WORDS,
    refused_function,
)

_CALLS = [
    (dialect, name.replace("*", rest)) for dialect, names in FUNCTIONS.items() for name in names for rest in ("", "x")
]
_TREES = {"postgres", "sqlite", "mysql", "oracle", "tsql"}
_CASES = pytest.mark.parametrize("shape", [str.upper, str.lower, str.title], ids=["upper", "lower", "title"])


@pytest.mark.parametrize(("dialect", "name"), sorted(set(_CALLS)))
@_CASES
def test_functions_are_refused(dialect: str, name: str, shape: Callable[[str], str]) -> None:
    """A function of the list is refused in its dialect, and where the dialect is not known."""
    for known in {None, dialect if dialect in _TREES else None}:
        with pytest.raises(StatementRefused, match="function"):
            check_query(f"SELECT a, {shape(name)}/* c */ -- d\n ('x') FROM t", known)


@pytest.mark.parametrize("word", sorted(WORDS))
@_CASES
def test_words_are_refused(word: str, shape: Callable[[str], str]) -> None:
    """A word of the list is refused outside quotes and harmless within."""
    with pytest.raises(StatementRefused, match=word):
        check_query(f"SELECT a/**/{shape(word)}/* c */ x FROM t", None)
    check_query(f"SELECT \"{shape(word)}\", [{shape(word)}], '{shape(word)}', t.{shape(word)} FROM t -- {word}", None)


@pytest.mark.parametrize("phrase", PHRASES, ids=" ".join)
@pytest.mark.parametrize("dialect", [None, *sorted(_TREES)])
@_CASES
def test_phrases_are_refused(phrase: tuple[str, ...], dialect: str | None, shape: Callable[[str], str]) -> None:
    """A sequence of words that locks or draws is refused in every dialect."""
    with pytest.raises(StatementRefused):
        check_query("SELECT a FROM t " + " /* c */ ".join(map(shape, phrase)) + " x", dialect)


def test_words_that_are_functions_are_refused_without_a_parenthesis() -> None:
    """TRUNCATE as a number's function passes, TRUNCATE as a statement does not."""
    for word in ALSO_FUNCTIONS:
        check_query(f"SELECT {word} (a, 2) FROM t", None)
        with pytest.raises(StatementRefused, match=word):
            check_query(f"SELECT a FROM t {word} x", None)


def test_a_dialect_refuses_its_own_functions_only() -> None:
    """MySQL's SLEEP is a name like any other in PostgreSQL, and the whole name counts."""
    assert refused_function("mysql").fullmatch("Sleep")
    assert not refused_function("postgres").fullmatch("sleep")
    assert refused_function(None).fullmatch("sleep")
    assert not refused_function(None).fullmatch("my_sleep")
