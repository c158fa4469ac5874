"""A copybook's text as words."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.fixed.copybook.source import CopybookFault, sentences


def words(text: str) -> list[list[tuple[str, int]]]:
    return [[(word.text, word.line) for word in sentence] for sentence in sentences(text)]


def test_fixed_form() -> None:
    """Numbers in front, comments, what is behind column 72, and directives are no code."""
    text = (
        "000100* a comment\n" + "000200 01  A PIC X.".ljust(72) + "PAYROLL1\n      / page\n       EJECT\n"
        "       05 B PIC 9(8).9(2).  *> note\n      D05 C.\n"
    )
    assert words(text) == [
        [("01", 2), ("A", 2), ("PIC", 2), ("X", 2)],
        [("05", 5), ("B", 5), ("PIC", 5), ("9(8).9(2)", 5)],
    ]


def test_code_may_begin_in_column_seven() -> None:
    """Where nothing else can be meant."""
    assert words("      01 A PIC X.\n") == [[("01", 1), ("A", 1), ("PIC", 1), ("X", 1)]]


def test_continued_words_and_literals() -> None:
    """A line with a hyphen in column 7 goes on where the one before ended."""
    text = "       05 LONG-NA\n      -    ME PIC X(9) VALUE 'AB\n      -    'CD'.\n"
    (sentence,) = words(text)
    assert [word for word, _ in sentence][:4] == ["05", "LONG-NAME", "PIC", "X(9)"]
    assert sentence[-1][0].startswith("'AB")
    assert sentence[-1][0].endswith("CD'")


def test_full_stops_in_literals_do_not_end() -> None:
    """A literal is one word."""
    assert words("01 A PIC X(4) VALUE 'a. b'.\n01 B PIC X.")[0][-1] == ("'a. b'", 1)


def test_free_form_is_known_by_its_level_numbers() -> None:
    """Code from column 1 on."""
    assert words("01 A.\n  05 B PIC X.\n")[1] == [("05", 2), ("B", 2), ("PIC", 2), ("X", 2)]


def test_an_entry_without_end() -> None:
    """It is named with its line."""
    with pytest.raises(CopybookFault, match="line 2: the entry 05 B has no full stop"):
        words("01 A.\n  05 B PIC X\n")


@given(st.text(max_size=200))
def test_any_text_gives_sentences_or_a_fault(text: str) -> None:
    """Nothing crashes."""
    with contextlib.suppress(CopybookFault):
        assert all(sentence for sentence in sentences(text))
