"""The balance of rows and records."""

from __future__ import annotations

import pytest

from legacy_adapters.core.checkpoint import Delivered, Rows, Tally


@pytest.mark.parametrize(
    ("rows", "balanced"),
    [
        (Rows(), True),
        (Rows(10, 4, 3, 2, 1), True),
        (Rows(10, 4, 3, 2, 0), False),
        (Rows(10, 11), False),
    ],
)
def test_rows_read_are_taken_unchanged_filtered_or_rejected(rows: Rows, balanced: bool) -> None:
    """One row more or less on either side is noticed."""
    assert rows.balanced is balanced


@pytest.mark.parametrize(
    ("delivered", "balanced"),
    [(Delivered(5, 5), True), (Delivered(5, 2, 2, 1), True), (Delivered(5, 4), False)],
)
def test_records_produced_are_delivered_waiting_or_held(delivered: Delivered, balanced: bool) -> None:
    """A record that went nowhere is noticed."""
    assert delivered.balanced is balanced


def test_a_tally_balances_only_if_every_entity_does() -> None:
    """One entity out of balance is enough."""
    assert Tally(Rows(1, 1), {"gl_line": Delivered(2, 2)}).balanced
    assert not Tally(Rows(1, 1), {"gl_line": Delivered(2, 2), "customer": Delivered(1, 0)}).balanced
