"""Texts that mean true or false."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.values.booleans import FALSE, TRUE, parse_boolean
from tests.values.reading import COLUMN, faults_of, read, values_of


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("Y", "N"),
        ("J", "N"),
        ("JA", "NEIN"),
        ("ja", "nej"),
        ("Yes", "No"),
        ("T", "F"),
        ("TRUE", "false"),
        ("1", "0"),
        ("-1", "0"),
        ("Wahr", "FALSCH"),
        ("x", "0"),
    ],
)
def test_usual_words_need_not_be_stated(yes: str, no: str) -> None:
    """English, German, Danish and Access's words are known, in any case and with blanks around."""
    assert values_of(parse_boolean(COLUMN), [yes, no, f" {yes} ", no.swapcase()]) == [True, False, True, False]


@pytest.mark.parametrize("text", ["2", "maybe", "truee", "y n", "-", "0.0", "\x00", "٠"])
def test_other_words_are_faults(text: str) -> None:
    """Neither true nor false is a fault."""
    assert faults_of(parse_boolean(COLUMN), [text]) == ["not_a_boolean"]


def test_nothing_is_null() -> None:
    """Null, empty and blank texts say neither."""
    assert read(parse_boolean(COLUMN), [None, "", "  "]) == [(None, None)] * 3


def test_an_empty_cell_can_mean_no() -> None:
    """Where a cross means yes, an empty or blank cell may mean no; null says nothing."""
    crosses = parse_boolean(COLUMN, ["X"], [""])
    assert read(crosses, ["X", "x", "", "  ", None, "o"]) == [
        (True, None), (True, None), (False, None), (False, None), (None, None), (None, "not_a_boolean")
    ]  # fmt: skip


def test_stated_words_replace_the_usual_ones() -> None:
    """With lists of its own a pipeline knows no other words."""
    assert read(parse_boolean(COLUMN, ["offen"], ["zu"]), ["OFFEN", "zu", "1"]) == [
        (True, None), (False, None), (None, "not_a_boolean")
    ]  # fmt: skip


@pytest.mark.parametrize(("true", "false"), [(["J"], ["j "]), (["1", "x"], ["0", "X"])])
def test_a_word_cannot_mean_both(true: list[str], false: list[str]) -> None:
    """A word in both lists is an error that names it."""
    with pytest.raises(ValueError, match="cannot mean both"):
        parse_boolean(COLUMN, true, false)


@given(st.lists(st.text(max_size=8) | st.sampled_from([*TRUE, *FALSE]).map(str.title), min_size=1))
def test_any_text_is_in_a_list_or_a_fault(texts: list[str]) -> None:
    """Each text is what the lists say of it without case and blanks, or a fault; nothing raises."""
    for text, row in zip(texts, read(parse_boolean(COLUMN), texts), strict=True):
        word = text.strip(" \t\u00a0\u2007\u2009\u202f").lower()
        if word in TRUE or word in FALSE:
            assert row == (word in TRUE, None)
        else:
            assert row == (None, "not_a_boolean" if word else None)
