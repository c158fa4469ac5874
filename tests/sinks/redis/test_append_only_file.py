"""What the server has taken is in its file before a checkpoint is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pytest
import redis

from legacy_adapters.sinks.redis.append_only_file import file_has_all


class Telling:
    """A server that says one pair of bytes after the other, in the file and waiting, and the last one for ever: a write
    that is put off cannot be had from a real one on demand."""

    def __init__(self, *pairs: tuple[int, int]) -> None:
        self.left: Sequence[tuple[int, int]] = pairs

    def info(self, section: str) -> dict[str, int]:
        (size, waiting), self.left = self.left[0], self.left[1:] or self.left
        return {"aof_current_size": size, "aof_buffer_length": waiting} if section == "persistence" else {}


@pytest.mark.parametrize(
    ("pairs", "asked"),
    [
        pytest.param([(100, 0), (0, 0)], 1, id="written"),
        pytest.param([(100, 50), (100, 90), (150, 40), (0, 0)], 3, id="written while others write"),
        pytest.param([(100, 50), (20, 50), (70, 10), (0, 0)], 3, id="the file was made anew"),
        pytest.param([(0, 0)], 1, id="nothing is told"),
    ],
)
def test_what_waited_is_waited_for(pairs: Sequence[tuple[int, int]], asked: int) -> None:
    """Until it is in the file, and no longer."""
    telling = Telling(*pairs)
    assert file_has_all(cast("redis.Redis", telling), 5.0)
    assert len(pairs) - len(telling.left) == (asked if len(pairs) > 1 else 0)


def test_what_is_never_written_is_told() -> None:
    """In time."""
    assert not file_has_all(cast("redis.Redis", Telling((100, 50))), 0.05)
