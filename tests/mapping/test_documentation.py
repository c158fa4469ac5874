"""The page about mappings: every key is on it, and every example works."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from legacy_adapters.mapping.compiled import compile_mapping
from legacy_adapters.mapping.context import MappingContext
from legacy_adapters.mapping.field_settings import FieldSettings
from legacy_adapters.mapping.locale import Locale
from legacy_adapters.mapping.settings import MappingSettings
from legacy_adapters.mapping.sql.functions import FUNCTIONS
from legacy_adapters.schema.catalog import load_entity
from tests.architecture.package import ROOT
from tests.mapping.thing import batch_of, compiled

PAGE = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")
CODE = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
FIELDS = sorted({found for found in re.findall(r"`(\{(?:from|const|concat|expr): [^`]*\})`", PAGE) if "…" not in found})


def loaded(text: str) -> Any:
    """YAML with every scalar as text, as pipeline files are read."""
    found = yaml.load(text, Loader=yaml.BaseLoader)
    return _with_nulls(found)


def _with_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_nulls(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_nulls(item) for item in value]
    return None if value == "~" else value


@pytest.mark.parametrize("model", [MappingSettings, FieldSettings, Locale], ids=lambda model: model.__name__)
def test_every_key_is_explained(model: type[MappingSettings | FieldSettings | Locale]) -> None:
    """In a table, by its name in the pipeline file."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    keys = {field.alias or name for name, field in model.model_fields.items()}
    assert keys - named == set()


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_mapping_on_the_page_is_valid(text: str) -> None:
    """It also fits its entity."""
    settings = MappingSettings.model_validate(loaded(text))
    entity = load_entity(settings.to)
    assert {entity.field(name).name for name in settings.fields} == set(settings.fields)


@pytest.mark.parametrize("text", FIELDS)
def test_every_field_on_the_page_is_valid(text: str) -> None:
    """As it stands there."""
    stated = loaded(text)
    assert FieldSettings.model_validate(stated).model_fields_set


def test_the_first_example_does_what_the_page_says() -> None:
    """Compiled for a table of that kind, over a row of it."""
    raw = {
        "LFDNR": ["1", "2"],
        "JAHR": [2003, 2003],
        "BELNR": ["12 ", "12 "],
        "BUDAT": ["31.12.2003", "31.12.2003"],
        "KONTO": ["1400", "8400"],
        "BETRAG": ["1.234,50", "1.234,50"],
        "SH": ["S", "H"],
        "OFFEN": ["J", "N"],
        "STATUS": ["", "D"],
    }
    settings = MappingSettings.model_validate(loaded(EXAMPLES[0]))
    context = MappingContext("src", "NORD", Path())
    mapping = compile_mapping([settings], {"gl_line": load_entity("gl_line")}, batch_of(raw).rows.schema, context)
    result = mapping(batch_of(raw))
    assert (result.taken, result.filtered) == (1, 1)
    row = result.records[0].rows.to_pylist()[0]
    assert (row["account_id"], row["transaction_id"], row["is_open"]) == ("00001400", "2003-12", True)
    assert row["amount"] == row["debit_amount"] == Decimal("1234.50")


def test_the_hook_on_the_page_works(tmp_path: Path) -> None:
    """As it stands there, beside a pipeline file."""
    (tmp_path / "prepare.py").write_text(CODE[0], encoding="utf-8")
    raw = {"ID": ["1", "2"], "NETTO": ["10.00", None], "BRUTTO": [None, None]}
    mapping = compiled({"net": "BRUTTO"}, raw, hook="prepare:clean", folder=tmp_path)
    assert mapping(batch_of(raw)).records[0].rows.column("net").to_pylist() == [Decimal("11.90"), None]


def test_the_python_on_the_page_works() -> None:
    """With any batch that has its columns."""
    names: dict[str, Any] = {"batch": batch_of({"KONTO": ["1400"], "TEXT": ["Bank"]})}
    exec(CODE[1], names)  # the page is our own
    assert names["mapped"].taken == 1


def test_every_function_is_explained() -> None:
    """The table has what there is, and the names that people use."""
    names = {"StrPosition": "INSTR", "Pad": "LPAD", "If": "IIF", "Substring": "SUBSTR", "SplitPart": "SPLIT_PART"}
    missing = [node for node in FUNCTIONS if f"`{names.get(node.__name__, node.__name__.upper())}(" not in PAGE]
    assert missing == []
