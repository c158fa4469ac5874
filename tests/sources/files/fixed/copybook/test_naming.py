"""Names of columns."""

from __future__ import annotations

from legacy_adapters.sources.files.fixed.copybook.naming import Named, column_names


def test_names_are_as_short_as_can_be() -> None:
    """Alone, with occurrences, with groups only where they are needed."""
    fields = [
        Named("ID", ("R",)),
        Named("ADDRESS", ("R", "FIRM")),
        Named("ADDRESS", ("R", "PERSON")),
        Named("TAX", ("R", "FIRM"), (1,)),
        Named("TAX", ("R", "FIRM"), (2,)),
    ]
    assert column_names(fields) == ["ID", "FIRM.ADDRESS", "PERSON.ADDRESS", "TAX_1", "TAX_2"]


def test_more_groups_where_one_is_not_enough() -> None:
    """As many as tell them apart; a number where nothing does."""
    fields = [Named("A", ("X", "G")), Named("A", ("Y", "G")), Named("B", ()), Named("B", ())]
    assert column_names(fields) == ["X.G.A", "Y.G.A", "B (2)", "B (3)"]
    assert column_names([Named("A", ())]) == ["A"]
