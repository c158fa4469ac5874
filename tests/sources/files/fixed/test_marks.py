"""Headers and trailers."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.kinds.packed import Packed
from legacy_adapters.sources.files.fixed.kinds.zoned import Sign, Zoned
from legacy_adapters.sources.files.fixed.marks import Mark, Stated, mark_of

PAGE = charset("cp1252")


def test_what_a_trailer_states() -> None:
    """A count without what is no row, and sums of the columns that are read."""
    amount = Stated(4, Zoned(5, PAGE, 2, sign=Sign.TRAILING))
    mark = Mark(b"99", 0, Stated(2, Zoned(2, PAGE)), 1, {"A": amount, "B": amount})
    assert mark.matches(b"99...")
    assert not mark.matches(b"9")
    assert mark.stated(b"99030012N", frozenset({"A"})) == {"A": "-1.25", "count": "2"}


def test_what_is_no_figure_is_shown() -> None:
    """So that it cannot agree with anything."""
    mark = Mark(b"T", 0, Stated(1, Zoned(2, PAGE)), 0, {"A": Stated(3, Packed(2))})
    assert mark.stated(b"Txx\xff\xff", frozenset({"A"})) == {"A": "FFFF", "count": "xx"}
    assert mark.stated(b"T1", frozenset({"A"})) == {"A": "", "count": "1"}


def test_characters_that_the_code_page_lacks() -> None:
    """The error shows them."""
    with pytest.raises(ValueError, match="cannot be written"):
        mark_of("Ж", 0, PAGE)
