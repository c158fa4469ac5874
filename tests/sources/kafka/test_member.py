"""A place in a group."""

from __future__ import annotations

from contextlib import closing

import pytest

from legacy_adapters.core.errors import TakenOver
from legacy_adapters.sources.kafka.member import Member
from tests.sinks.kafka.cluster import Cluster
from tests.sources.kafka.places import TOPIC, filled, source


def test_what_it_commits_is_known_to_the_next(cluster: Cluster) -> None:
    """Which has all partitions when the first has left."""
    filled(cluster, 3, partitions=2)
    for number in (1, 2):
        with closing(Member(source(cluster.brokers), TOPIC)) as member:
            assert member.join() == [0, 1]
            assert member.committed(TOPIC, [0, 1]) == {0: number - 1 or None, 1: None}
            member.commit({0: number})


def test_a_lease_that_is_over(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is committed, whatever the group would say."""
    filled(cluster, 3)
    with closing(Member(source(cluster.brokers), TOPIC)) as member:
        member.join()
        monkeypatch.setattr(Member, "age", 301.0)
        with pytest.raises(TakenOver):
            member.commit({0: 1})
        assert member.committed(TOPIC, [0]) == {0: None}
