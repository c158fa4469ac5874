"""What fields of a page hold that are secret by their kind."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.screen.evidence.markup import (
    field_secrets,
    is_secret_field,
    without_field_secrets,
)


@pytest.mark.parametrize(
    "tag",
    [
        '<input type="password" name=p value="gone">',
        "<INPUT TYPE=PASSWORD VALUE=gone>",
        "<input value='gone' title='a > b' type='password'/>",
        '<input\n type = "password"\n value = "gone">',
        '<input type="hidden" name="__RequestVerificationToken" value="gone" />',
        "<input type=hidden name=csrf_token value=gone>",
        '<meta name="csrf-token" content="gone">',
        '<input type="password" value="gone" odd">',
    ],
)
def test_passwords_and_tokens_are_struck_out(tag: str) -> None:
    """The value of a password's or a token's field goes, however the tag is written, and is told."""
    left = without_field_secrets(f"<p>gone</p>{tag}<p>x</p>")
    assert left.count("gone") == 1
    assert '"***"' in left
    assert left.startswith("<p>gone</p>")
    assert left.endswith("<p>x</p>")
    assert list(field_secrets(tag)) == ["gone"]


@pytest.mark.parametrize(
    "tag",
    [
        '<input type="text" name="password_hint" value="stays">',
        '<input type=hidden name="__VIEWSTATE" value="stays">',
        '<input name="sid" value="stays">',
        '<input type="password" data-value="stays">',
        '<input type="password" value="">',
        '<textarea type="password">stays</textarea>',
        '<meta name="author" content="stays">',
    ],
)
def test_other_fields_stay(tag: str) -> None:
    """A field that is none of these is data."""
    assert without_field_secrets(tag) == tag


def test_a_value_in_entities_is_told_as_it_is() -> None:
    """What a field holds is told as a browser would send it."""
    assert list(field_secrets('<input type=password value="a&amp;b&quot;">')) == ['a&b"']


@given(st.text(alphabet="<input metatype=password value\"'> /x", max_size=200))
def test_any_page_is_taken(page: str) -> None:
    """A page that is not well-formed costs nothing but its own mistakes: twice is the same as once."""
    once = without_field_secrets(page)
    assert without_field_secrets(once) == once


def test_a_hostile_page_costs_no_more_than_its_length() -> None:
    """Quotes that never end are no reason to look through the page again and again."""
    begun = time.perf_counter()
    without_field_secrets("<input type=password '" + "\"'" * 300_000)
    without_field_secrets('<input value="' * 3_000)
    assert time.perf_counter() - begun < 5


def test_kinds_of_elements() -> None:
    """The kind of the element and of the field decides."""
    assert is_secret_field("INPUT", {"type": "password"})
    assert not is_secret_field("BUTTON", {"type": "password"})
    assert is_secret_field("INPUT", {"type": "hidden", "id": "PHPSESSID"})
