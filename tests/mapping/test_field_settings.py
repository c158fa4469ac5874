"""What may be said about one field."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from legacy_adapters.mapping.field_settings import FieldSettings, LookupFile, Part


def test_the_value_has_one_origin() -> None:
    """Exactly one of `from`, `const`, `concat` and `expr`."""
    for stated in ({}, {"when": "A = 'x'"}, {"from": "A", "const": "x"}, {"concat": ["A"], "expr": "A"}):
        with pytest.raises(ValidationError, match="needs one of `from`, `const`, `concat`, `expr`"):
            FieldSettings.model_validate(stated)


def test_lookups_are_inline_or_a_file() -> None:
    """A text is a file's path, an object with `file` says its columns, any other object is the table."""
    assert FieldSettings.model_validate({"from": "A", "lookup": "x.csv"}).lookup == LookupFile(file="x.csv")
    stated = {"file": "x.csv", "key": "OLD", "value": "NEW"}
    assert FieldSettings.model_validate({"from": "A", "lookup": stated}).lookup == LookupFile.model_validate(stated)
    assert FieldSettings.model_validate({"from": "A", "lookup": {1: True, "x": None}}).lookup == {
        "1": "true",
        "x": None,
    }


def test_lookups_in_other_streams_are_refused() -> None:
    """What is not supported is not taken for a table with one code."""
    with pytest.raises(ValidationError, match="another stream is not supported"):
        FieldSettings.model_validate({"from": "A", "lookup": {"stream": "accounts"}})


def test_parts_of_concat_may_say_what_they_are() -> None:
    """A part is a column's name or a text, or an object where that must be said."""
    settings = FieldSettings.model_validate({"concat": ["A", {"const": "A"}, {"from": "B"}]})
    assert settings.concat == ("A", Part(const="A"), Part.model_validate({"from": "B"}))
    with pytest.raises(ValidationError, match="either `from` or `const`"):
        FieldSettings.model_validate({"concat": [{"from": "A", "const": "B"}]})


def test_null_needs_no_quotes() -> None:
    """Also where a loader of YAML makes no value of it."""
    for stated in ("null", None):
        assert FieldSettings.model_validate({"from": "A", "on_error": stated}).on_error == "null"


@pytest.mark.parametrize("split", [["-", "0"], ["", "1"], ["-"], ["-", "x"]])
def test_pieces_are_counted_from_one(split: list[str]) -> None:
    """There is no piece 0, and no splitting at nothing."""
    with pytest.raises(ValidationError):
        FieldSettings.model_validate({"from": "A", "split": split})


@pytest.mark.parametrize(
    "wrong",
    [
        {"case": "title"},
        {"pad_left": ["0", "0"]},
        {"pad_left": ["8", "00"]},
        {"round": "half_down"},
        {"scale": "13"},
        {"implied_decimals": "-1"},
        {"on_error": "ignore"},
        {"on_too_long": "drop"},
        {"sign": {"from": "SH"}},
        {"decimal": ""},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    """Values outside a setting's range are errors when the file is loaded."""
    with pytest.raises(ValidationError):
        FieldSettings.model_validate({"from": "A", **wrong})
