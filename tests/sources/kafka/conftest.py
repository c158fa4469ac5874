"""A cluster for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sinks.kafka.cluster import Cluster, running


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """One broker, without a topic."""
    with running() as made:
        yield made
