"""Tests of what the parts of an entity's file have to do with each other."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.records import ENVELOPE
from legacy_adapters.schema.entity_form import EntityForm, FieldForm
from legacy_adapters.schema.entity_rules import RESERVED, faults_of_entity, faults_of_fields
from legacy_adapters.schema.yaml_document import read_yaml
from tests.schema.entity_text import ROUTE, changed, declared

OTHER_NAME = "\n  Take another name."


def test_good_file_has_no_faults() -> None:
    """A file in which all fits together has no faults."""
    form = EntityForm.model_validate(read_yaml(ROUTE, "route.yaml").content)
    assert list(faults_of_entity(form)) == []


def test_columns_beside_the_fields_are_reserved() -> None:
    """The envelope's columns and ``extra`` are written beside an entity's own, so that no field may be called so."""
    assert {"extra", "record_id", "sequence"} < RESERVED
    assert len(RESERVED) == len(ENVELOPE.names) + 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: state", "name: cost", "27: fields.cost.name: there already is a field `cost`" + OTHER_NAME),
        ("name: state", "name: kind_source", "19: fields.kind_source.name: there already is a field `kind_source`"),
        ("name: state", "name: run_id", "19: fields.run_id.name: `run_id` is the name of a column beside the fields"),
        (
            "path: Header/Cost",
            "length: 9",
            "30: fields.cost.length: only a text has a length, and this is of type amount",
        ),
        ("path: Header/Cost", "codes: [a]", "30: fields.cost.codes: only a text has codes, and this is of type amount"),
        ("[day, night]", "[day, day]", "16: fields.kind.codes: a code is here twice"),
        ("    codes: [day, night]\n", "", "16: fields.kind.open: only a list of `codes` can be open"),
        ("length: 9", "currency: currency_code", "12: fields.route_no.currency: only an amount has a currency"),
        ("currency: currency_code", "currency: kurrency_code", "29: fields.cost.currency: there is no text field"),
        ("currency: currency_code", "currency: planned_cost", "29: fields.cost.currency: there is no text field"),
        ("required: true", "empty_text: true", "21: fields.state.empty_text: only a text that is part of the key"),
        (
            "length: 9",
            "required: true\n    empty_text: true",
            "13: fields.route_no.empty_text: what is required cannot",
        ),
        ("key: [company_id, route_no]", "key: [company_id, route]", "5: key.2: there is no field 'route'\n  Did you"),
        ("route_no]", "route_no, route_no]", "5: key.3: `route_no` is in the key twice"),
        ("key: [company_id, route_no]", "key: [route_no]", "5: key: every key begins with `company_id`\n  Old inst"),
        ("name: company_id\n    type: text", "name: company_id\n    type: integer", "7: fields.company_id: the first"),
        ("[cost, planned_cost]", "[cost, plan]", "39: derive.1: there is no field 'plan'"),
        ("[cost, planned_cost]", "[cost, state]", "39: derive.1: overrun, cost, state must be all amounts, or all"),
        (
            "name: planned_cost\n    type: amount",
            "name: planned_cost\n    type: quantity",
            "39: derive.1: overrun, cost",
        ),
    ],
)
def test_what_does_not_fit_together_is_told(old: str, new: str, message: str) -> None:
    """Names that clash, settings that mean nothing, and names of fields that are not there are told with their line."""
    with pytest.raises(ConfigError) as caught:
        declared(changed(old, new))
    assert str(caught.value).startswith(f"route.yaml:{message}")


def test_first_field_is_the_company() -> None:
    """An entity whose first field is another one is told so, at that field."""
    text = ROUTE.replace("company_id", "branch_id").replace("key: [branch_id", "key: [company_id")
    form = EntityForm.model_validate(read_yaml(text, "route.yaml").content)
    assert [fault.path for fault in faults_of_entity(form)] == [("key", 0), ("fields", 0)]


def test_all_faults_are_found() -> None:
    """Each fault of each field is found, in the order of the file."""
    fields = [
        FieldForm.model_validate({"name": "a", "type": "date", "length": 3, "codes": ["x"], "description": "A."}),
        FieldForm.model_validate({"name": "b", "type": "text", "open": True, "description": "B."}),
    ]
    faults = list(faults_of_fields(fields, (), {"b_source": "text"}))
    assert [fault.path[1:] for fault in faults] == [(0, "length"), (0, "codes"), (1, "name"), (1, "open")]


def test_fields_of_the_entity_count_when_fields_are_added() -> None:
    """An amount that is added may be in a currency that the entity names, but not in one that is no text."""
    field = FieldForm.model_validate({"name": "a", "type": "amount", "currency": "c", "description": "A."})
    assert list(faults_of_fields([field], (), {"c": "text"})) == []
    assert [fault.what for fault in faults_of_fields([field], (), {"c": "date"})] == ["there is no text field 'c'"]
