"""Counts in bytes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.xml.counting import Bytes, black, entity_bytes, is_plain, lines_of, places_of


def data(text: str) -> Bytes:
    """The bytes of a text."""
    return np.frombuffer(text.encode(), np.uint8)


@pytest.mark.parametrize("text", ["&#65;", "\x01", "\x00", "a\x1f\n", "\ufffe", "\uffff", "]]>"])
def test_what_is_not_plain(text: str) -> None:
    """References by number, characters that XML does not allow, and the end of a section without one."""
    assert not is_plain(text.encode(), data(text))


@pytest.mark.parametrize("text", ["a\tb\r\nc", "#1 & ]> ] ]>", "\uf000\ufb01", ""])
def test_what_is_plain(text: str) -> None:
    """Blanks of all kinds, and what only begins like something odd."""
    assert is_plain(text.encode(), data(text))


def test_blanks_are_not_counted() -> None:
    """The others are, byte by byte."""
    assert black(data(" a\n\t\r\u00fc")) == 3


@pytest.mark.parametrize(
    ("text", "extra"),
    [("x", 0), ("&amp;&lt;&gt;&quot;&apos;<", 4 + 3 + 3 + 5 + 5), ("&x; more", None), ("less &", None)],
)
def test_entities_are_longer_than_what_they_mean(text: str, extra: int | None) -> None:
    """The five that need no declaration."""
    assert entity_bytes(data(text)) == extra


@given(st.text("<Eab>", max_size=60), st.text("<Eab>", min_size=2, max_size=5))
def test_every_place_is_found(text: str, sought: str) -> None:
    """In their order, at even and at odd places, up to the end."""
    expected = [place for place in range(len(text)) if text.startswith(sought, place)]
    assert places_of(data(text), sought.encode()).tolist() == expected


def test_lines_are_counted_from_the_first_byte() -> None:
    """A newline belongs to the line that it ends."""
    assert lines_of(data("a\nb\n\nc"), np.array([0, 1, 2, 3, 5]), 10).tolist() == [10, 10, 11, 11, 13]
