"""What a recipe may say of a table."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.screen.screen import Place
from legacy_adapters.sources.screen.table.settings import TableSettings, plain_name


def test_short_forms() -> None:
    """One frame, one extra and the text of an empty table may be written without a list or a key."""
    settings = TableSettings.model_validate(
        {"at": "#t", "frame": "main", "take": {"Voucher": "link"}, "empty": "No records", "header": ["A\xa0 b\n", ""]}
    )
    assert settings.place == Place("#t", ("main",))
    assert settings.take == {"Voucher": ("link",)}
    assert settings.empty is not None
    assert settings.empty.text == "No records"
    assert settings.header == ("A b", "")


def test_scalars_may_be_text() -> None:
    """A recipe's scalars come as text."""
    settings = TableSettings.model_validate(
        {"at": "#t", "header_rows": "2", "skip": [{"name": "sum", "as": "total", "cells": "3", "spans_all": "true"}]}
    )
    assert settings.header_rows == 2
    assert settings.skip[0].cells == 3


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"skip": [{"name": "all"}]}, "would take every row"),
        ({"skip": [{"name": "x", "cells": 1}, {"name": "x", "cells": 2}]}, "two rules of `skip` are called x"),
        ({"skip": [{"name": "x", "where": {"A": "("}}]}, "no regular expression"),
        ({"charset": "klingon"}, "not a code page"),
        ({"header": ["A", "A"], "columns": "by_header"}, "two columns are called A"),
        ({"header": []}, "at least 1"),
        ({"layout": "grid", "text": {"kind": "fixed", "fields": [{"name": "A", "width": 1}]}}, "`layout` is grid"),
        ({"take": {"A": "colour"}}, "link"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_what_does_not_fit(wrong: dict[str, object], message: str) -> None:
    """Settings that contradict each other, or that nobody knows, are refused with the reason."""
    with pytest.raises(ValidationError, match=message):
        TableSettings.model_validate({"at": "#t", **wrong})


def test_names_are_compared_without_regard_to_white_space() -> None:
    """Line breaks and no-break spaces in a header are blanks."""
    assert plain_name(" Voucher\n No.\xa0") == "Voucher No."


def test_every_setting_is_described() -> None:
    """The description is the documentation."""
    schema = TableSettings.model_json_schema(by_alias=True)
    assert [name for name, field in schema["properties"].items() if not field.get("description")] == []
