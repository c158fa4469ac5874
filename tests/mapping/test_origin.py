"""Where a field's value comes from."""

from __future__ import annotations

from decimal import Decimal

import pytest

from legacy_adapters.core.errors import ConfigError
from tests.mapping.thing import compiled, mapped, reasons, values


def test_a_column_is_found_whatever_its_name() -> None:
    """Blanks, dots, signs, umlauts and keywords are names like others; case matters only where it must."""
    for name in ("Lfd. Nr.", "NORD$KONTO", "Währung", "ORDER", 'Name "alt"', "a/b", "[x y]"):
        assert values("name", name, {name: ["x"]}) == ["x"]
    assert values("name", "konto", {"KONTO": ["x"]}) == ["x"]


def test_an_unknown_column_is_refused_with_the_nearest() -> None:
    """The error names field, column and what may be meant."""
    with pytest.raises(ConfigError, match="there is no column 'KONOT'") as error:
        compiled({"name": "KONOT"}, {"ID": ["1"], "KONTO": ["x"]})
    assert (error.value.where, error.value.hint) == ("thing.name", "Did you mean KONTO?")


def test_a_constant_is_the_same_in_all_rows() -> None:
    """It is written plainly, whatever the source's locale, for every type of field."""
    columns = {"A": ["x", "y"]}
    locale = {"decimal": ",", "date": "%d.%m.%Y", "true": ["J"], "false": ["N"]}
    for field, text, value in [
        ("name", "EUR", "EUR"),
        ("net", "-12.50", Decimal("-12.50")),
        ("flag", "true", True),
        ("count", "7", 7),
    ]:
        assert values(field, {"const": text}, columns, locale=locale) == [value, value]


def test_constants_alone_are_a_mapping() -> None:
    """A mapping that uses no column still has a record for every row."""
    result = mapped({"id": {"const": "1"}, "name": {"const": "x"}}, {"A": ["x", "y"]})
    assert result.taken == 2
    assert result.records[0].rows.column("name").to_pylist() == ["x", "x"]


def test_columns_and_texts_are_joined() -> None:
    """What names a column is one, everything else is text; columns are trimmed."""
    columns = {"JAHR": [2003, 2004], "BELNR": ["12  ", " 7"]}
    assert values("name", {"concat": ["jahr", "-", "BELNR"]}, columns) == ["2003-12", "2004-7"]
    assert values("name", {"concat": ["BELNR", "/"], "trim": "false"}, columns) == ["12  /", " 7/"]


def test_a_part_may_say_what_it_is() -> None:
    """A text that is also a column's name is written as a constant."""
    assert values("name", {"concat": [{"const": "A"}, {"from": "A"}]}, {"A": ["x"]}) == ["Ax"]


def test_a_slip_in_a_name_is_not_taken_for_text() -> None:
    """What is almost a column's name is refused, with the way to say that a text is meant."""
    with pytest.raises(ConfigError, match="there is no column 'BELNO'") as error:
        compiled({"name": {"concat": ["JAHR", "BELNO"]}}, {"ID": ["1"], "JAHR": ["x"], "BELNR": ["y"]})
    assert "Did you mean BELNR?" in error.value.hint
    assert "{const: BELNO}" in error.value.hint


def test_joining_needs_a_column() -> None:
    """Texts alone are a constant."""
    with pytest.raises(ConfigError, match="at least one column"):
        compiled({"name": {"concat": ["-"]}}, {"ID": ["1"]})


def test_a_missing_part_leaves_what_is_there() -> None:
    """A name without its first part is not lost; without any part there is no value."""
    columns = {"A": ["a", None, None], "B": ["b", "b", " "]}
    assert values("name", {"concat": ["A", " ", "B"]}, columns) == ["a b", "b", None]


def test_a_missing_part_leaves_a_key_without_value() -> None:
    """An id with a part missing would be another id: the row is set aside."""
    result = mapped({"id": {"concat": ["ID", "-", "B"]}}, {"ID": ["1", "2"], "B": ["b", None]})
    assert reasons(result) == [("row 1", "id", "required_missing", None)]
    assert result.records[0].record_id.to_pylist() == ["src/C:thing:1-b"]


def test_an_expression_is_a_value_like_any_other() -> None:
    """Its result goes through the other steps; its faults are the field's."""
    columns = {"A": ["1,50", "x", None]}
    settings = {"expr": "A * 2"}
    found = values("net", settings, columns, columns={"A": "decimal"}, locale={"decimal": ","})
    assert found == [Decimal("3.00"), "not_a_number", None]
    assert values("name", {"expr": "A || '!'", "case": "upper"}, {"A": ["x "]}) == ["X !"]
