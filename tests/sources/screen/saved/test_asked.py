"""Requests in a form in which they can be compared."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.screen.saved.asked import asked, shortened, values_in


def test_host_and_fragment_do_not_count() -> None:
    """Method, path and values are what is asked for."""
    one = asked("post", "http://host:8123/list;v=1?a=1&b=&a=2#top", b"c=%FC+x&d")
    assert (one.method, one.path) == ("POST", "/list;v=1")
    assert one.values == (("a", "1"), ("b", ""), ("a", "2"), ("c", "ü x"), ("d", ""))
    assert asked("POST", "https://other/list;v=1?a=1&b=&a=2", b"c=%FC+x&d") == one


@pytest.mark.parametrize("url", ["http://host", "http://host/"])
def test_no_path_is_the_first_page(url: str) -> None:
    """As a browser asks for it."""
    assert asked("GET", url, b"").path == "/"


def test_a_query_without_names_counts() -> None:
    """Old applications ask by a word or a number alone."""
    assert asked("GET", "http://host/x?4711", b"").values == (("4711", ""),)


def test_forms_with_files_are_named_values() -> None:
    """The boundary, made up each time, does not count."""
    body = (
        '--{0}\r\nContent-Disposition: form-data; name="year"\r\n\r\n2025\r\n'
        '--{0}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
        "Content-Type: text/csv\r\n\r\na;b\r\n--{0}--\r\n"
    )
    first = list(values_in(body.format("----WebKitFormBoundaryAbC").encode()))
    assert first == [("year", "2025"), ("file", "a;b")]
    assert list(values_in(body.format("----WebKitFormBoundaryXyZ").encode())) == first


def test_json_is_named_values() -> None:
    """In whatever order its keys stand."""
    body = b'{"b": [1, {"x": null}], "a": "text"}'
    assert list(values_in(body)) == [("a", "text"), ("b[0]", "1"), ("b[1].x", "null")]


@pytest.mark.parametrize("body", [b"<xml a='1'/>", b"\0\1\2", b"[" * 100_000, b"plain words"])
def test_any_other_body_is_one_value(body: bytes) -> None:
    """Whatever it is, it is compared as a whole."""
    assert list(values_in(body)) == [("", body.decode("latin-1"))]


def test_half_a_character_can_be_written() -> None:
    """JSON may have one; the index, in UTF-8, may not."""
    assert list(values_in(b'{"a\\ud800": "\\udfff"}')) == [("a?", "?")]


@given(st.binary(max_size=200))
def test_any_body_can_be_compared(body: bytes) -> None:
    """No body is too odd."""
    assert asked("POST", "http://host/", body) == asked("POST", "http://host/", body)


@given(st.dictionaries(st.text(min_size=1), st.text() | st.integers()))
def test_any_json_can_be_compared(value: dict[str, str | int]) -> None:
    """Each value has its name."""
    if value:
        assert [name for name, _ in values_in(json.dumps(value).encode())] == sorted(value)


def test_what_is_long_is_its_hash() -> None:
    """Two states of a page are told apart; one with something struck out may be any."""
    assert shortened("x" * 100) == "x" * 100
    assert shortened("x" * 101).startswith("sha256:")
    assert shortened("x" * 101) != shortened("x" * 102)
    assert shortened("x" * 101 + "***") == "***"


def test_it_is_shown_to_a_person() -> None:
    """Not all of a hundred fields."""
    assert str(asked("GET", "http://h/x", b"")) == "GET /x"
    form = "&".join(f"f{number}=1" for number in range(10)).encode()
    assert str(asked("POST", "http://h/x", form)).endswith("f7=1 and 2 more")
