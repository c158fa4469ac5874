"""Tests of the way from an entity's file to the entity."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.schema.entity import Difference, Entity, Field
from legacy_adapters.schema.entity_file import Extension
from tests.schema.entity_text import ROUTE, changed, declared

EXTENSION = (
    "extends: route\nfields:\n  - {name: truck, type: text, codes: [own, hired], open: true, description: Whose.}\n"
)


def route() -> Entity:
    """The entity that ``ROUTE`` declares."""
    found = declared(ROUTE, own=False)
    assert isinstance(found, Entity)
    return found


def test_file_declares_an_entity() -> None:
    """Name, version, description, standard, key and what is derived are what the file says."""
    entity = route()
    assert (entity.name, entity.version, entity.description) == ("route", "1.2", "A delivery route.")
    assert (entity.standard, entity.key) == ("SAF-T 2.0", ("company_id", "route_no"))
    assert entity.derive == (Difference("overrun", "cost", "planned_cost"),)


def test_fields_have_their_settings() -> None:
    """A field has the settings that the file gives it, and no others."""
    entity = route()
    assert entity.field("cost") == Field("cost", "amount", "The cost.", currency="currency_code", path="Header/Cost")
    closed = Field("state", "text", "The state.", required=True, codes=("planned", "driven"))
    assert entity.field("state") == closed


def test_key_is_required() -> None:
    """A part of the key is required without saying so, unless it may be empty text."""
    assert route().field("route_no").required
    empty = declared(changed("    length: 9\n", "    empty_text: true\n"))
    assert isinstance(empty, Entity)
    assert (empty.field("route_no").required, empty.field("route_no").empty_text) == (False, True)


def test_source_s_own_code_stands_behind_an_open_list() -> None:
    """An open list of codes brings a text field for the source's own code, right behind it; a closed one does not."""
    entity = route()
    assert entity.names[2:5] == ("kind", "kind_source", "state")
    meaning = "The source's own code for kind."
    assert entity.field("kind_source") == Field("kind_source", "text", meaning, source_of="kind")


def test_project_s_entity_is_its_own() -> None:
    """All fields of a project's entity are marked as its own, companions too."""
    own = declared(ROUTE, own=True)
    assert isinstance(own, Entity)
    assert all(field.own for field in own.fields)
    assert not any(field.own for field in route().fields)


def test_extension_adds_fields() -> None:
    """An extension names its entity and puts its fields, with their companions, behind it."""
    extension = declared(EXTENSION)
    assert isinstance(extension, Extension)
    assert extension.extends == "route"
    extended = extension.apply(route())
    assert extended.names == (*route().names, "truck", "truck_source")
    assert [field.name for field in extended.fields if field.own] == ["truck", "truck_source"]


def test_extension_s_amount_may_be_in_the_entity_s_currency() -> None:
    """An amount that is added may name a currency field of the entity that it is added to."""
    text = "extends: route\nfields:\n  - {name: toll, type: amount, currency: currency_code, description: Toll.}\n"
    extension = declared(text)
    assert isinstance(extension, Extension)
    assert extension.apply(route()).field("toll").currency == "currency_code"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("cost", "route.yaml:3: fields.cost.name: there already is a field `cost`"),
        ("kind_source", "route.yaml:3: fields.kind_source.name: there already is a field `kind_source`"),
        ("extra", "route.yaml:3: fields.extra.name: `extra` is the name of a column beside the fields"),
    ],
)
def test_extension_may_not_take_a_name(name: str, what: str) -> None:
    """A name that the entity has, or that a column beside it has, is an error with its line."""
    extension = declared(f"extends: route\nfields:\n  - {{name: {name}, type: text, description: X.}}\n")
    assert isinstance(extension, Extension)
    with pytest.raises(ConfigError) as caught:
        extension.apply(route())
    assert str(caught.value) == f"{what}\n  Take another name."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "type: amount\n    currency",
            "type: money\n    currency",
            "route.yaml:28: fields.cost.type: 'money' is not one of text, amount, quantity, date, datetime, boolean or "
            "integer",
        ),
        (
            "    length: 9\n",
            "    lenght: 9\n",
            "route.yaml:12: fields.route_no.lenght: there is no such key\n  Did you mean length?",
        ),
        ("standard: S", "standart: S", "route.yaml:4: standart: there is no such key\n  Did you mean standard?"),
        ("version: 1.2\n", "", "route.yaml:1: `version` is missing"),
        ("    type: amount\n    currency", "    currency", "route.yaml:27: fields.cost: `type` is missing"),
        (
            "version: 1.2",
            "version: 1",
            "route.yaml:2: version: '1' is no version\n  Write major and minor: 1.0",
        ),
        (
            "entity: route",
            "entity: Route",
            "route.yaml:1: entity: 'Route' is no name\n  A name has small letters, digits and _, a letter first.",
        ),
        (
            "name: state",
            "name: the state",
            "route.yaml:19: fields.the state.name: 'the state' is no name\n"
            "  A name has small letters, digits and _, a letter first.",
        ),
        (
            "codes: [day, night]",
            "codes: day",
            "route.yaml:16: fields.kind.codes: a list is expected here, and there is 'day'",
        ),
        (
            "key: [company_id, route_no]",
            "key: {company_id: route_no}",
            "route.yaml:5: key: a list is expected here, and there is a mapping",
        ),
    ],
)
def test_fault_is_told_with_line_and_key(old: str, new: str, message: str) -> None:
    """An unknown type or key, a missing key, or a value of another form is told with file, line, key and a hint."""
    with pytest.raises(ConfigError) as caught:
        declared(changed(old, new))
    assert str(caught.value) == message
    assert caught.value.exit_code == 78


@pytest.mark.parametrize(
    ("text", "shown"), [("", "nothing"), ("~", "nothing"), ("just text", "'just text'"), ("- a\n- b\n", "a list")]
)
def test_file_that_declares_nothing_is_told(text: str, shown: str) -> None:
    """A file that is empty, a text or a list is told as such."""
    with pytest.raises(ConfigError) as caught:
        declared(text)
    assert str(caught.value) == f"route.yaml:1: keys with values are expected here, and there is {shown}"


@pytest.mark.parametrize("length", ["0", "-1", "9.5", "nine", "~x"])
def test_length_is_a_whole_number(length: str) -> None:
    """A length that is no whole number above 0 is told with what stands there."""
    with pytest.raises(ConfigError, match=rf"^route\.yaml:12: fields\.route_no\.length: .*here is '{length}'$"):
        declared(changed("length: 9", f"length: {length}"))


def test_extension_has_no_key_of_its_own() -> None:
    """An extension adds fields and nothing else: the key stays the entity's."""
    with pytest.raises(ConfigError, match=r"^route\.yaml:2: key: there is no such key"):
        declared("extends: route\nkey: [a]\nfields:\n  - {name: a, type: text, description: A.}\n")
