"""`schema`, as it is typed."""

from __future__ import annotations

import json

from tests.cli.shop import Shop

EXTENSION = """\
extends: supplier
fields:
  - {name: bond_rating, type: text, length: 3, description: What the bank says.}
"""


def test_every_entity_is_listed(shop: Shop) -> None:
    """With its key and what it is."""
    shown = shop("schema").out
    assert "gl_line" in shown
    assert "company_id, ledger_entry_id" in shown


def test_the_fields_of_one_entity(shop: Shop) -> None:
    """In the order in which a file has them; another name is an error with the nearest."""
    shown = shop("schema", "supplier").out
    assert shown.index("company_id") < shown.index("supplier_id") < shown.index("is_active")
    ended = shop("schema", "suplier")
    assert ended.code == 78
    assert "Did you mean supplier?" in ended.err


def test_what_the_project_adds_counts_too(shop: Shop) -> None:
    """In the current folder, or in one that is named."""
    shop.write("entities/supplier.yaml", EXTENSION)
    shop.write("other/entities/supplier.yaml", EXTENSION.replace("bond_rating", "credit_rating"))
    assert "bond_rating" in shop("schema", "supplier").out
    assert "credit_rating" in shop("schema", "supplier", "--project", "other").out


def test_the_json_schema_of_an_entity_and_of_all(shop: Shop) -> None:
    """Valid JSON, also without a name."""
    one = json.loads(shop("schema", "supplier", "--format", "json-schema").out)
    assert one["title"] == "supplier"
    assert json.loads(shop("schema", "--format", "json-schema").out)["supplier"] == one


def test_the_schema_of_the_pipeline_file(shop: Shop) -> None:
    """For an editor to complete it."""
    found = json.loads(shop("schema", "--pipeline").out)
    assert {"version", "source", "streams", "sink"} <= found["properties"].keys()


def test_the_schema_of_recipes(shop: Shop) -> None:
    """For an editor to complete them."""
    found = json.loads(shop("schema", "recipe").out)
    assert {"url", "open", "table", "next", "total", "extends"} <= found["properties"].keys()
