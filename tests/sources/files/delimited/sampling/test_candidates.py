"""What a text might be written with."""

from __future__ import annotations

from legacy_adapters.sources.files.delimited.sampling.candidates import candidates
from legacy_adapters.sources.files.delimited.sampling.rows import Dialect


def tried(text: str) -> set[Dialect]:
    return set(candidates(text))


def test_only_signs_that_stand_there_are_tried() -> None:
    """The usual quote is tried in any case, others where something stands between two of them."""
    assert {one.delimiter for one in tried("a,b;c\n")} == {",", ";"}
    assert {one.quote for one in tried("a,b\n")} == {'"', None}
    assert {one.quote for one in tried("'a','b'\n")} == {'"', "'", None}


def test_blanks_are_skipped_where_one_follows_every_delimiter() -> None:
    """A blank behind some commas is text."""
    assert any(one.skip_blanks for one in tried("a, b, c\n1, 2, 3\n"))
    assert not any(one.skip_blanks for one in tried("a,b\n1,x y, z\n"))


def test_escapes_are_tried_where_one_stands_before_a_quote() -> None:
    """A backslash elsewhere is text."""
    assert any(one.escape for one in tried('"a \\" b",1\n'))
    assert not any(one.escape for one in tried('"C:\\temp",1\n'))


def test_a_doubled_sign_is_not_two() -> None:
    """Where it always stands in pairs it is one delimiter; where it hardly does, pairs are empty fields."""
    assert {one.delimiter for one in tried("a||b||c\n")} == {"||"}
    assert {one.delimiter for one in tried("a|b||c|d|e\n")} == {"|"}


def test_a_stated_delimiter_is_the_only_one() -> None:
    """What the file says is not doubted."""
    assert {one.delimiter for one in candidates("a;b,c\n", only=",")} == {","}
