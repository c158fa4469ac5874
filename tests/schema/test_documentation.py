"""Tests of the examples on the page about the common schema."""

from __future__ import annotations

import re
from pathlib import Path

from legacy_adapters.schema.catalog import COMMON, entity_names, load_entity
from legacy_adapters.schema.entity_form import FieldForm

PAGE = (Path(__file__).parents[2] / "docs" / "schema.md").read_text(encoding="utf-8")


def test_examples_can_be_used_as_they_are(tmp_path: Path) -> None:
    """The extension and the entity on the page, put into a project, add what the page says."""
    (tmp_path / "entities").mkdir()
    examples = re.findall(r"^```yaml\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
    for number, example in enumerate(examples):
        (tmp_path / "entities" / f"{number}.yaml").write_text(example, encoding="utf-8")
    assert entity_names(tmp_path) == [*COMMON, "vehicle"]
    assert load_entity("gl_line", tmp_path).names[-1] == "delivery_route"
    assert load_entity("vehicle", tmp_path).names[2:4] == ("kind", "kind_source")


def test_every_key_of_a_field_is_on_the_page() -> None:
    """The table of keys has each key that a field may have, and no other."""
    assert re.findall(r"^\| `(\w+)` \|", PAGE, flags=re.MULTILINE) == list(FieldForm.model_fields)
