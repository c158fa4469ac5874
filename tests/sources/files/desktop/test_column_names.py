"""Names of columns."""

from __future__ import annotations

from legacy_adapters.sources.files.desktop.column_names import column_names


def test_names_are_unique_and_not_empty() -> None:
    """Also those that only look as if they had been made up."""
    assert column_names(["A", "", "A", "A_2", "A"], {"_deleted"}) == ["A", "field_2", "A_2", "A_2_2", "A_3"]
    assert column_names(["_deleted"], {"_deleted"}) == ["_deleted_2"]
