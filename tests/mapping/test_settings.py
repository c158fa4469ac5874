"""What a pipeline file may say under ``map``."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from pydantic import ValidationError

from legacy_adapters.mapping.settings import FieldSettings, Locale, MappingSettings
from tests.architecture.package import ROOT

DESIGN = {
    "to": "gl_line",
    "key": ["ledger_entry_id"],
    "locale": {"decimal": ",", "thousands": ".", "date": "%d.%m.%Y", "null_dates": ["1753-01-01"]},
    "fields": {
        "ledger_entry_id": "LFDNR",
        "transaction_id": {"concat": ["JAHR", "-", "BELNR"]},
        "account_id": {"from": "KONTO", "pad_left": ["8", "0"]},
        "debit_amount": {"from": "BETRAG", "when": "SH = 'S'"},
        "currency_code": {"const": "EUR"},
        "is_open": {"from": "OFFEN", "lookup": {"J": "true", "N": "false"}},
    },
}


def test_the_example_of_the_design_is_understood() -> None:
    """Every scalar arrives as text, as the pipeline file is loaded."""
    settings = MappingSettings.model_validate(DESIGN)
    assert settings.key == ("ledger_entry_id",)
    assert settings.fields["account_id"].pad_left == (8, "0")
    assert settings.fields["is_open"].lookup == {"J": "true", "N": "false"}


def test_a_field_may_be_only_a_column() -> None:
    """``FIELD: COLUMN`` is short for ``FIELD: {from: COLUMN}``."""
    settings = MappingSettings.model_validate({"to": "thing", "fields": {"id": "ID"}})
    assert settings.fields["id"] == FieldSettings.model_validate({"from": "ID"})


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"fields": {"id": {"from": "ID", "splitt": "x"}}}, "fields.id.splitt"),
        ({"feilds": {}}, "feilds"),
        ({"columns": {"A": "money"}}, "'money' is no type"),
        ({"hook": "prepare"}, "write `module:function`"),
        ({"on_duplicate": "last"}, "on_duplicate"),
        ({"key": []}, "key"),
    ],
)
def test_what_is_not_known_is_an_error(changed: dict[str, object], message: str) -> None:
    """Unknown keys and values are named."""
    with pytest.raises(ValidationError, match=message):
        MappingSettings.model_validate({"to": "thing", "fields": {"id": "ID"}, **changed})


@pytest.mark.parametrize(
    "kind", ["text", "integer", "decimal", "decimal(18,2)", "decimal( 9 , 0 )", "date", "datetime"]
)
def test_columns_may_be_said_to_hold_a_type(kind: str) -> None:
    """Types are written as in SQL, in small letters."""
    settings = MappingSettings.model_validate({"to": "thing", "fields": {"id": "ID"}, "columns": {"A": kind}})
    assert settings.columns == {"A": kind}


def test_settings_cannot_be_changed() -> None:
    """What was validated stays so."""
    settings = MappingSettings.model_validate({"to": "thing", "fields": {"id": "ID"}})
    with pytest.raises(ValidationError, match="frozen"):
        settings.to = "other"  # type: ignore[misc]


def test_every_setting_is_described() -> None:
    """The JSON Schema of the pipeline file says what each key means."""
    schema = MappingSettings.model_json_schema()
    forms = [schema, *schema["$defs"].values()]
    silent = [name for form in forms for name, key in form["properties"].items() if not key.get("description")]
    assert silent == []


def test_the_json_schema_knows_the_short_forms() -> None:
    """An editor accepts a column's name for a field, one format for a list, and numbers for texts."""
    text = json.dumps(MappingSettings.model_json_schema()["properties"]["fields"])
    assert '{"type": "string"}' in text
    locale = Locale.model_json_schema()["properties"]["date"]
    assert {"type": "string"} in locale["anyOf"]


def test_settings_load_no_data_frames() -> None:
    """``--help`` and the validation of a pipeline file cost no import of Polars, pandas, Arrow or sqlglot."""
    code = "import sys, legacy_adapters.mapping.settings; print(*{n.partition('.')[0] for n in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"polars", "pandas", "pyarrow", "sqlglot"} & set(done.stdout.split())
