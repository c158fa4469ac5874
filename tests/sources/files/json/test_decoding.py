"""JSON text to values and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.json.decoding import NotJson, Number, decoded, decoded_at, encoded

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("text", ["12345678901234567.890", "0.1", "-0.00", "1E+3", "9" * 5000])
def test_numbers_keep_their_digits(text: str) -> None:
    """No number passes through a binary double, however long it is."""
    found = decoded(text)
    assert type(found) is Number
    assert str(found) == text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"a": 1, "a": 2}', "twice"),
        ('[{"b": {"a": 1, "a": 1}}]', "twice"),
        ("NaN", "NaN"),
        ("[-Infinity]", "Infinity"),
        ("{'a': 1}", "double quotes"),
        ("", "character 1"),
        ('"a\tb"', "control"),
        ("[1,]", "Expecting|Illegal"),
        ("[" * 100_000, "deep"),
        ('{"a":' * 100_000, "deep"),
        ("01", "Extra data"),
    ],
)
def test_what_json_does_not_allow(text: str, what: str) -> None:
    """It is refused with what is wrong, whatever nesting it has."""
    with pytest.raises(NotJson, match=what):
        decoded(text)


def test_a_value_within_a_text() -> None:
    """A value ends where it ends; one that may go on is not there yet; one that cannot become right is refused."""
    assert decoded_at('  {"a":1}, 2', 2) == ({"a": "1"}, 9)
    assert decoded_at('{"a": "xyz', 0) is None
    assert decoded_at('{"a": tru', 0) is None
    with pytest.raises(NotJson):
        decoded_at("{oops" + " " * 100, 0)


@given(VALUES)
def test_encoding_is_the_way_back(value: object) -> None:
    """What was read is written with the same meaning, and read again to the same."""
    text = json.dumps(value)
    assert json.loads(encoded(decoded(text))) == value
    assert decoded(encoded(decoded(text))) == decoded(text)


def test_encoding_keeps_digits_and_has_an_end() -> None:
    """Numbers as they were; nesting beyond all measure is refused."""
    assert encoded(decoded('[1.50, {"a": "ü", "b": [null, true]}]')) == '[1.50,{"a":"ü","b":[null,true]}]'
    with pytest.raises(NotJson, match="deep"):
        encoded(decoded("[" * 150 + "]" * 150))
