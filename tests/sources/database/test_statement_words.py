"""A statement is cut where the database would cut it, or refused where databases differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import StatementRefused
from legacy_adapters.sources.database.statement_words import Word, cut, cut_as, refused


def _shown(words: list[Word]) -> list[tuple[str, str]]:
    return [(word.kind, word.text) for word in words]


def test_pieces_have_kind_text_and_place() -> None:
    """Words, quoted names without their quotes, texts, numbers, signs and comments are told apart."""
    words = cut("SELECT [a]]b], \"c\"\"d\", 'e''f', 1.5e-3 -- g\nFROM `h` /* i */")
    assert _shown(words) == [
        ("word", "SELECT"),
        ("name", "a]b"),
        ("sign", ","),
        ("name", 'c"d'),
        ("sign", ","),
        ("text", "'e''f'"),
        ("sign", ","),
        ("number", "1.5e-3"),
        ("comment", "-- g"),
        ("word", "FROM"),
        ("name", "h"),
        ("comment", "/* i */"),
    ]
    assert [word.start for word in words[:3]] == [0, 7, 13]


def test_word_right_behind_a_number_is_seen() -> None:
    """`1DELETE` is a number and a word, as SQL Server reads it."""
    assert _shown(cut("1DELETE")) == [("number", "1"), ("word", "DELETE")]


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("SELECT 'a", "a quote is opened"),
        ('SELECT "a', "a quote is opened"),
        ("SELECT `a", "a quote is opened"),
        ("SELECT [a", "a bracket is opened"),
        ("SELECT /* a", "a comment is opened"),
        ("SELECT 'a\\' , 1", "a backslash"),
        ("SELECT 'a\\'' b'", "a backslash"),
        ("SELECT /* a /* b */ */ 1", "a comment within a comment"),
    ],
)
def test_what_databases_read_differently_is_refused(sql: str, what: str) -> None:
    """What one database takes for text and another for code is not passed on."""
    with pytest.raises(StatementRefused, match=what) as error:
        cut(sql)
    assert error.value.where == "query, line 1, column 8"


@pytest.mark.parametrize("dialect", ["postgres", "mysql", "sqlite", "oracle"])
def test_known_dialects_are_cut_alike(dialect: str) -> None:
    """Keywords of several words come apart, comments are kept, and what never ends is refused."""
    words = cut_as("SELECT a /* c */ FROM t ORDER BY 'x'", dialect)
    assert ("comment", "/* c */") in _shown(words)
    assert [word.upper for word in words if word.kind == "word"] == ["SELECT", "A", "FROM", "T", "ORDER", "BY"]
    assert ("text", "x") in _shown(words)
    for broken in ("SELECT 'a", "SELECT /* a", "SELECT 1 /* a /* b */ */"):
        with pytest.raises(StatementRefused):
            cut_as(broken, dialect)


def test_dialects_have_their_own_quotes() -> None:
    """PostgreSQL's dollar quotes and MySQL's escapes end where the database says."""
    assert _shown(cut_as("$a$ ; ' $a$", "postgres")) == [("text", " ; ' ")]
    assert [word.kind for word in cut_as('"a\\";" `b`', "mysql")] == ["text", "name"]


def test_quoted_words_are_never_keywords() -> None:
    """`upper` is empty for what is quoted."""
    assert [word.upper for word in cut("\"select\" [from] 'where' ; x")] == ["", "", "", ";", "X"]


def test_errors_count_lines_and_columns_from_one() -> None:
    """The place is the one an editor shows."""
    assert refused("ab\ncd", 4, "m").where == "query, line 2, column 2"
    assert refused("ab", 0, "m").where == "query, line 1, column 1"


@given(st.text(alphabet="ab'\"`[]/*-\\ \n;1.e", max_size=40))
def test_nothing_is_lost_and_order_is_kept(sql: str) -> None:
    """The pieces cover the statement but for blanks, each at its place."""
    try:
        words = cut(sql)
    except StatementRefused:
        return
    assert [word.start for word in words] == sorted({word.start for word in words})
    for word, following in zip(words, [*words, Word("sign", "", len(sql))][1:], strict=True):
        raw = sql[word.start : following.start]
        assert raw.strip()
        assert word.kind == "name" or raw.rstrip() == word.text.rstrip()
