"""Why rows were set aside."""

from __future__ import annotations

import json

from tests.mapping.thing import mapped, reasons


def test_every_field_at_fault_is_named() -> None:
    """In the order of the entity's fields, with the value as it came, one reason for each."""
    raw = {"A": ["12345678901", "x"], "B": ["z", "1"], "C": ["31.02.2024", "2024-01-31"], "D": [" ? ", "J"]}
    result = mapped({"flag": "D", "day": "C", "net": "B", "name": "A"}, raw)
    assert reasons(result) == [
        ("row 0", "name", "text_too_long", "12345678901"),
        ("row 0", "net", "not_a_number", "z"),
        ("row 0", "day", "not_a_date", "31.02.2024"),
        ("row 0", "flag", "not_a_boolean", " ? "),
    ]
    assert {reason.entity for reject in result.rejects for reason in reject.reasons} == {"thing"}


def test_a_reject_is_the_row_whole() -> None:
    """With its origin, and the id that it would have had."""
    result = mapped({"net": "B"}, {"B": ["1", "z"], "C": [None, 7]})
    reject = result.rejects[0]
    assert (reject.stream, reject.origin, reject.record_id) == ("raw", "row 1", "src/C:thing:1")
    assert json.loads(reject.row) == {"ID": "1", "B": "z", "C": "7"}


def test_a_reject_without_a_key_has_no_id() -> None:
    """It is known by its origin."""
    assert mapped({}, {"ID": [None]}).rejects[0].record_id is None


def test_the_value_of_an_expression_is_its_result() -> None:
    """The text of what it yields, where it yields anything."""
    result = mapped({"name": {"expr": "A || A"}}, {"A": ["123456"]})
    assert reasons(result) == [("row 0", "name", "text_too_long", "123456123456")]
