"""Faults in the form in which they are handed over."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import FAULTS
from legacy_adapters.sources.files.faults import as_faults, valid


def test_faults_stand_in_the_order_of_rows() -> None:
    """Whatever order they were found in."""
    found = as_faults([(2, "a", "malformed", "1"), (0, "b", "undecodable", "2"), (2, "", "malformed", "3")])
    assert found is not None
    assert found.schema == FAULTS
    assert found.column("row").to_pylist() == [0, 2, 2]
    assert found.column("text").to_pylist() == ["2", "1", "3"]


def test_no_faults() -> None:
    """There is no empty batch of them."""
    assert as_faults([]) is None


def test_what_is_no_character_is_shown() -> None:
    """Bytes that were no UTF-8, and halves of surrogates."""
    assert valid(b"M\xfcller".decode("utf-8", "surrogateescape")) == "M\\xfcller"
    assert valid("a\ud800b") == "a\\ud800b"
    assert valid("Müller") == "Müller"


@given(st.text(st.characters(exclude_categories=()), max_size=20))
def test_any_text_can_be_held(text: str) -> None:
    """What comes out is UTF-8, and what was is as it was."""
    assert valid(text).encode("utf-8").decode("utf-8") == valid(text)
    assert valid(valid(text)) == valid(text)
