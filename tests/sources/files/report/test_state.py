"""What is known between two pieces."""

from __future__ import annotations

from decimal import Decimal

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.fixed.framing.block import Position
from legacy_adapters.sources.files.report.state import State


def test_it_is_text() -> None:
    """And comes back as it was."""
    state = State(Position(10, 2), {"konto": "1200"}, 5, [{"BETRAG": Decimal("1.10")}])
    assert State.of(state.dump()) == state
    assert State.of(None) == State()


@pytest.mark.parametrize("text", ["", "x", "[]", "{}", '{"position": 1, "groups": {}, "page": 1, "sums": [1]}'])
def test_other_text_is_none(text: str) -> None:
    """The error says what to do."""
    with pytest.raises(BadPart, match="no position"):
        State.of(text)
