"""A document through a window, cut at any place."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.json import window as module
from legacy_adapters.sources.files.json.decoding import NotJson
from legacy_adapters.sources.files.json.window import Window
from tests.sources.files.json.test_decoding import VALUES


class Slow(io.BytesIO):
    """A file that gives only a few bytes at a time."""

    step = 3

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self.step if size else size)


def window(data: str | bytes, *, step: int = 3) -> Window:
    """A window on a document that comes a few bytes at a time."""
    file = Slow(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
    file.step = step
    return Window(file, "a.json")


@given(st.lists(VALUES, min_size=1, max_size=5), st.integers(1, 9), st.sampled_from([None, 1]), st.booleans())
def test_values_come_whole_whatever_is_read_at_a_time(
    values: list[Any], step: int, indent: int | None, plain: bool
) -> None:
    """Values, places in bytes, and what is behind them are right, wherever the window ends."""
    text = json.dumps(values, indent=indent, ensure_ascii=plain)
    seen = window(text, step=step)
    seen.take("[")
    for i, value in enumerate(values):
        found, length = seen.value()
        assert json.loads(json.dumps(found)) == json.loads(json.dumps(value), parse_int=str)
        assert length > 0
        assert seen.take(",", "]") == ("]" if i == len(values) - 1 else ",")
    assert seen.peek() == ""
    assert seen.byte == len(text.encode("utf-8"))


@given(VALUES, st.integers(1, 9), st.booleans())
def test_skipping_ends_where_the_value_ends(value: Any, step: int, plain: bool) -> None:
    """What is skipped is exactly one value, and its text is shown."""
    text = json.dumps([value, 7], ensure_ascii=plain)
    seen = window(text, step=step)
    seen.take("[")
    shown = seen.skip()
    assert json.loads(shown) == value
    seen.take(",")
    assert seen.value()[0] == "7"


@given(VALUES, st.integers(1, 9))
def test_passing_over_ends_where_the_value_ends(value: Any, step: int) -> None:
    """And tells how it began."""
    text = json.dumps([value, 7])
    seen = window(text, step=step)
    seen.take("[")
    begin = seen.pass_over()
    assert json.dumps(value, separators=(",", ":")).startswith(begin)
    assert (begin == "[{") == (isinstance(value, list) and bool(value) and isinstance(value[0], dict))
    seen.take(",")
    assert seen.value()[0] == "7"


def test_passing_over_what_is_no_json() -> None:
    """Elements that cannot be read are passed over too."""
    seen = window("[1, oops, {a: [}], 2], 7")
    assert seen.pass_over() == "[1"
    seen.take(",")


@given(st.text(st.sampled_from('{}[]",:\\ 1a'), max_size=30))
def test_anything_ends(text: str) -> None:
    """Whatever stands there, taking, reading and skipping come to an end, in words if they fail."""
    seen = window(text)
    for _ in range(len(text) + 1):
        try:
            seen.value()
        except NotJson:
            try:
                seen.skip()
                seen.take(",")
            except BadPart:
                return


def test_places_count_bytes() -> None:
    """Not characters."""
    seen = window('["ü€😀", 1]')
    seen.take("[")
    seen.value()
    assert seen.byte == len('["ü€😀"'.encode())


def test_bytes_that_are_no_utf8_are_kept() -> None:
    """As lone surrogates, which show what they were, and count as the bytes that they are."""
    seen = window(b'["M\xfcller", "\xc3"]')
    seen.take("[")
    assert seen.value()[0] == "M\udcfcller"
    assert seen.byte == 9
    seen.take(",")
    assert seen.value()[0] == "\udcc3"


@pytest.mark.parametrize("text", ['["abc', '["abc\\', "[[1, 2", '[{"a":', '["a" '])
def test_a_file_that_ends_too_early(text: str) -> None:
    """It is an error that names the byte."""
    seen = window(text)
    seen.take("[")
    with pytest.raises(BadPart, match="ends") as caught:
        to_the_end(seen)
    assert "byte" in caught.value.where


def to_the_end(seen: Window) -> None:
    """Passes over one value and the end of its array."""
    seen.skip()
    seen.take("]")


def test_what_stands_at_the_wrong_place_is_named() -> None:
    """With what should be there."""
    with pytest.raises(BadPart, match=r"'\[' stands where"):
        window("[1 x").take("{")
    with pytest.raises(BadPart, match="'1' stands"):
        window("1: 2").key()


def test_a_value_without_an_end_is_not_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the longest record it is given up, and can still be skipped; only its beginning is kept."""
    monkeypatch.setattr(module, "LONGEST_RECORD", 1000)
    monkeypatch.setattr(module, "SHOWN", 100)
    seen = window('["' + "x" * 100_000 + '", 1]', step=500)
    seen.take("[")
    with pytest.raises(NotJson, match="too long"):
        seen.value()
    assert len(seen.skip()) == 100
    assert seen.take(",") == ","
