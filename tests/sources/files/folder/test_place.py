"""The place of a file as it is kept."""

from __future__ import annotations

import os

import pytest

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.sources.files.folder.place import Place

_PLACE = Place("a.txt", ".a.txt.claimed-x@20260131T031500Z", "00", "1 2 3", "in/b.txt", ("a.ok", "4 5 6"))


def test_a_place_comes_back_as_it_was() -> None:
    """With archive member and trigger, and without."""
    assert Place.of(_PLACE.to_text()) == _PLACE
    plain = Place("a", "a", "00", "1 2 3")
    assert Place.of(plain.to_text()) == plain
    assert not plain.claimed
    assert _PLACE.claimed


def test_a_name_that_is_no_text_is_kept_as_ascii() -> None:
    """A database of UTF-8 takes the place of a file with a byte that is none."""
    name = os.fsdecode(b"B\xe4nke.txt")
    text = Place(name, name, "00", "1 2 3").to_text()
    assert text.isascii()
    assert Place.of(text).original == name


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"v": 1}', '{"v": 1, "x": 2}', _PLACE.to_text().replace(": 1,", ": 2,")]
)
def test_anything_else_is_refused(text: str) -> None:
    """Not guessed at: a file may be moved by it."""
    with pytest.raises(StateMismatch):
        Place.of(text)
