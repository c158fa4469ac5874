"""What the cluster tells one who asks."""

from __future__ import annotations

from contextlib import closing

import pytest

from legacy_adapters.core.errors import ConfigError, Unavailable
from legacy_adapters.sources.kafka.client import Client
from tests.sinks.kafka.cluster import Cluster
from tests.sources.kafka.places import TOPIC, filled, source


def test_partitions_and_ends(cluster: Cluster) -> None:
    """What nobody has committed is not known."""
    filled(cluster, 3, partitions=2)
    with closing(Client(source(cluster.brokers), "g")) as client:
        assert client.partitions(TOPIC) == [0, 1]
        assert client.ends(TOPIC, 1) == (0, 3)
        assert client.committed(TOPIC, [0, 1]) == {0: None, 1: None}
        with pytest.raises(ConfigError, match="no topic other"):
            client.partitions("other")


def test_brokers_that_go_away(cluster: Cluster) -> None:
    """Told after as long as one waits."""
    filled(cluster, 1)
    with closing(Client(source(cluster.brokers, timeout=1), "g")) as client:
        client.topics()
        with cluster.down(), pytest.raises(Unavailable):
            client.committed(TOPIC, [0])
