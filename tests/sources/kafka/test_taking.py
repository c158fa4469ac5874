"""Taking as one of a group, and what goes wrong with it."""

from __future__ import annotations

from contextlib import closing

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, TakenOver, Unavailable
from legacy_adapters.sources.kafka.client import Client
from legacy_adapters.sources.kafka.settings import KafkaSource
from legacy_adapters.sources.kafka.taking import KafkaTopics, Range, opened
from tests.service.free_port import free_port
from tests.sinks.kafka.cluster import Cluster
from tests.sinks.kafka.wire_broker import broker
from tests.sources.kafka.places import TOPIC, filled, source


def committed(settings: KafkaSource, partitions: int = 1) -> dict[int, int | None]:
    with closing(Client(settings, settings.group_of(TOPIC))) as client:
        return client.committed(TOPIC, range(partitions))


def taken(queue: KafkaTopics, published: tuple[str, ...] = ()) -> list[str]:
    """The places of all that is taken by one that begins now."""
    intake = queue.intake(TOPIC)
    intake.begin(published)
    return [message.place for _ in range(5) for message in intake.take(10, 0)]


def test_what_is_acknowledged_is_committed(cluster: Cluster) -> None:
    """Not before: the marks are ranges of offsets."""
    filled(cluster, 3)
    settings = source(cluster.brokers)
    with opened(settings) as queue:
        intake = queue.intake(TOPIC)
        intake.begin(())
        assert len(intake.take(2, 0)) == 2
        assert list(intake.marks()) == ["0:0-2"]
        intake.hold(intake.marks())
        assert committed(settings) == {0: 0}
        intake.done(intake.marks())
        assert committed(settings) == {0: 2}


def test_what_was_published_is_not_handed_over(cluster: Cluster) -> None:
    """Where its acknowledgement was lost; a topic that was made anew has none, and is read whole."""
    filled(cluster, 3)
    with opened(source(cluster.brokers)) as queue:
        assert taken(queue, ("0:0-2",)) == ["0/0", "0/1", "0/2"]
    with opened(source(cluster.brokers)) as queue:
        assert taken(queue, ("0:0-2",)) == ["0/2"]


def test_acknowledged_by_another_process(cluster: Cluster) -> None:
    """It joins the group to do it."""
    filled(cluster, 3)
    settings = source(cluster.brokers)
    with opened(settings) as queue:
        taken(queue)
    with opened(settings) as queue:
        queue.intake(TOPIC).done(["0:0-2"])
    assert committed(settings) == {0: 2}


def test_what_an_earlier_process_had_is_not_held(cluster: Cluster) -> None:
    """A group gives partitions to a process, which is dead."""
    filled(cluster, 3)
    with opened(source(cluster.brokers)) as queue, pytest.raises(TakenOver):
        queue.intake(TOPIC).hold(["0:0-2"])


def test_what_the_group_has_gone_behind_is_not_held(cluster: Cluster) -> None:
    """Somebody else has committed it meanwhile."""
    filled(cluster, 3)
    with opened(source(cluster.brokers)) as queue:
        intake = queue.intake(TOPIC)
        intake.begin(())
        intake.take(3, 0)
        assert intake._member is not None
        intake._member.commit({0: 1})
        with pytest.raises(TakenOver):
            intake.hold(intake.marks())


def test_topics_are_listed(cluster: Cluster) -> None:
    """With how many offsets each has."""
    filled(cluster, 3, partitions=2)
    with opened(source(cluster.brokers)) as queue:
        assert [(one.name, one.rows) for one in queue.streams(count=True)] == [(TOPIC, 6)]


def test_a_topic_that_is_not_there(cluster: Cluster) -> None:
    """It is named, and not made."""
    for _ in range(2):
        with opened(source(cluster.brokers)) as queue, pytest.raises(ConfigError, match="no topic absent"):
            queue.check("absent")


def test_nobody_listens() -> None:
    """It may come back."""
    with pytest.raises(Unavailable, match="Connection refused"), opened(source(f"127.0.0.1:{free_port()}")):
        pass


def test_brokers_that_go_away_while_a_run_waits(cluster: Cluster) -> None:
    """An empty topic is told from one that nobody can ask for."""
    cluster.make(TOPIC)
    with opened(source(cluster.brokers, timeout=1)) as queue:
        intake = queue.intake(TOPIC)
        intake.begin(())
        assert not intake.take(1, 0)
        with cluster.down(), pytest.raises(Unavailable):
            intake.take(1, 0)


def test_a_wrong_login() -> None:
    """It is tried once, and not shown."""
    login = {"user": "reader", "password": "wrong-secret", "mechanism": "PLAIN", "timeout": 10}
    with broker(password="readers-secret") as state:
        with pytest.raises(AccessDenied) as raised, opened(source(f"127.0.0.1:{state.port}", **login)):
            pass
        assert len(state.logins) == 1
    assert "wrong-secret" not in str(raised.value)


def test_marks_are_text() -> None:
    """Read back as they were."""
    assert Range.of(str(Range(3, 10, 20))) == Range(3, 10, 20)
