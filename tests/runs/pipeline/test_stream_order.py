"""The order of streams: behind what they come after, otherwise that of the file."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from legacy_adapters.runs.pipeline.stream_order import ComesAfter, Dependencies, circle, in_order

NAMES = "abcdefgh"


@st.composite
def _streams(draw: st.DrawFn, *, circles: bool) -> dict[str, list[str]]:
    """Streams in any order; without circles each comes after names that are smaller only."""
    names = draw(st.permutations(NAMES[: draw(st.integers(0, len(NAMES)))]))
    others = {name: [one for one in names if circles or one < name] for name in names}
    return {name: draw(st.lists(st.sampled_from(others[name]), max_size=3)) if others[name] else [] for name in names}


@given(_streams(circles=False))
def test_each_stream_is_behind_those_it_comes_after(streams: dict[str, list[str]]) -> None:
    """All are there, once; of those that are ready the file's first is next."""
    ordered = in_order(streams)
    assert sorted(ordered) == sorted(streams)
    for place, name in enumerate(ordered):
        done = ordered[:place]
        assert set(streams[name]) <= set(done)
        ready = [one for one in streams if one not in done and set(streams[one]) <= set(done)]
        assert name == ready[0]
    assert circle(streams) == ()


@given(_streams(circles=True))
def test_what_cannot_be_ordered_has_a_circle(streams: dict[str, list[str]]) -> None:
    """Each of its streams comes after the next, and it ends where it began."""
    found = circle(streams)
    assert bool(found) == (len(in_order(streams)) < len(streams))
    if found:
        assert found[0] == found[-1]
        assert len(set(found)) == len(found) - 1
        assert all(after in streams[name] for name, after in pairwise(found))


def test_streams_that_come_after_none_stay_as_they_are() -> None:
    """The file's order."""
    assert in_order({"c": [], "a": [], "b": []}) == ["c", "a", "b"]


def test_a_name_that_is_not_there_is_left_alone() -> None:
    """It is told elsewhere."""
    assert in_order({"a": ["nobody"]}) == ["a"]


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("a", (ComesAfter(stream="a"),)),
        (["a", {"stream": "b", "by": "c"}], (ComesAfter(stream="a"), ComesAfter(stream="b", by=("c",)))),
        ({"stream": "a", "by": ["b", "c"]}, (ComesAfter(stream="a", by=("b", "c")),)),
    ],
)
def test_a_name_a_long_form_or_a_list_of_both(stated: object, read: tuple[ComesAfter, ...]) -> None:
    """All mean the same kind of thing."""
    assert Dependencies.model_validate({"after": stated}).after == read


def test_what_is_neither_is_an_error() -> None:
    """An unknown key as well."""
    for wrong in ({"by": "a"}, {"stream": "a", "on": "b"}, [["a"]]):
        with pytest.raises(ValidationError):
            Dependencies.model_validate({"after": wrong})
