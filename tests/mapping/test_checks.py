"""Code lists, lengths, and what must not be missing."""

from __future__ import annotations

from typing import Any

import pytest

from legacy_adapters.schema.entity import Entity, Field
from tests.mapping.thing import mapped, reasons, values

STRICT_FIELDS = {"name": {"const": "x"}, "kind": {"const": "good"}, "net": {"const": "1"}}


def companions(settings: object, raw: dict[str, list[Any]]) -> list[tuple[str | None, str | None]]:
    """The code and the source's own, row by row."""
    rows = mapped({"kind": settings}, raw).records[0].rows
    return list(zip(rows.column("kind").to_pylist(), rows.column("kind_source").to_pylist(), strict=True))


def test_the_sources_own_code_is_kept() -> None:
    """In an open list an unknown code leaves the field empty; the companion always has the source's code."""
    assert companions("A", {"A": ["good ", "ugly", None]}) == [("good", "good"), (None, "ugly"), (None, None)]


def test_the_companion_has_the_code_before_the_lookup() -> None:
    """The list's own code is in the field, the source's beside it."""
    settings = {"from": "A", "lookup": {"G": "good", "*": None}}
    assert companions(settings, {"A": ["G", "U"]}) == [("good", "G"), (None, "U")]


def test_a_constant_has_no_source() -> None:
    """What the pipeline states is no code of the source."""
    assert companions({"const": "bad"}, {"A": ["x"]}) == [("bad", None)]


def test_a_companion_may_be_mapped() -> None:
    """Then it is what its mapping says."""
    rows = mapped({"kind": "A", "kind_source": "B"}, {"A": ["good"], "B": ["b"]}).records[0].rows
    assert rows.column("kind_source").to_pylist() == ["b"]


def test_a_closed_list_rejects_other_codes() -> None:
    """The reason shows the code."""
    result = mapped({"state": "A"}, {"A": ["on", "On"]})
    assert reasons(result) == [("row 1", "state", "unknown_code", "On")]


def test_a_required_code_that_is_unknown_is_a_reject() -> None:
    """It is not missing: it is not in the list."""
    result = mapped(STRICT_FIELDS | {"kind": "A"}, {"A": ["good", "ugly", None]}, to="strict")
    assert reasons(result) == [
        ("row 1", "kind", "unknown_code", "ugly"),
        ("row 2", "kind", "required_missing", None),
    ]


@pytest.mark.parametrize("text", ["0123456789", "äöüäöüäöüß", "€€€€€€€€€€"])
def test_length_is_counted_in_characters(text: str) -> None:
    """Ten characters fit, whatever bytes they take; eleven are a reject, or are cut where that is stated."""
    assert values("name", "A", {"A": [text, text + "x"]}) == [text, "text_too_long"]
    assert values("name", {"from": "A", "on_too_long": "cut"}, {"A": [text + "x", None]}) == [text, None]


def test_what_is_required_must_be_there() -> None:
    """Each missing field is a reason."""
    raw = {"A": [" ", "x"], "B": [None, "1"]}
    result = mapped(STRICT_FIELDS | {"name": "A", "net": "B"}, raw, to="strict")
    assert reasons(result) == [
        ("row 0", "name", "required_missing", " "),
        ("row 0", "net", "required_missing", None),
    ]


def test_a_part_of_the_key_must_be_there() -> None:
    """A record without its key cannot be told from others."""
    assert reasons(mapped({}, {"ID": ["1", ""]})) == [("row 1", "id", "required_missing", "")]


def test_a_field_that_cannot_be_derived_because_of_another_is_not_missing_too() -> None:
    """One mistake in a row is one reason."""
    fields = STRICT_FIELDS | {"debit": "A", "credit": "B"}
    fields.pop("net")
    result = mapped(fields, {"A": ["x"], "B": [None]}, to="strict")
    assert reasons(result) == [("row 0", "debit", "not_a_number", "x")]


def test_a_part_of_the_key_that_may_not_apply_is_empty_text() -> None:
    """Mapped or not, null becomes empty text, and the id has an empty part."""
    entity = Entity(
        name="balance",
        version="1.0",
        description="With a key that may not apply.",
        key=("company_id", "id", "party", "period"),
        fields=(
            Field("company_id", "text", "Whose."),
            Field("id", "text", "Which."),
            Field("party", "text", "Whom.", empty_text=True),
            Field("period", "text", "When.", empty_text=True),
        ),
    )
    records = mapped({"party": "A"}, {"A": ["p", None]}, to="balance", entities=[entity]).records[0]
    assert records.rows.column("party").to_pylist() == ["p", ""]
    assert records.rows.column("period").to_pylist() == ["", ""]
    assert records.record_id.to_pylist() == ["src/C:balance:0/p/", "src/C:balance:1//"]
