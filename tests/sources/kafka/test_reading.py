"""Reading from offsets on."""

from __future__ import annotations

from contextlib import closing

import pytest

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.sources.kafka.reading import Reading
from tests.sinks.kafka.cluster import Cluster
from tests.sources.kafka.places import TOPIC, filled, source


def test_messages_behind_an_offset(cluster: Cluster) -> None:
    """With their place and the type of their content, then none."""
    filled(cluster, 3)
    with closing(Reading(source(cluster.brokers), TOPIC, {0: 1})) as reading:
        found = [message for _ in range(2) for message in reading.next(1, 0)]
        assert [(one.place, one.body, one.content_type) for one in found] == [
            ("0/1", b"1", "text/x"),
            ("0/2", b"2", "text/x"),
        ]
        assert reading.offsets == {0: 3}
        assert not reading.next(1, 0)


def test_brokers_that_are_not_there_any_more(cluster: Cluster) -> None:
    """A partition whose end is not known is waited for, and told."""
    filled(cluster, 1)
    settings = source(cluster.brokers, timeout=1)
    with cluster.down(), closing(Reading(settings, TOPIC, {0: 0})) as reading, pytest.raises(Unavailable):
        reading.next(1, 0)
