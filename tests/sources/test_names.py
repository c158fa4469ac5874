"""A name that is not quite right, and what is said of one that is not there."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.names import find_name


@pytest.mark.parametrize(
    ("wanted", "names", "hint"),
    [
        ("Inovice", ["Invoice", "InvoiceLine", "Genre"], "Did you mean Invoice, InvoiceLine?"),
        ("kundn", ["KUNDEN"], "Did you mean KUNDEN?"),
        ("x", ["A", "B", "C", "D", "E", "F"], "There are A, B, C, D, E …."),
        ("x", ["A"], "There are A."),
        ("x", [], "There are none."),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(wanted: str, names: list[str], hint: str) -> None:
    """Without regard to case; where nothing is near, with what there is."""
    with pytest.raises(ConfigError, match=f"^stream s: there is no table '{wanted}'") as caught:
        find_name(wanted, names, "table", "stream s")
    assert caught.value.hint == hint


def test_a_name_is_found_without_regard_to_case_where_it_is_clear() -> None:
    """An exact one comes first; two that differ in case have to be told apart."""
    assert find_name("betrag", ["Betrag", "KONTO"], "column", "") == "Betrag"
    assert find_name("betrag", ["Betrag", "betrag"], "column", "") == "betrag"
    assert find_name("STRASSE", ["Straße"], "column", "") == "Straße"
    with pytest.raises(ConfigError, match="column 'BETRAG' could be Betrag or betrag"):
        find_name("BETRAG", ["Betrag", "betrag"], "column", "")
