"""A small entity's file to change in one place, for tests of what may stand in such a file."""

from __future__ import annotations

from legacy_adapters.schema.entity import Entity
from legacy_adapters.schema.entity_file import Extension, parse
from legacy_adapters.schema.yaml_document import read_yaml

ROUTE = """\
entity: route
version: 1.2
description: A delivery route.
standard: SAF-T 2.0
key: [company_id, route_no]
fields:
  - name: company_id
    type: text
    description: The company.
  - name: route_no
    type: text
    length: 9
    description: The number.
  - name: kind
    type: text
    codes: [day, night]
    open: true
    description: The kind.
  - name: state
    type: text
    required: true
    codes: [planned, driven]
    description: The state.
  - name: currency_code
    type: text
    description: The currency.
  - name: cost
    type: amount
    currency: currency_code
    path: Header/Cost
    description: The cost.
  - name: planned_cost
    type: amount
    description: What was planned.
  - name: overrun
    type: amount
    description: The difference.
derive:
  - {field: overrun, difference: [cost, planned_cost]}
"""


def declared(text: str, *, own: bool = True) -> Entity | Extension:
    """What a file with this text declares."""
    return parse(read_yaml(text, "route.yaml"), own=own)


def changed(old: str, new: str) -> str:
    """``ROUTE`` with one piece of its text replaced by another."""
    assert ROUTE.count(old) == 1, f"{old!r} is not in the file exactly once"
    return ROUTE.replace(old, new)
