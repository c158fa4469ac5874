"""What is done to a text before it is read."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.field_settings import FieldSettings
from legacy_adapters.mapping.text_steps import changes_text, text_key, trimmed
from tests.mapping.thing import mixed, values


def name(text: str | None, **steps: object) -> object:
    """The field ``name`` of a row whose column A has this text."""
    return values("name", {"from": "A", **steps}, {"A": [text]})[0]


@pytest.mark.parametrize("text", ["x", " x", "x  ", "\tx\r\n", "\u00a0x "])
def test_blanks_at_both_ends_go(text: str) -> None:
    """Padding of CHAR columns, tabs, line ends and no-break blanks are no part of a text."""
    assert name(text) == "x"


def test_blanks_within_stay() -> None:
    """Only the ends are trimmed."""
    assert name(" a  b ") == "a  b"


@pytest.mark.parametrize("text", ["", "   ", "\t"])
def test_an_empty_text_is_no_value(text: str) -> None:
    """What is empty after trimming is null."""
    assert name(text) is None


def test_trimming_can_be_switched_off() -> None:
    """The text then is what the source has, also an empty one."""
    assert name(" x ", trim="false") == " x "
    assert name("", trim="false") == ""


def test_texts_that_mean_nothing_are_null() -> None:
    """They are compared after trimming; a field's own list takes the place of the locale's."""
    locale = {"null_values": ["NULL", "-"]}
    columns = {"A": ["NULL ", "-", "n/a", "x"]}
    assert values("name", "A", columns, locale=locale) == [None, None, "n/a", "x"]
    assert values("name", {"from": "A", "null_values": "n/a"}, columns, locale=locale) == ["NULL", "-", None, "x"]


def test_pieces_are_replaced_one_after_the_other() -> None:
    """Replacements are plain text, in the order of the file."""
    assert name("a.b.c", replace={".": "-", "-c": "!"}) == "a-b!"


@pytest.mark.parametrize(
    ("pattern", "found"),
    [(r"\d+", "12"), (r"RE-(\d+)", "12"), (r"(RE)-(?P<number>\d+)", "12"), (r"(?P<a>R)(?P<b>E)", "R"), ("z", None)],
)
def test_a_regular_expression_picks_a_part(pattern: str, found: str | None) -> None:
    """The first named group, else the first, else the whole match; no match is no value."""
    assert name("RE-12", regex=pattern) == found


@pytest.mark.parametrize("pattern", ["(", "(?=a)", r"(a)\1"])
def test_a_pattern_that_is_none_is_refused(pattern: str) -> None:
    """The error has field, pattern and the syntax to use."""
    with pytest.raises(ConfigError, match="no regular expression") as error:
        name("x", regex=pattern)
    assert error.value.where == "thing.name"
    assert "Rust" in error.value.hint


@pytest.mark.parametrize(
    ("piece", "found"), [(1, "a"), (2, "b"), (3, "c"), (4, None), (-1, "c"), (-3, "a"), (-4, None)]
)
def test_a_text_is_split(piece: int, found: str | None) -> None:
    """Pieces are counted from 1, or from -1 at the end, and trimmed; one that is not there is no value."""
    assert name("a - b - c", split=["-", str(piece)]) == found


def test_case_and_padding() -> None:
    """Padding comes last, counts characters, and never cuts."""
    assert name("ä1", case="upper", pad_left=["5", "0"]) == "000Ä1"
    assert name("ABC", case="lower", pad_left=["2", "0"]) == "abc"
    assert name(None, pad_left=["5", "0"]) is None


def test_all_steps_in_their_order() -> None:
    """trim, null_values, replace, regex, split, case, pad_left."""
    steps = {"replace": {"/": "-"}, "regex": "[a-z]+-[a-z]+", "split": ["-", "2"], "case": "upper"}
    assert name(" 1ab/cd2 ", **steps, pad_left=["4", "."]) == "..CD"


def test_a_number_can_be_treated_as_text() -> None:
    """What the source delivers typed becomes text where a step for texts is stated, or the field is text."""
    columns = {"A": [42, None]}
    assert values("name", {"from": "A", "pad_left": ["5", "0"]}, columns) == ["00042", None]
    assert values("count", {"from": "A", "replace": {"4": "7"}}, columns) == [72, None]


def test_a_cell_that_was_changed_is_text() -> None:
    """A number of a mixed column is in no locale, until a step turns it into a text of its own."""
    columns = {"A": mixed(("1.5", True), ("EUR 1,5", False))}
    settings = {"from": "A", "replace": {"EUR": ""}}
    assert [str(v) for v in values("net", settings, columns, locale={"decimal": ","})] == ["1.5000", "1.5000"]


def test_typed_columns_need_no_text_steps() -> None:
    """Only steps that are for texts turn a typed value into text."""
    assert not changes_text(FieldSettings.model_validate({"from": "A", "date": "%d"}))
    assert changes_text(FieldSettings.model_validate({"from": "A", "case": "upper"}))


def test_different_steps_have_different_keys() -> None:
    """Two fields share a cleaned column only if they clean it alike."""
    plain, upper = (FieldSettings.model_validate({"from": "A", **more}) for more in ({}, {"case": "upper"}))
    assert text_key(plain) != text_key(upper)
    assert text_key(plain) == text_key(FieldSettings.model_validate({"from": "A", "default": "x"}))


@given(st.lists(st.text() | st.none(), min_size=1))
def test_trimming_is_pythons(texts: list[str | None]) -> None:
    """Trimming takes off what Python takes for blanks, but for the separators of old teleprinters."""
    odd = "\x1c\x1d\x1e\x1f"
    expected = [None if text is None else text.strip() or None for text in texts]
    clean = [None if text is None else text for text in texts]
    found = pl.Series(clean, dtype=pl.String).to_frame("a").select(trimmed(pl.col("a")))["a"].to_list()
    assert all(
        got == want for text, got, want in zip(texts, found, expected, strict=True) if not set(text or "") & set(odd)
    )
