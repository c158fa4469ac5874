"""A mapping, checked against its entity."""

from __future__ import annotations

from typing import Any

import pytest

from legacy_adapters.core.errors import ConfigError
from tests.mapping.thing import compiled, mapped

RAW = {"ID": ["1"], "A": ["x"]}


@pytest.mark.parametrize(
    ("fields", "settings", "message", "hint"),
    [
        ({}, {"to": "thign"}, "there is no entity 'thign'", "thing"),
        ({"naem": "A"}, {}, "thing has no field 'naem'", "name"),
        ({}, {"key": ["di"]}, "thing has no field 'di'", "id"),
        ({}, {"company": None}, "which company the rows belong to", "company_id: {const: NORD}"),
        ({}, {"to": "strict"}, "the mapping has nothing for name, kind, net", "add them to `fields`"),
        ({}, {"key": ["name"]}, "the mapping has nothing for name", "`fields`"),
    ],
)
def test_what_cannot_be_is_refused(
    fields: dict[str, object], settings: dict[str, Any], message: str, hint: str
) -> None:
    """Before any row is read, with what to do."""
    with pytest.raises(ConfigError, match=message) as error:
        compiled(fields, RAW, **settings)
    assert hint in error.value.hint


@pytest.mark.parametrize("amounts", [{"debit": "A"}, {"credit": "A"}, {"net": "A"}])
def test_what_can_be_derived_need_not_be_mapped(amounts: dict[str, object]) -> None:
    """A side is enough for a required difference."""
    fields = {"name": "A", "kind": {"const": "good"}, **amounts}
    assert compiled(fields, RAW, to="strict").schemas.keys() == {"strict"}


def test_the_key_may_be_other_than_the_entitys() -> None:
    """Then the entity's own key is not needed, and the company still is a part of it."""
    result = mapped({"id": {"from": "A"}, "name": "A"}, {"ID": ["1"], "A": ["x"]}, key=["company_id", "name"])
    assert result.records[0].record_id.to_pylist() == ["src/C:thing:x"]
