"""A receiver that is down while runs are made, and back when their source is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import Unavailable
from tests.service.chaos import Voyage, database, deliver
from tests.service.harbours import harbour_of


@pytest.mark.parametrize("name", ["postgresql", "rabbitmq", "http", "jetstream", "kafka"])
def test_everything_arrives_without_the_source(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Two runs wait, also when they are delivered in vain; then all comes, each record's changes in their order."""
    database(tmp_path / "source.db")
    with harbour_of(name, request) as harbour:
        voyage = Voyage.prepare(harbour, "away", tmp_path, tmp_path / "source.db")
        with harbour.away():
            assert [voyage.done() for _ in range(2)] == [Unavailable.exit_code] * 2
            assert voyage.waiting() == 2
            (tmp_path / "old.db").unlink()
            assert voyage.done(deliver) == Unavailable.exit_code
            assert voyage.waiting() == 2
        assert voyage.done(deliver) == 0
        assert len(voyage.finished()) == 2
        assert voyage.check() == 0
