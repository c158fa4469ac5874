"""Tests of the form of an entity's file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from legacy_adapters.schema.entity_form import EntityForm, ExtensionForm, FieldForm

COMPANY = {"name": "company_id", "type": "text", "description": "The company."}
ROUTE = {"entity": "route", "version": "1.0", "description": "A.", "key": ["company_id"], "fields": [COMPANY]}


def test_text_becomes_what_the_form_wants() -> None:
    """The form makes numbers and truth values of the text that a YAML file is read as."""
    form = FieldForm.model_validate(COMPANY | {"length": "35", "required": "true", "empty_text": "false"})
    assert (form.length, form.required, form.empty_text) == (35, True, False)


def test_field_with_an_open_list_makes_two_columns() -> None:
    """An open list of codes takes the name of the companion too, a closed one only its own."""
    codes = COMPANY | {"codes": ["a", "b"]}
    assert FieldForm.model_validate(codes).names == ("company_id",)
    assert FieldForm.model_validate(codes | {"open": "true"}).names == ("company_id", "company_id_source")


def test_form_needs_no_more_than_this() -> None:
    """Standard and derivations may be left out."""
    form = EntityForm.model_validate(ROUTE)
    assert (form.standard, form.derive) == (None, ())


@pytest.mark.parametrize("missing", sorted(ROUTE))
def test_form_needs_no_less_than_this(missing: str) -> None:
    """Every other key of an entity must be there."""
    with pytest.raises(ValidationError, match=missing):
        EntityForm.model_validate({key: value for key, value in ROUTE.items() if key != missing})


@pytest.mark.parametrize("empty", ["key", "fields", "description"])
def test_form_has_content(empty: str) -> None:
    """A key without parts, an entity without fields or without a description is none."""
    with pytest.raises(ValidationError, match=empty):
        EntityForm.model_validate(ROUTE | {empty: " " if empty == "description" else []})


@pytest.mark.parametrize("name", ["a", "account_id", "x1", "a" * 63])
def test_names_are_those_of_columns(name: str) -> None:
    """A name has small letters, digits and underscores."""
    assert ExtensionForm.model_validate({"extends": name, "fields": [COMPANY]}).extends == name


@pytest.mark.parametrize("name", ["", "A", "1a", "_a", "a-b", "a b", "ä", "a\n", "a" * 64])
def test_other_names_are_refused(name: str) -> None:
    """Nothing else is a name, so that no database, file system or program stumbles over it."""
    with pytest.raises(ValidationError):
        ExtensionForm.model_validate({"extends": name, "fields": [COMPANY]})


@given(st.tuples(st.integers(0, 99), st.integers(0, 99)))
def test_version_is_major_and_minor(version: tuple[int, int]) -> None:
    """A version is two numbers with a point between them, and stays the text that it is."""
    text = f"{version[0]}.{version[1]}"
    assert EntityForm.model_validate(ROUTE | {"version": text}).version == text
