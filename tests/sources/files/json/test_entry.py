"""Records as they stand in a file."""

from __future__ import annotations

from legacy_adapters.sources.files.format import FIELD_BYTES
from legacy_adapters.sources.files.json.entry import bad, too_long


def test_a_text_beyond_all_length_is_found_anywhere() -> None:
    """In objects, in arrays, or by itself."""
    long = "x" * (FIELD_BYTES + 1)
    assert too_long(long)
    assert too_long({"a": [1, {"b": long}]})
    assert not too_long({"a": ["x" * 1000] * 1000})


def test_the_error_says_where() -> None:
    """A file that is no JSON at all is set aside, with the place."""
    error = bad("a.json: byte 5", "the file ends")
    assert (error.where, error.exit_code) == ("a.json: byte 5", 65)
