"""A mapping in words."""

from __future__ import annotations

from tests.mapping.thing import compiled

FIELDS = {
    "name": {"concat": ["A", "-", {"const": "B"}], "case": "upper"},
    "flag": {"from": "A", "lookup": {"J": True, "N": None}},
    "net": {"expr": "A * 2", "when": "A > 1", "pad_left": ["8", "0"]},
    "day": {"const": "2024-12-31"},
}


def test_every_step_is_told() -> None:
    """In the order of the entity's fields, with what the pipeline file states."""
    text = compiled(FIELDS, {"ID": ["1"], "A": [1]}, when="A <> 0", keep_extra="true").explain()
    assert text.splitlines() == [
        "thing, one per row where A <> 0",
        "  company_id   'C', the source's company",
        "  id           ID → text",
        "  name         A + - + 'B'; case: upper → text",
        "  net          A * 2; when: A > 1; pad_left: [8, 0] → amount",
        "  day          '2024-12-31' → date",
        "  flag         A; lookup: {J: true, N: ~} → boolean",
        "  then net = debit − credit, and back",
        "  key: company_id, id",
        "  extra: what was not mapped, as JSON",
    ]


def test_required_fields_are_named() -> None:
    """So that it is clear what a record must have."""
    fields = {"name": "ID", "kind": {"const": "good"}, "net": {"const": "1"}}
    text = compiled(fields, {"ID": ["1"]}, to="strict").explain()
    assert text.splitlines()[-1] == "  key: company_id, id; required: name, kind, net"
