"""What a mapping has to know of its pipeline."""

from __future__ import annotations

from tests.mapping.thing import mapped


def test_the_company_fills_what_rows_do_not_name() -> None:
    """A row's own company wins."""
    records = mapped({"company_id": "F"}, {"F": ["NORD", " "]}, company="SYD").records[0]
    assert records.rows.column("company_id").to_pylist() == ["NORD", "SYD"]
    assert records.record_id.to_pylist() == ["src/NORD:thing:0", "src/SYD:thing:1"]


def test_without_a_company_each_row_needs_one() -> None:
    """It is a part of every key."""
    result = mapped({"company_id": "F"}, {"F": ["NORD", None]}, company=None)
    assert [reject.reasons[0].code for reject in result.rejects] == ["required_missing"]
