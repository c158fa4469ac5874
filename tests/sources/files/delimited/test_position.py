"""Where reading goes on."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.delimited.position import Position


def test_it_can_be_kept() -> None:
    """As text and back it is the same."""
    position = Position(4711, 3, 12, 2, 9)
    assert Position.from_text(position.to_text()) == position


@pytest.mark.parametrize("text", ["", "4711", "[1,2]", "[1,2,3,4,null]", "{"])
def test_anything_else_is_an_error_in_words(text: str) -> None:
    """A position of another format is refused."""
    with pytest.raises(ConfigError, match="no position"):
        Position.from_text(text)
